"""What a pull request's plan showed is what the merge applies; what has become different since is refused in words."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.lifecycle.remote import Remote
from tests.project import Project, Said, desk_project
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import make_stack

from platformctl.project.project import load_project
from platformctl.records.review import Review
from platformctl.requests.request import edited_request
from platformctl.workflows.locking import brought_up, written

pytestmark = pytest.mark.lifecycle
ONE, TWO, WALL = "desk/note/one", "desk/note/two", "desk/board/wall"


@dataclass(frozen=True)
class Team:
    """A repository whose main branch is applied, and the pull requests to it."""

    project: Project

    def request(self, stack: str, **inputs: Any) -> None:
        """Edit a request, and render it."""
        path = self.project.folder(stack) / "request.yaml"
        path.write_text(edited_request(path.read_text("utf-8"), inputs), "utf-8")
        assert self.project.run("render").code == 0

    def propose(self, edit: Callable[[], object], *stacks: str) -> str:
        """Make the change on a branch, and plan it as a pull request's job does."""
        git(self.project.root, "checkout", "-q", "-b", "proposal")
        edit()
        commit = commit_all(self.project.root, "proposal")
        assert self.plan(*stacks).code == 0
        return commit

    def merge(self) -> None:
        """Merge as hosts do on request: one new commit, the branch's own are left behind."""
        git(self.project.root, "checkout", "-q", "main")
        git(self.project.root, "merge", "-q", "--squash", "proposal")
        commit_all(self.project.root, "merged")

    def plan(self, *stacks: str) -> Said:
        """Run a pull request's job."""
        return self.project.run("plan", *stacks, CI="true", PLATFORMCTL_PULL_REQUEST="7")

    def apply(self, *words: str) -> Said:
        """Run the protected branch's job."""
        return self.project.run("apply", *words, "--output", "json", CI="true")

    def reviews(self, stack: str) -> tuple[Review, ...]:
        records = self.project.records()
        found = records.reviews(stack)
        records.close()
        return found

    def last(self, stack: str, type_: str) -> Any:
        return [event["body"] for event in self.project.events(stack) if event["type"] == type_][-1]


@pytest.fixture
def team(tmp_path: Path) -> Team:
    team = Team(desk_project(tmp_path))
    for name in ("one", "two"):
        make_stack(load_project(team.project.root), name, text=f"first {name}")
    assert team.project.run("apply", ONE, TWO, "--yes").code == 0
    assert team.project.run("create", "board", "wall", "--bind", "note/two:read", "--yes").code == 0
    (team.project.root / ".gitignore").write_text(".platformctl/\n.terraform/\n", "utf-8")
    make_repository(team.project.root)
    return team


def error_of(said: Said) -> tuple[str, str]:
    """Return what a refusal says, and the fingerprint that it names."""
    (stopped,) = (one["error"] for one in said.document["stacks"] if "error" in one)
    named = re.search(r"--accept (fp:[0-9a-f]+)", stopped["hint"])
    return f"{stopped['summary']}: {stopped['detail']}", named[1] if named else ""


def renew(project: Project) -> None:
    """Vendor and lock what the catalog and the packs are now."""
    shutil.rmtree(project.root / "vendor")
    lock = project.root / "platform.lock"
    kept = [line for line in lock.read_text().splitlines(keepends=True) if not line.startswith(("module ", "pack "))]
    lock.write_text("".join(kept))
    loaded = load_project(project.root)
    written(loaded, brought_up(loaded, None))
    for kind, name, told in (("note", "one", {"text": "second"}), ("note", "two", {"text": "first two"})):
        make_stack(load_project(project.root), name, kind=kind, **told)


def test_what_was_reviewed_is_applied_after_a_squash(team: Team) -> None:
    commit = team.propose(lambda: team.request(ONE, text="second"), ONE, TWO)
    team.merge()

    said = team.apply(ONE, TWO, "--reviewed")

    assert said.code == 0, said.stderr
    assert [one["status"] for one in said.document["stacks"]] == ["applied", "unchanged"]
    (review,) = team.reviews(ONE)
    body = team.last(ONE, "applying")
    assert (body["reviewed"], body["review_commit"], review.commit) == (review.fingerprint, commit, commit)
    assert "second" not in review.model_dump_json()  # an output calls it a secret


def test_what_a_change_touches_is_reviewed_and_applied_by_the_change(team: Team) -> None:
    def edit() -> None:
        team.request(TWO, text="second two")
        shutil.rmtree(team.project.folder(ONE))

    git(team.project.root, "tag", "before")
    team.propose(edit, "--changed-since", "main")
    team.merge()

    said = team.apply("--reviewed", "--changed-since", "before", "--confirm", "one")

    assert said.code == 0, said.stderr
    became = {one["stack"]: one["status"] for one in said.document["stacks"]}
    assert became == {ONE: "destroyed", TWO: "applied", WALL: "applied"}
    assert team.last(WALL, "applying")["reviewed"] == team.reviews(WALL)[0].fingerprint


@pytest.mark.campaign
def test_the_merges_job_on_another_machine_finds_the_review(remote: Remote) -> None:
    here, there = Team(remote.project), Team(remote.elsewhere())
    make_stack(load_project(here.project.root), "one", text="first one")
    make_repository(here.project.root)
    here.propose(lambda: here.request(ONE, text="second"), ONE)
    here.merge()

    said = there.apply(ONE, "--reviewed")

    assert said.code == 0, said.stderr
    assert there.last(ONE, "applying")["reviewed"] == here.reviews(ONE)[0].fingerprint


