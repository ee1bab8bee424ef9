"""Whoever may push a tag or a branch may not say what `origin/main` is."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.repository import ENVIRON, commit_all, git
from tests.unit.projects import make_stack
from tests.untrusted.proposing import look_at

from platformctl.cli.common import Common
from platformctl.cli.untrusted import Proposal, report_if_untrusted
from platformctl.errors import Usage
from platformctl.git.changes import changes_since
from platformctl.project.project import Project, load_project


@pytest.fixture
def clone(victim: Project, tmp_path: Path) -> Path:
    """Clone, all tags with it, a change that lowers what main says first, and then asks for a stack."""
    platform = victim.root / "platform.yaml"
    platform.write_text(platform.read_text("utf-8").replace("stacks: 4", "stacks: 400"), "utf-8")
    commit_all(victim.root, "lower")
    git(victim.root, "branch", "lowered")
    make_stack(load_project(victim.root), "two", text="hello")
    commit_all(victim.root, "a stack")
    return tmp_path / "clone"


def cloned(victim: Project, clone: Path) -> str:
    """Clone it; return what origin's main is."""
    subprocess.run(["git", "clone", "-q", victim.root, clone], env={**ENVIRON, "HOME": str(clone)}, check=True)
    git(clone, "checkout", "-q", "--detach", "refs/remotes/origin/change")
    return git(clone, "rev-parse", "refs/remotes/origin/main")


@pytest.mark.parametrize("name", ["refs/tags/origin/main", "refs/heads/origin/main"])
def test_a_tag_or_a_branch_of_the_name_of_the_protected_branch_is_not_taken_for_it(
    name: str, victim: Project, clone: Path, environ: Mapping[str, str]
) -> None:
    main = cloned(victim, clone)
    git(clone, "update-ref", name, "refs/remotes/origin/lowered")

    changes = changes_since(clone, "origin/main", environ)
    report = report_if_untrusted(
        Common(environ=environ, quiet=True), Proposal(load_project(clone), changes), said=False
    )

    assert changes.fork_point == main
    assert report is not None
    assert "the change touches platform.yaml" in report.why_untrusted


def test_a_tag_does_not_stand_in_for_a_branch_of_the_remotes_that_is_not_there(
    victim: Project, clone: Path, environ: Mapping[str, str]
) -> None:
    cloned(victim, clone)
    git(clone, "update-ref", "refs/tags/origin/main", "refs/remotes/origin/lowered")
    git(clone, "update-ref", "-d", "refs/remotes/origin/main")

    with pytest.raises(Usage, match="No such commit"):
        changes_since(clone, "origin/main", environ)


def test_a_branch_comes_before_a_tag_and_a_tag_before_nothing(victim: Project, environ: Mapping[str, str]) -> None:
    main = git(victim.root, "rev-parse", "main")
    make_stack(victim, "two", text="hello")
    change = commit_all(victim.root, "a stack")
    git(victim.root, "tag", "main", change)
    git(victim.root, "tag", "v1", main)

    assert changes_since(victim.root, "main", environ).fork_point == main
    assert changes_since(victim.root, "v1", environ).fork_point == main
    assert changes_since(victim.root, main, environ).fork_point == main
    assert changes_since(victim.root, "HEAD~1", environ).fork_point == main


def test_a_job_of_the_protected_branch_that_has_a_change_checked_out_vouches_for_nothing(
    victim: Project, environ: Mapping[str, str]
) -> None:
    main = git(victim.root, "rev-parse", "main")
    make_stack(victim, "two", text="hello")
    commit_all(victim.root, "a stack")
    job = {"GITHUB_REF_PROTECTED": "true", "GITHUB_EVENT_NAME": "repository_dispatch", "GITHUB_SHA": main}

    found = look_at(victim.root, {**environ, **job})

    assert found.of("desk/note/two").status == "inspected"
    assert "what is checked out is not the commit that the host started this job for" in found.said
