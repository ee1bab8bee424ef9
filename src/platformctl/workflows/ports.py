"""What a workflow needs from the world; `cli/wiring.py` builds the real ones."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from pydantic import JsonValue

from platformctl.catalog.contract import Contract
from platformctl.cloud.objects import Look, nothing_seen
from platformctl.errors import Busy
from platformctl.git.history import History
from platformctl.policy.judge import Judge
from platformctl.progress import Event, Progress, about
from platformctl.project.platform_file import Environment
from platformctl.project.project import Project
from platformctl.records.facts import RunFacts
from platformctl.records.patience import Patience
from platformctl.records.store import Records
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.results import Preview


@dataclass(frozen=True)
class Access:
    """What opens an environment's cloud."""

    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    sandbox: str = ""
    """The id of the emulator's memory; empty for what is real."""
    proof: Callable[[], None] = lambda: None
    """Stops when the credentials are for another account than the environment's."""
    look: Look = nothing_seen
    """Asks the cloud for what a run may have made."""

    def opened(self) -> Mapping[str, str]:
        """Return the credentials, proven."""
        self.proof()
        return self.credentials


class Asking(Protocol):
    """Asks a person; refuses where there is nobody."""

    def approves(self, preview: Preview) -> bool:
        """Show what would happen and ask whether it shall."""

    def names_again(self, preview: Preview) -> bool:
        """Show what would be lost and ask for the stack's name."""

    @property
    def asks(self) -> bool:
        """Say whether somebody is there to be asked, and has not said yes already."""

    def approves_all(self, previews: Sequence[Preview], losing: Collection[StackId]) -> Collection[StackId] | None:
        """Show all that would happen and ask once; return those of the losing whose names were said, None for no."""

    def beforehand(self) -> "Asking":
        """Return what was said on the command line, with nobody there to be asked."""


class Interrupts(Protocol):
    """What a signal does while an apply is under way."""

    def shielded(self) -> AbstractContextManager[None]:
        """Count signals instead of letting them end the command."""

    @property
    def came(self) -> tuple[int, ...]:
        """Return the signals that came, in their order."""

    @property
    def received(self) -> int | None:
        """Return the first signal that came."""

    @property
    def attended(self) -> bool:
        """Say whether a person sits at a terminal, who can mean a second Ctrl-C."""


@dataclass(frozen=True)
class Ports:
    """Everything a workflow needs, for one environment."""

    project: Project
    environment: Environment
    progress: Progress
    records: Callable[[], Records]
    judge: Callable[[], Judge]
    """The command's judge; the first call starts its worker and waits for nothing."""
    terraform: Callable[[WorkFolder], Terraform]
    """Terraform with the CLI configuration of this work folder and no access to any cloud."""
    access: Callable[[Contract], Access]
    """What opens the cloud for a kind; a kind without a provider gets nothing and starts nothing."""
    asking: Asking
    interrupts: Interrupts
    facts: Callable[[Stack, str], RunFacts]
    """Who runs this command, from where, on which commit."""
    work: Path
    """The private folder of work folders."""
    history: Callable[[], History | None]
    """The commits of the branch; None where branches are not compared, which the first call tells."""
    today: date
    """In UTC: what a permission that ends counts against."""
    commits: Callable[[], History | None] = lambda: None
    """The same in every tier; None outside git."""
    in_pipeline: bool = False
    """A CI job runs this command."""
    pull_request: str = ""
    """Which pull request's job runs this command, as its host names it; empty for every other job, and for a person."""
    basis: Callable[[StackId], Mapping[str, JsonValue]] = lambda _stack: {}
    """What the yes to a stack's plan rests on beyond somebody's word, for its record."""
    over: frozenset[str] = frozenset()
    """Runs whose work may be taken back, as somebody said."""
    rescue: Path | None = None
    """Where a state goes, encrypted, that the store can't take."""
    vetted: Path | None = None
    """Where it is remembered which Terraform code was read and accepted; None: it is read every time."""

    wait: float = 0.0
    """Seconds to wait for a stack that somebody else holds."""

    @property
    def patience(self) -> Patience:
        """Return how long to wait for a stack, telling for whom; a signal ends it."""
        return Patience(self.wait, self._tell_whom, lambda: self.interrupts.received is not None)

    def _tell_whom(self, busy: Busy | None) -> None:
        if busy:
            self.progress(Event("lease", "waiting", busy.detail))
        else:
            self.progress(Event("lease", "done", "the stack is free"))

    def about(self, stack: StackId) -> "Ports":
        """Return the ports for one of several stacks: what is told through them says which it is about."""
        progress = about(str(stack), self.progress)
        return replace(self, progress=progress, terraform=lambda work: replace(self.terraform(work), progress=progress))
