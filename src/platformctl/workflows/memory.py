"""Tells at once when a sandbox forgot what a stack's state remembers; a plan would fail slowly and oddly."""

from platformctl.errors import PlatformError
from platformctl.stacks.stack import Stack
from platformctl.terraform.state import State, parse_state
from platformctl.workflows.ports import Ports


def refuse_lost_memory(stack: Stack, state: bytes, ports: Ports) -> None:
    """Stop when the stack exists by its state, in an emulator that has been started anew since."""
    head = ports.records().head(str(stack.id)) if holds_something(state) else None
    known = head.last_run.facts.sandbox if head and head.last_run else ""
    if known and ports.access(stack.contract).sandbox not in {"", known}:
        raise PlatformError(
            "The sandbox has lost its memory",
            detail=f"The emulator was started anew since {stack.id} was applied; what it held is gone.",
            hint="platformctl sandbox reset      (forgets the states, too; then: platformctl apply --all)",
        )


def holds_something(state: bytes) -> bool:
    """Say whether a state knows of anything that exists."""
    parsed = parse_state(state)
    return isinstance(parsed, State) and any(each.type != "terraform_data" for each in parsed.managed)