@pytest.mark.campaign
def test_a_plan_on_a_laptop_and_of_the_protected_branch_records_nothing(team: Team) -> None:
    team.request(ONE, text="second")

    said = [team.project.run("plan"), team.project.run("plan", CI="true")]

    assert [one.code for one in said] == [0, 0]
    assert team.reviews(ONE) == ()


@pytest.mark.campaign
def test_together_and_alone_have_the_same_fingerprints(team: Team) -> None:
    for number, stack in enumerate((ONE, TWO, WALL)):
        team.request(stack, **({"title": "Other"} if stack == WALL else {"text": f"x{number}", "copies": 4}))
    make_stack(load_project(team.project.root), "new", lines=["a", "ä"], copies=12)
    commit_all(team.project.root, "edited")
    every = (ONE, TWO, "desk/note/new")
    team.plan(*every)
    git(team.project.root, "commit", "-q", "--allow-empty", "-m", "again")
    for stack in every:
        team.plan(stack)

    for stack in every:
        alone, together = team.reviews(stack)
        assert alone.commit != together.commit
        assert alone.meaning == together.meaning
        assert alone.fingerprint == together.fingerprint


def refused_then_accepted(team: Team, stack: str, *words: str) -> None:
    """Hold the merged change against its review: refused with these words, and applied once accepted."""
    summary = team.project.root.parent / "summary.md"
    refused = team.apply(stack, "--reviewed", "--report", f"markdown={summary}")
    said, fingerprint = error_of(refused)
    wrong = team.apply(stack, "--accept", "0" * 12)
    accepted = team.apply(stack, "--accept", fingerprint)

    assert (refused.code, wrong.code, accepted.code) == (3, 3, 0)
    assert "The plan is another one than was reviewed" in said
    for word in words:
        assert word in said
    assert f"--accept {fingerprint}" in summary.read_text("utf-8")
    assert team.last(stack, "applying")["accepted"].startswith(fingerprint)


def test_what_changed_behind_the_review_is_refused_until_accepted(team: Team) -> None:
    team.propose(lambda: team.request(ONE, text="second"), ONE)
    team.merge()
    terraform = team.project.plain_terraform
    assert terraform(ONE, "init").code == 0
    assert terraform(ONE, "apply", "-auto-approve", "-destroy", "-target=module.this.terraform_data.this[2]").code == 0

    refused_then_accepted(team, ONE, "it would create terraform_data.this[2], not update it")


def test_another_module_than_was_reviewed_is_refused_until_accepted(team: Team) -> None:
    team.propose(lambda: team.request(ONE, text="second"), ONE)
    team.merge()
    main = team.project.root / "catalog/note/main.tf"
    main.write_text(main.read_text().replace("kept   = var.kept", "kept   = !var.kept"))
    renew(team.project)
    commit_all(team.project.root, "another module")

    refused_then_accepted(team, ONE, "module note@1.0.0 has another content", "input.kept false → true")


def test_another_pack_than_was_reviewed_is_refused_until_accepted(team: Team) -> None:
    team.propose(lambda: team.request(ONE, text="second"), ONE)
    team.merge()
    pack = team.project.root / "packs/notes/pack.yaml"
    pack.write_text(pack.read_text().replace("Set input on", "Do set input on"))
    renew(team.project)
    commit_all(team.project.root, "another pack")

    refused_then_accepted(team, ONE, "pack notes@1.0.0 has another content")


@pytest.mark.campaign
def test_another_output_of_a_producer_than_was_reviewed_is_refused_until_accepted(team: Team) -> None:
    team.propose(lambda: team.request(WALL, title="Other"), WALL)
    team.merge()
    team.request(TWO, text="said meanwhile")
    assert team.project.run("apply", TWO, "--yes").code == 0
    assert team.project.run("render").code == 0
    commit_all(team.project.root, "meanwhile")

    refused_then_accepted(team, WALL, "desk/note/two hands out something else for note/two:read", "said meanwhile")


def test_a_producer_and_what_uses_it_are_applied_as_reviewed_together(team: Team) -> None:
    def both() -> None:
        make_stack(load_project(team.project.root), "new", text="brand new")
        assert team.project.run("create", "board", "late", "--bind", "note/new:read", "--plan-only").code == 0
        team.request(TWO, text="second two")

    stacks = ("desk/note/new", "desk/board/late", TWO, WALL)
    team.propose(both, *stacks)
    team.merge()

    said = team.apply(*stacks, "--reviewed")

    assert said.code == 0, json.dumps(said.document)
    assert {one["status"] for one in said.document["stacks"]} == {"applied"}


@pytest.mark.campaign
def test_a_deleted_stack_is_destroyed_as_reviewed_and_with_its_own_word(team: Team) -> None:
    team.propose(lambda: shutil.rmtree(team.project.folder(ONE)), ONE)
    team.merge()

    without, said = team.apply(ONE, "--reviewed"), team.apply(ONE, "--reviewed", "--confirm", "one")

    assert (without.code, said.code) == (3, 0)
    assert team.project.kinds_of_events(ONE)[-1] == "destroyed"
    assert team.last(ONE, "applying")["reviewed"] == team.reviews(ONE)[0].fingerprint


def test_without_a_review_nothing_is_applied_and_nonsense_is_no_fingerprint(team: Team) -> None:
    team.request(ONE, text="second")
    commit_all(team.project.root, "pushed to main")

    refused, nonsense = team.apply(ONE, "--reviewed"), team.apply(ONE, "--accept", "fp:12345")
    said, fingerprint = error_of(refused)

    assert (refused.code, nonsense.code) == (3, 64)
    assert "Nobody has reviewed this plan" in said
    assert team.apply(ONE, "--accept", fingerprint[:15]).code == 0
