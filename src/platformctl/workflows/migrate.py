"""Moves an environment to another store, from what platform.yaml says to what it then says; resumes what was killed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from platformctl.errors import Usage
from platformctl.progress import Progress
from platformctl.project.files import write_atomically
from platformctl.project.project import PLATFORM_NAME, Project
from platformctl.project.store_edit import project_with, with_store
from platformctl.project.store_words import word_of
from platformctl.project.stores import Store
from platformctl.records.run import new_run_id
from platformctl.records.store import Records
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.workflows.forgetting import forget_old
from platformctl.workflows.moving import Move, hand_over
from platformctl.workflows.results import Forgotten, Moved, Rendered

Open = Callable[[Project], Records]
"""Opens the stores that a project's platform.yaml names."""


@dataclass(frozen=True)
class Ends:
    """Between which stores an environment moves."""

    environment: str
    old: Store
    new: Store

    def move(self, project: Project, opened: Open, progress: Progress) -> Move:
        """Open both."""
        old, new = (
            opened(project_with(project, _text(project, self.environment, end))) for end in (self.old, self.new)
        )
        words = word_of(self.old), word_of(self.new)
        return Move(project, self.environment, old, new, *words, new_run_id(), progress)


def migrate(project: Project, ends: Ends, opened: Open, progress: Progress) -> Moved:
    """Move states and records, then write platform.yaml and the files that name the store."""
    text = _text(project, ends.environment, ends.new)
    rendered = _rendered(project, project_with(project, text), ends.environment)  # what can't be is told first
    if ends.old == ends.new:
        there = word_of(ends.new)
        return Moved(ends.environment, there, there, (), {}, _written(project, text, rendered))
    move = ends.move(project, opened, progress)
    try:
        stacks, stopped = hand_over(move)
    finally:
        move.old.close()
        move.new.close()
    files = () if stopped else _written(project, text, rendered)
    return Moved(ends.environment, move.left, move.to, stacks, dict(stopped), files)


def forget(project: Project, ends: Ends, opened: Open, progress: Progress) -> Forgotten:
    """Remove what the old store still keeps."""
    if ends.old == ends.new:
        raise Usage(
            "This store is in use",
            detail=f"platform.yaml says that {ends.environment} is kept in {word_of(ends.new)}. Only what an "
            "environment has left is removed.",
        )
    move = ends.move(project, opened, progress)
    try:
        return Forgotten(ends.environment, move.left, move.to, forget_old(move))
    finally:
        move.old.close()
        move.new.close()


def _text(project: Project, environment: str, store: Store) -> str:
    """Return platform.yaml's text with this store."""
    text = (project.root / PLATFORM_NAME).read_bytes().decode("utf-8")
    return text if project.environment(environment).state == store else with_store(text, environment, store)


def _rendered(project: Project, target: Project, environment: str) -> Sequence[Stack]:
    """Render what names the store; files that are not as rendered stop the move, unless an earlier one wrote some."""
    stacks = tuple(workspace.discover(project, environment))
    begun = target.platform == project.platform
    now = (workspace.load(project, stack) if begun else workspace.proven(project, stack) for stack in stacks)
    return tuple(stack_of(one.request, target, one.bindings) for one in now)


def _written(project: Project, text: str, stacks: Sequence[Stack]) -> tuple[Rendered, ...]:
    """Write platform.yaml first: it is what everybody else goes by."""
    path = project.root / PLATFORM_NAME
    if path.read_bytes() != text.encode():
        write_atomically(path, text.encode())
    return tuple(Rendered(stack.id, workspace.write(project, stack)) for stack in stacks)
