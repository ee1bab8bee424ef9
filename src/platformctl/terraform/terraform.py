"""Drives one Terraform binary: init, plan, show, apply, import, taint. Builds, runs and reads; decides nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.progress import Event, Progress
from platformctl.terraform import arguments
from platformctl.terraform.diagnostics import Diagnostic, ending, failure
from platformctl.terraform.digests import sha256_of
from platformctl.terraform.environment import with_credentials
from platformctl.terraform.events import parse_lines
from platformctl.terraform.known_secrets import hidden, secrets_of_environment
from platformctl.terraform.plan import Plan
from platformctl.terraform.plan_reader import parse_plan
from platformctl.terraform.process import Command, Finished, Running, run, start_apply
from platformctl.terraform.saved_plan import PlanFile, refuse_other_plan
from platformctl.terraform.state import State, parse_state
from platformctl.terraform.work_folder import WorkFolder

_NO_CHANGES, _CHANGES = 0, 2
"""What `plan -detailed-exitcode` answers when it succeeds."""
_LOCK_FILE = ".terraform.lock.hcl"


@dataclass(frozen=True)
class Terraform:
    """One binary and the environment that it gets; without access to any cloud until `given` credentials."""

    binary: Path
    environment: Mapping[str, str] = field(repr=False)
    progress: Progress
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Texts of its plan to be hidden in whatever it says, beside those of environment and state."""

    def given(self, credentials: Mapping[str, str]) -> "Terraform":
        """Give the same Terraform with access to a cloud."""
        return replace(self, environment=with_credentials(self.environment, credentials))

    def knowing(self, secrets: frozenset[str]) -> "Terraform":
        """Give the same Terraform with more secrets to keep."""
        return replace(self, secrets=self.secrets | secrets)

    def init(self, work: WorkFolder) -> None:
        """Prepare the folder; a lock file that lies there is never changed."""
        locked = (work.stack / _LOCK_FILE).exists()
        with self._telling("init", "preparing Terraform"):
            finished = run(self._command(work, arguments.init_args(locked=locked)))
            self._require(work, finished, "Terraform could not be prepared")

    def plan(self, work: WorkFolder, mode: arguments.Mode = "normal") -> PlanFile:
        """Save a plan, refreshed from the cloud."""
        work.plan.unlink(missing_ok=True)
        with self._telling("plan", "planning"):
            finished = run(self._command(work, arguments.plan_args(work.plan, mode)))
            self._require(work, finished, "Terraform could not plan", _NO_CHANGES, _CHANGES)
        return PlanFile(path=work.plan, digest=sha256_of(work.plan), has_changes=finished.code == _CHANGES)

    def show(self, work: WorkFolder, plan: PlanFile) -> Plan:
        """Read a saved plan; its JSON stays in the private `work.plan_json` until the caller deletes it."""
        refuse_other_plan(plan)
        work.plan_json.unlink(missing_ok=True)
        with self._telling("plan", "reading the plan"):
            finished = run(self._command(work, arguments.show_args(plan.path)), stdout=work.plan_json)
            self._require(work, finished, "Terraform could not show its plan")
        return parse_plan(work.plan_json.read_bytes())

    def apply(self, work: WorkFolder, plan: PlanFile, inherited: Sequence[int] = ()) -> Running:
        """Start applying exactly this file; `inherited` are further locks that must live as long as Terraform."""
        refuse_other_plan(plan)
        command = self._command(work, arguments.apply_args(plan.path))
        events, stderr = work.next_apply()
        running = start_apply(command, events, stderr, (work.lock, *inherited))
        return replace(running, secrets=self._known(work))

    def import_(self, work: WorkFolder, address: str, identifier: str) -> None:
        """Take an object that exists into the state."""
        finished = run(self._command(work, arguments.import_args(address, identifier)), inherited=(work.lock,))
        self._require(work, finished, "Terraform could not import an object")

    def taint(self, work: WorkFolder, address: str) -> None:
        """Have the next plan replace an object."""
        finished = run(self._command(work, arguments.taint_args(address)), inherited=(work.lock,))
        self._require(work, finished, "Terraform could not mark an object")

    def untaint(self, work: WorkFolder, address: str) -> None:
        """Keep an object that the next plan would replace."""
        finished = run(self._command(work, arguments.untaint_args(address)), inherited=(work.lock,))
        self._require(work, finished, "Terraform could not untaint an object")

    def _command(self, work: WorkFolder, words: Sequence[str]) -> Command:
        return Command(words=(str(self.binary), *words), folder=work.stack, environment=self.environment)

    def _require(self, work: WorkFolder, finished: Finished, summary: str, *codes: int) -> None:
        if finished.code not in (codes or (0,)):
            raise _failed(summary, finished, self._known(work))

    def _known(self, work: WorkFolder) -> frozenset[str]:
        """Return every secret that it may repeat, as far as they are known here."""
        known = self.secrets | secrets_of_environment(self.environment)
        with suppress(PlatformError, OSError):  # what is no state is told elsewhere
            state = parse_state(work.state.read_bytes())
            return known | state.secrets if isinstance(state, State) else known
        return known

    @contextmanager
    def _telling(self, topic: str, text: str) -> Iterator[None]:
        self.progress(Event(topic, "started", text))
        try:
            yield
        except BaseException:
            self.progress(Event(topic, "failed", text))
            raise
        self.progress(Event(topic, "done", text))


def _failed(summary: str, finished: Finished, secrets: frozenset[str]) -> PlatformError:
    events = parse_lines((line.encode() for line in finished.stdout.splitlines()), secrets)
    diagnostics = [each for each in events if isinstance(each, Diagnostic)]
    return failure(summary, diagnostics, hidden(finished.stderr, secrets) or ending(finished.code))
