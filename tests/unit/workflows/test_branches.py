"""Two branches do not revert each other: each case in a real repository."""

import platform
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import cast

import pytest
from tests.repository import ENVIRON, commit_all, git, make_repository
from tests.unit.projects import make_stack

from platformctl.errors import Blocked, PlatformError
from platformctl.git.history import MOST, History
from platformctl.progress import Event
from platformctl.project.project import Project
from platformctl.records.facts import RunFacts
from platformctl.records.head import Head, RecordedRun
from platformctl.stacks.stack import Stack
from platformctl.workflows.branches import compared_history, facts_of, unfollowed
from platformctl.workflows.ports import Ports


@dataclass(frozen=True)
class Team:
    """People who work on one stack of one repository; what was applied last is what the test says."""

    project: Project

    def write(self, text: str) -> Stack:
        """Write the stack as `create` does."""
        return make_stack(self.project, environment="prod", text=text)

    def commit(self, text: str) -> tuple[Stack, str]:
        """Write the stack, and commit it."""
        stack = self.write(text)
        return stack, commit_all(self.project.root, text)

    def branch(self, name: str) -> None:
        """Begin a branch at the first commit."""
        git(self.project.root, "checkout", "-q", "-b", name, "first")

    def git(self, *words: str) -> str:
        """Do something in the repository."""
        return git(self.project.root, *words)

    def facts(self, stack: Stack, commit: str, *, uncommitted: bool = False, host: str = "ci-1") -> RunFacts:
        """Say what a run of that stack recorded."""
        return RunFacts(
            command="apply",
            who="ann",
            host=host,
            folder=str(self.project.root),
            commit=commit,
            uncommitted=uncommitted,
            stack_digest=stack.digest,
        )

    def ports(self, applied: RunFacts, over: str = "") -> Ports:
        """Return what the rule asks."""
        last = RecordedRun(id="run-1", started="2026-01-01T00:00:00", facts=applied)
        records = SimpleNamespace(head=lambda stack: Head(stack=stack, last_applied=last))
        return cast(
            Ports,
            SimpleNamespace(
                records=lambda: records,
                over=frozenset({over}),
                history=lambda: History(self.project.root, ENVIRON),
                facts=lambda _stack, command: RunFacts(command=command),
            ),
        )


@pytest.fixture
def team(project: Project) -> Team:
    make_stack(project, environment="prod")
    make_repository(project.root)
    git(project.root, "tag", "first")
    return Team(project)


@pytest.fixture
def applied(team: Team) -> RunFacts:
    """What branch `theirs` applied, while `ours` began before it and goes its own way."""
    team.branch("theirs")
    facts = team.facts(*team.commit("theirs"))
    team.branch("ours")
    return facts


def test_what_another_branch_applied_is_not_taken_back(team: Team, applied: RunFacts) -> None:
    stack, _ = team.commit("ours")

    fault = unfollowed(stack, None, team.ports(applied))

    assert isinstance(fault, Blocked)
    assert fault.summary == "What was applied last is not in this branch's history"
    for_person = f"run run-1 (apply by ann on ci-1 in {team.project.root}, at commit {applied.commit[:12]})"
    assert for_person in fault.detail
    assert fault.hint.startswith(f"git merge {applied.commit[:12]} ")
    assert "--over run-1" in fault.hint


def test_after_the_merge_it_may_be_applied(team: Team, applied: RunFacts) -> None:
    team.git("merge", "-q", "theirs")
    stack, _ = team.commit("ours")

    assert unfollowed(stack, None, team.ports(applied)) is None


def test_a_branch_that_knowingly_takes_its_own_side_may_be_applied(team: Team, applied: RunFacts) -> None:
    stack, _ = team.commit("ours")
    team.git("merge", "-q", "-s", "ours", "theirs", "-m", "ours")

    assert unfollowed(stack, None, team.ports(applied)) is None


@pytest.mark.parametrize("words", [("merge", "-q", "--squash", "theirs"), ("cherry-pick", "theirs")])
def test_the_same_change_under_another_commit_counts(team: Team, applied: RunFacts, words: tuple[str, ...]) -> None:
    (team.project.root / "README.md").write_text("ours")
    commit_all(team.project.root, "aside")
    team.git(*words)
    team.git("commit", "-q", "--allow-empty", "-m", "theirs")
    stack, _ = team.commit("ours")

    assert not History(team.project.root, ENVIRON).contains(applied.commit)
    assert unfollowed(stack, None, team.ports(applied)) is None


def test_a_change_may_be_taken_back_by_a_commit(team: Team) -> None:
    first, _ = team.commit("first")
    applied = team.facts(*team.commit("second"))
    again, _ = team.commit("first")

    assert again.digest == first.digest
    assert unfollowed(again, None, team.ports(applied)) is None


def test_the_files_before_the_commands_own_edit_count(team: Team, applied: RunFacts) -> None:
    stack = team.write("ours")

    assert unfollowed(stack, applied.stack_digest, team.ports(applied)) is None
    assert unfollowed(stack, "", team.ports(applied)) is not None


def test_going_over_a_run_names_that_run(team: Team, applied: RunFacts) -> None:
    stack, _ = team.commit("ours")
    knowing, mistaken = team.ports(applied, over="run-1"), team.ports(applied, over="run-0")

    assert unfollowed(stack, None, knowing) is None
    assert unfollowed(stack, None, mistaken) is not None
    assert facts_of(stack, "apply", knowing) == RunFacts(command="apply", over="run-1")
    assert facts_of(stack, "apply", mistaken) == RunFacts(command="apply")


