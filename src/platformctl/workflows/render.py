"""Writes generated files again, or proves that those on disk are what the requests render to."""

from collections.abc import Iterator, Sequence

from platformctl.errors import PlatformError
from platformctl.project.project import Project
from platformctl.records.store import Records
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.binding import rebound
from platformctl.workflows.locking import renewed
from platformctl.workflows.results import Rendered


def render(project: Project, stacks: Sequence[StackId], records: Records) -> tuple[Rendered, ...]:
    """Write the generated files that differ; packs that platform.yaml has new are vendored and locked.

    Bindings are filled with what the records say that their producers hand out.
    """
    current = renewed(project)
    loaded = [rebound(current, stack, records) for stack in stacks]  # all of them, before any file is written
    return tuple(Rendered(stack.id, workspace.write(current, stack)) for stack in loaded)


def check(project: Project, stacks: Sequence[StackId]) -> Iterator[PlatformError]:
    """Yield what keeps the files on disk from being what the requests render to; writes nothing."""
    for stack in stacks:
        try:
            yield from workspace.faults(project, workspace.load(project, stack))
        except PlatformError as error:
            yield error
