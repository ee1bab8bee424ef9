"""What every command that works on stacks does around its one workflow: place, progress, ports."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from platformctl.cli.asking import Words, require_somebody
from platformctl.cli.common import Common
from platformctl.cli.durations import seconds_of
from platformctl.cli.places import environment_of, project_of
from platformctl.cli.screen import Screen
from platformctl.errors import Usage
from platformctl.project.project import Project
from platformctl.stacks.stack_id import StackId, parse_stack_id
from platformctl.stacks.workspace import discover

if TYPE_CHECKING:
    from platformctl.workflows.ports import Ports


@dataclass(frozen=True)
class Said:
    """What the command line said about going on."""

    yes: bool = False
    confirm: str | None = None
    asks: bool = True
    """The command changes things, so somebody must have said yes or be there to be asked."""
    looks: bool = False
    """The command only previews: it is given the rights of one."""
    over: frozenset[str] = frozenset()
    """Runs whose work may be taken back."""
    confirmed: frozenset[str] = frozenset()
    """Names of stacks whose data may be lost."""
    several: bool = False
    """The command is about several stacks: naming one of them speaks for that one only."""
    beside: int = 1
    """So many stacks at once, at most."""
    instead: Callable[[], str] | None = None
    """Gives the words that would do where nothing was said and nobody can be asked; None: the same with --yes."""


@contextmanager
def working(common: Common, project: Project, environment: str, said: Said) -> Iterator["Ports"]:
    """Give the ports for an environment, with progress told on stderr."""
    from platformctl.cli.wiring import ports_for  # brings the whole world along, which a look or a help page is without

    screen, wait = Screen(common), seconds_of(common.wait, "--wait")
    if said.asks:
        named = said.confirm or ("" if said.several else "".join(said.confirmed))
        require_somebody(screen, said.yes, named, said.instead)
    teller = screen.teller()
    with teller as progress:
        words = Words(screen, teller, said.yes, said.confirm, said.confirmed)
        with ports_for(common, project, environment, words, progress, said) as ports:
            yield replace(ports, over=said.over, wait=wait)


def place(common: Common) -> tuple[Project, str]:
    """Return the project and the environment that a command is about."""
    project = project_of(common)
    return project, environment_of(common, project)


def stacks_of(common: Common, project: Project, names: Sequence[str]) -> tuple[str, tuple[StackId, ...]]:
    """Return the stacks that were named, all of one environment; every stack of the environment for none."""
    chosen = environment_of(common, project)
    if not names:
        return chosen, (*discover(project, chosen), *_deleted(common, project, chosen))
    found = tuple(dict.fromkeys(parse_stack_id(name, chosen) for name in names))
    environments = sorted({stack.environment for stack in found})
    if len(environments) > 1:
        raise Usage(
            "Several environments at once",
            detail=f"The stacks named are in {', '.join(environments)}; name those of one.",
        )
    return project.environment_name(environments[0]), found


def _deleted(common: Common, project: Project, environment: str) -> tuple[StackId, ...]:
    """Return the stacks whose requests were deleted here; they come last, since others may have used them."""
    from platformctl.cli.reading import commits_of, records_of
    from platformctl.workflows.deletions import deleted_here

    return tuple(deleted_here(project, records_of(project, common), environment, commits_of(project, common)))


def said_of(
    yes: bool = False,
    confirm: str | None = None,
    *,
    asks: bool = True,
    looks: bool | None = None,
    over: Sequence[str] | None = None,
) -> Said:
    """Return what the command line said about going on; who changes nothing that is asked for only looks."""
    return Said(yes, confirm, asks, not asks if looks is None else looks, frozenset(over or ()))


def changes_things(project: Project, environment: str) -> bool:
    """Say whether create and change apply here, or leave that to the pipeline."""
    return project.environment(environment).apply == "anyone"


def finish(code: int) -> None:
    """Leave with a code; 0 just goes on."""
    if code:
        raise typer.Exit(code)
