"""What the commands that only look need: the records, and the one stack that was named."""

from collections.abc import Callable
from functools import cache

from platformctl.cli.common import Common
from platformctl.cli.places import environment_of, project_of
from platformctl.cli.stores import stores_of
from platformctl.git.history import History, open_history
from platformctl.project.project import Project
from platformctl.records.store import Records
from platformctl.stacks.stack_id import StackId, parse_stack_id


def records_of(project: Project, common: Common, *, looks: bool = True) -> Records:
    """Return the records of a project; `looks`: reached with the rights of a preview, not of a run."""
    return stores_of(project, common.environ, looks=looks)


def commits_of(project: Project, common: Common) -> Callable[[], History | None]:
    """Return what opens the commits of the branch, where somebody asks."""
    return cache(lambda: open_history(project.root, common.environ))


def named(common: Common, name: str) -> tuple[Project, StackId]:
    """Return the project and the stack that was named in it."""
    project = project_of(common)
    stack = parse_stack_id(name, environment_of(common, project))
    project.environment_name(stack.environment)
    return project, stack
