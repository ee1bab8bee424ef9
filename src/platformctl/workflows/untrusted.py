"""Untrusted mode: looks at a change without a plan (design 12.2).

No Terraform, no credential, no socket, no store. The request is data; what the protected branch says judges it.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from platformctl.errors import PlatformError, Usage
from platformctl.progress import Event, Progress
from platformctl.stacks.stack_id import StackId, parse_stack_id
from platformctl.workflows.base_differences import lock_differences, platform_differences
from platformctl.workflows.inspecting import Bench, Inspected, Sides, inspect
from platformctl.workflows.locking import refuse_lesser_lock, refuse_other_providers
from platformctl.workflows.odd_paths import misplaced, odd_paths, oversized
from platformctl.workflows.results import ORDER

AT_ONCE = 3
_WORDS = {0: "looked at, without a plan", 3: "blocked"}


@dataclass(frozen=True)
class Inspection:
    """What looking at a change came to."""

    stacks: tuple[Inspected, ...]
    notes: tuple[str, ...]
    """What the change says otherwise than the protected branch, and what a reviewer should know besides."""
    faults: tuple[PlatformError, ...] = ()
    """What is wrong with the change as a whole."""

    @property
    def exit_code(self) -> int:
        """Return one code for all, as for several plans."""
        codes = {*(stack.exit_code for stack in self.stacks), *(fault.exit_code for fault in self.faults)} - {0}
        return next((code for code in ORDER if code in codes), 1 if codes else 0)


def inspect_change(stacks: Sequence[StackId], sides: Sides, bench: Bench, progress: Progress) -> Inspection:
    """Look at every stack that the change touches; one that fails hides no other."""
    try:
        refuse_lesser_lock(sides.base)
    except PlatformError as error:
        sides.told(error)
        raise
    faults = (*_faults(sides), *misplaced(sides.root, sides.paths))
    notes = (*_said_otherwise(sides), *odd_paths(sides.root, sides.paths))
    with ThreadPoolExecutor(max_workers=AT_ONCE) as beside:  # one is judged while the others are rendered and read
        return Inspection(tuple(beside.map(lambda stack: _told(stack, sides, bench, progress), stacks)), notes, faults)


def too_large(sides: Sides) -> Iterator[Usage]:
    """Yield an error for each file of stacks, or of what only the protected branch speaks for, that can't be read."""
    return oversized(sides.root, {*sides.protected, *(path for path in sides.paths if path.startswith("stacks/"))})


def not_inspected(stacks: Sequence[StackId], faults: Sequence[PlatformError]) -> Inspection:
    """Say of a change that it can't be looked at at all, and why."""
    return Inspection(tuple(Inspected(stack, error=faults[0]) for stack in stacks), (), tuple(faults))


def changed_stacks(paths: Iterable[str]) -> tuple[StackId, ...]:
    """Return the stacks in whose folders something changed, whatever it is."""
    found = set()
    for path in paths:
        place, *names = path.split("/")
        if place == "stacks" and len(names) > 3 and (stack := _stack("/".join(names[:3]))):
            found.add(stack)
    return tuple(sorted(found))


def _stack(text: str) -> StackId | None:
    try:
        return parse_stack_id(text, "")
    except Usage:
        return None


def _told(stack: StackId, sides: Sides, bench: Bench, progress: Progress) -> Inspected:
    found = inspect(stack, sides, bench)
    said = _WORDS.get(found.exit_code, found.error.summary if found.error else "")
    progress(Event("judge", "failed" if found.exit_code else "done", said, stack=str(stack)))
    return found


def _faults(sides: Sides) -> Iterator[PlatformError]:
    """Yield what is wrong with the lock that the change brings: it would be refused after the merge as well."""
    if not sides.is_protected_changed:
        return
    try:
        refuse_lesser_lock(sides.branch)
        refuse_other_providers(sides.branch.lock)
    except PlatformError as error:
        yield error


def _said_otherwise(sides: Sides) -> Iterator[str]:
    if sides.is_protected_changed:
        yield from platform_differences(sides.base.platform, sides.branch.platform)
        try:
            yield from lock_differences(sides.base.lock, sides.branch.lock)
        except Usage:
            yield "platform.lock can't be read"
