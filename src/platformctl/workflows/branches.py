"""Two branches must not revert each other: what was applied last has to be in the history of what is applied next.

| where the last applied digest is found                     | what it means                                       |
|------------------------------------------------------------|-----------------------------------------------------|
| the working tree, before the command's own edit            | the command goes on from there                      |
| the commit of the last run, HEAD or an ancestor of it      | the branch contains it                              |
| another ancestor: squashed, picked, committed afterwards   | the branch contains it                              |
| uncommitted files, of the run's host, folder and commit    | it was made here; what lies here now follows it     |
"""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformctl.errors import Blocked, PlatformError, Usage
from platformctl.git.history import MOST, History, open_history
from platformctl.git.objects import Objects
from platformctl.progress import Event, Progress
from platformctl.project.lock_file import LOCK_NAME, parse_any_lock
from platformctl.project.platform_file import Environment
from platformctl.records.facts import RunFacts
from platformctl.records.head import RecordedRun
from platformctl.stacks.digest import possible_digests
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.stacks.workspace import IGNORED
from platformctl.workflows.ports import Ports


def compared_history(
    root: Path, environment: Environment, environ: Mapping[str, str], progress: Progress
) -> History | None:
    """Return the history that is asked, or say why none is: in tier dev and the sandbox everybody tries things out."""
    why = "in the sandbox" if environment.is_sandbox else "in tier dev" if environment.tier == "dev" else ""
    history = None if why else open_history(root, environ)
    if history is None:
        what = "branches are not compared with what was applied last"
        progress(Event("branches", "note", f"{why or 'outside git'} {what}"))
    return history


def facts_of(stack: Stack, command: str, ports: Ports) -> RunFacts:
    """Return the facts of a run, with the run that it knowingly goes over."""
    last = _last(stack.id, ports)
    over = last.id if last and last.id in ports.over else ""
    files_of = stack.kept.run if stack.kept else ""
    return ports.facts(stack, command).model_copy(update={"over": over, "files_of": files_of})


def refuse_unfollowed(stack: Stack, before: str | None, ports: Ports) -> None:
    """Stop when applying this branch would take back what another one applied."""
    fault = unfollowed(stack, before, ports)
    if fault:
        raise fault


def unfollowed(stack: Stack, before: str | None, ports: Ports) -> PlatformError | None:
    """Say why this branch may not be applied, if so.

    `before` is the stack's digest before the command's own edit; None where it edited nothing.
    """
    here = stack.digest if before is None else before
    last = _last(stack.id, ports)
    if last is None or last.facts.stack_digest == here or last.id in ports.over:
        return None
    history = ports.history()
    if history is None:
        return None
    found = _Search(stack.id, last.facts, history).found()
    return None if found else _refusal(stack.id, last, history)


@dataclass(frozen=True)
class _Search:
    """Looks for what was applied last, the likeliest places first."""

    stack: StackId
    applied: RunFacts
    history: History

    def found(self) -> bool:
        """Say whether HEAD contains it, or it was made right here."""
        follows = self.history.contains(self.applied.commit)
        with self.history.objects() as objects:
            if follows and self._lay_in(self.applied.commit, objects):
                return True
            if self._was_left_here(follows):
                return True
            commits = self.history.touching((str(self.stack.folder), LOCK_NAME))[:MOST]
            return any(self._lay_in(commit, objects) for commit in commits)

    def _was_left_here(self, follows: bool) -> bool:
        here = (platform.node(), str(self.history.root))
        made_here = self.applied.uncommitted and (self.applied.host, self.applied.folder) == here
        return made_here and (follows or not self.applied.commit)

    def _lay_in(self, commit: str, objects: Objects) -> bool:
        """Say whether the stack of a commit is the one that was applied; what can't be read is not it."""
        entries = [one for one in objects.folder(commit, str(self.stack.folder)) if one.name not in IGNORED]
        if not entries or not all(one.is_plain for one in entries):
            return False
        try:
            lock = parse_any_lock(objects.file(commit, LOCK_NAME).decode("utf-8"), Path(LOCK_NAME))
        except (Usage, UnicodeDecodeError):
            return False
        hashes = {one.name: objects.sha256(one.oid) for one in entries}
        return self.applied.stack_digest in possible_digests(self.stack.kind, lock, hashes)


def _last(stack: StackId, ports: Ports) -> RecordedRun | None:
    head = ports.records().head(str(stack))
    return head.last_applied if head else None


def _refusal(stack: StackId, last: RecordedRun, history: History) -> PlatformError:
    if history.is_cut_off:
        return PlatformError(
            "This clone is too shallow to compare branches",
            detail=f"{_told(stack, last)} Its commits go back too few steps to tell whether they contain that.",
            hint="git fetch --unshallow      (in CI: check out with the whole history)",
        )
    many = len(history.touching((str(stack.folder), LOCK_NAME))) > MOST
    bound = f" Only the {MOST} newest commits of the stack and of platform.lock were looked at." if many else ""
    return Blocked(
        "What was applied last is not in this branch's history",
        detail=f"{_told(stack, last)} Neither the files here nor HEAD and its ancestors hold that, so applying this "
        f"branch would take it back.{bound}",
        hint=_hint(last, history),
    )


def _told(stack: StackId, last: RecordedRun) -> str:
    facts = last.facts
    commit = f"at commit {facts.commit[:12]}" if facts.commit else "outside any commit"
    files = ", on files that were not committed there" if facts.uncommitted else ""
    who = f"{facts.command} by {facts.who} on {facts.host} in {facts.folder}"
    return f"{stack} was applied last by run {last.id} ({who}, {commit}{files})."


def _hint(last: RecordedRun, history: History) -> str:
    facts = last.facts
    over = f"(or, to take it back knowingly, add: --over {last.id})"
    if facts.uncommitted:
        return f"commit and push the files in {facts.folder} on {facts.host}, merge them here      {over}"
    fetch = "" if history.knows(facts.commit) else "git fetch && "
    return f"{fetch}git merge {facts.commit[:12]}      {over}"
