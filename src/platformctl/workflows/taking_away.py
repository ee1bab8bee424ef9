"""Takes away what a deleted request left behind: planned from its last run's files, with all guards of a destroy."""

import secrets
from dataclasses import replace

from platformctl.records.moved import refuse_moved
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack
from platformctl.workflows.branches import unfollowed
from platformctl.workflows.deletions import foreign, refuse_foreign
from platformctl.workflows.memory import refuse_lost_memory
from platformctl.workflows.planning import guarded_destruction, work_on
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import stop_if_asked
from platformctl.workflows.results import Outcome, Preview
from platformctl.workflows.undo import undo
from platformctl.workflows.users import refuse_used

NO_FILES = ""
"""The digest that the project has of a stack whose request is gone: that nothing is there proves no branch."""


def deletion_preview(stack: Stack, ports: Ports) -> Preview:
    """Plan the destruction of a stack whose request is gone; changes nothing."""
    preview = destruction_preview(stack, ports)
    return replace(preview, not_appliable=foreign(stack.id, ports) or preview.not_appliable)


def destruction_preview(stack: Stack, ports: Ports) -> Preview:
    """Plan the destruction of a stack; changes nothing."""
    refuse_moved(ports.records(), str(stack.id))
    state = ports.records().read_state(str(stack.id))
    refuse_lost_memory(stack, state, ports)
    with work_on(stack, state, f"preview-{secrets.token_hex(6)}", ports) as work:
        judged = guarded_destruction(stack, work, ports, lambda _verdict: None)
    before = NO_FILES if stack.kept else None
    return replace(judged.preview, not_appliable=unfollowed(stack, before, ports))


def take_away(stack: Stack, ports: Ports) -> Outcome:
    """Destroy a stack because its request was deleted here, and nowhere else."""
    outcome = taken_away(stack, ports)
    stop_if_asked(stack, ports)
    return outcome


def taken_away(stack: Stack, ports: Ports) -> Outcome:
    """Do the same, whatever a signal says about what comes next."""
    refuse_foreign(stack.id, ports)
    return destroyed(stack, "apply", ports)


def destroyed(stack: Stack, command: str, ports: Ports) -> Outcome:
    """Destroy a stack that nobody uses; its files go only after everything it made is gone."""
    refuse_used(stack.id, ports)
    outcome = undo(stack, command, ports)
    workspace.removed(ports.project, stack.id, stack.files)
    return outcome