@pytest.mark.parametrize(("host", "followed"), [(platform.node(), True), ("elsewhere", False)])
def test_uncommitted_files_are_followed_where_they_lie(team: Team, host: str, followed: bool) -> None:
    applied = team.facts(team.write("tried"), team.git("rev-parse", "HEAD"), uncommitted=True, host=host)
    stack = team.write("tried further")

    fault = unfollowed(stack, None, team.ports(applied))

    assert (fault is None) is followed
    assert fault is None or f"commit and push the files in {team.project.root} on elsewhere" in fault.hint


def test_uncommitted_files_of_another_branch_are_not_followed(team: Team) -> None:
    team.branch("theirs")
    _, commit = team.commit("theirs")
    applied = team.facts(team.write("tried"), commit, uncommitted=True, host=platform.node())
    team.git("stash", "-q")
    team.branch("ours")

    assert unfollowed(team.write("ours"), None, team.ports(applied)) is not None


def test_files_that_were_committed_after_their_run_count(team: Team) -> None:
    applied = team.facts(team.write("tried"), team.git("rev-parse", "HEAD"), uncommitted=True, host="laptop")
    commit_all(team.project.root, "tried")
    stack, _ = team.commit("further")

    assert unfollowed(stack, None, team.ports(applied)) is None


@pytest.mark.parametrize(("before", "after"), [("render-format 1", "render-format 7"), ("pack ", "broken ")])
def test_locks_that_can_not_be_read_are_passed_over_and_those_of_other_formats_read(
    team: Team, before: str, after: str
) -> None:
    lock = team.project.root / "platform.lock"
    good = lock.read_text()
    applied = applied_under_a_lost_commit(team, "old")
    lock.write_text(good.replace(before, after))
    commit_all(team.project.root, "strange")
    lock.write_text(good)
    stack, _ = team.commit("new")

    assert unfollowed(stack, None, team.ports(applied)) is None


def applied_under_a_lost_commit(team: Team, text: str) -> RunFacts:
    """Commit a stack that was applied under a commit that nobody has any more."""
    return team.facts(team.commit(text)[0], "0" * 40)


def test_a_commit_that_was_never_fetched_is_to_be_fetched(team: Team, applied: RunFacts) -> None:
    stack, _ = team.commit("ours")

    fault = unfollowed(stack, None, team.ports(applied.model_copy(update={"commit": "0" * 40})))

    assert fault
    assert fault.hint.startswith("git fetch && git merge 000000000000 ")


def test_a_shallow_clone_can_not_tell(team: Team, applied: RunFacts) -> None:
    stack, _ = team.commit("ours")
    shallow = team.project.root.parent / "shallow"
    git(shallow.parent, "clone", "-q", "--depth", "1", f"file://{team.project.root}", str(shallow))
    here = Team(replace(team.project, root=shallow))

    fault = unfollowed(stack, None, here.ports(applied))

    assert fault
    assert (fault.summary, fault.exit_code) == ("This clone is too shallow to compare branches", 1)
    assert fault.hint.startswith("git fetch --unshallow")


def test_a_bound_that_was_reached_is_told(team: Team, applied: RunFacts) -> None:
    stack, _ = team.commit("ours")
    commits = "".join(
        f"commit refs/heads/ours\ncommitter t <t@x> {number} +0000\ndata 1\nx\n"
        f"M 644 inline platform.lock\ndata {len(str(number))}\n{number}\n"
        for number in range(1000, 1000 + MOST + 1)
    )
    git(team.project.root, "fast-import", "--quiet", "--force", text=commits)

    fault = unfollowed(stack, None, team.ports(applied))

    assert fault
    assert f"Only the {MOST} newest commits" in fault.detail


def test_a_stack_that_was_never_applied_may_be_applied(team: Team) -> None:
    ports = team.ports(RunFacts())
    nothing = SimpleNamespace(head=lambda _stack: None)

    assert (
        unfollowed(team.write("x"), None, cast(Ports, SimpleNamespace(**{**vars(ports), "records": lambda: nothing})))
        is None
    )


@pytest.fixture
def told() -> list[Event]:
    return []


@pytest.mark.parametrize(
    ("environment", "words"), [("desk", "in tier dev"), ("dev", "in the sandbox"), ("prod", "outside git")]
)
def test_where_the_rule_is_off_is_said(project: Project, told: list[Event], environment: str, words: str) -> None:
    found = compared_history(project.root, project.environment(environment), ENVIRON, told.append)

    assert found is None
    assert [event.text for event in told] == [f"{words} branches are not compared with what was applied last"]


def test_where_it_is_on_nothing_is_said(team: Team, told: list[Event]) -> None:
    found = compared_history(team.project.root, team.project.environment("prod"), ENVIRON, told.append)

    assert found
    assert told == []


def test_a_repository_that_can_not_be_read_does_not_switch_it_off(team: Team, told: list[Event]) -> None:
    with pytest.raises(PlatformError, match="can't be read"):
        compared_history(team.project.root, team.project.environment("prod"), {"PATH": "/nonexistent"}, told.append)
