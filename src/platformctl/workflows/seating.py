"""Who may sit in a combined root: stacks whose files were read and vetted, and that go together."""

import secrets
from collections import Counter
from contextlib import ExitStack

from platformctl.errors import PlatformError
from platformctl.project.files import write_atomically
from platformctl.records.moved import refuse_moved
from platformctl.stacks.render import VALUES_NAME, values_text
from platformctl.stacks.stack import Stack
from platformctl.terraform.combined import Member
from platformctl.terraform.combined_state import refuse_uncombinable
from platformctl.terraform.combined_wires import BINDINGS, wires
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.memory import refuse_lost_memory
from platformctl.workflows.party import Party, Seat
from platformctl.workflows.planning import work_on
from platformctl.workflows.ports import Ports


def seat(stack: Stack, party: Party, folders: ExitStack, ports: Ports) -> None:
    """Give a stack its own private folder, read and vetted, as if it were to be planned alone."""
    try:
        refuse_moved(ports.records(), str(stack.id))
        state = ports.records().read_state(str(stack.id))
        refuse_lost_memory(stack, state, ports)
        work = folders.enter_context(work_on(stack, state, f"preview-{secrets.token_hex(6)}", ports))
        if stack.bindings.pending:
            _without_pending(stack, work)
        judged = work.digest()
        member = Member(stack, {path: (work.root / path).read_bytes() for path in judged}, state)
    except PlatformError as error:
        party.came[stack.id] = error
    else:
        party.sit(Seat(member, work, judged))


def _without_pending(stack: Stack, work: WorkFolder) -> None:
    """Let the judge take what is not known yet for unknown, and not for nothing."""
    values = {name: value for name, value in stack.values.items() if value is not None}
    if BINDINGS in values:
        values[BINDINGS] = {word: grant for word, grant in values[BINDINGS].items() if grant is not None}
    write_atomically(work.stack / VALUES_NAME, values_text(values).encode())


def part_ways(party: Party) -> None:
    """Let those go that can't be in one root with the others."""
    stacks = {str(member.stack.id): member.stack for member in party.members}
    ground = Counter(member.ground for member in party.members if member.ground).most_common(1)
    for member in party.members:
        try:
            refuse_uncombinable(member.state)
            wires(member.stack, stacks)
        except PlatformError as error:
            party.leave([member.name], error.detail)
            continue
        if member.ground and member.ground != ground[0][0]:
            party.leave([member.name], "its provider is another one than that of the others")
