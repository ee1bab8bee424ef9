"""Main goes on while a change waits: what main says now counts, not what it said when the change forked off."""

import shutil
from collections.abc import Mapping

import pytest
from tests.repository import commit_all, git
from tests.unit.projects import make_stack
from tests.untrusted.proposing import commit, look_at, proposal_of

from platformctl.cli.common import Common
from platformctl.cli.untrusted import report_if_untrusted
from platformctl.errors import Usage
from platformctl.project.project import Project


def on_main(project: Project, path: str, old: str, new: str) -> None:
    """Let somebody else change a file on main."""
    git(project.root, "checkout", "-q", "main")
    file = project.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    commit_all(project.root, "main goes on")
    git(project.root, "checkout", "-q", "change")


def test_a_change_to_a_request_is_trusted_and_what_it_stands_on_is_mains(
    victim: Project, environ: Mapping[str, str]
) -> None:
    make_stack(victim, "two", text="hello")
    commit(victim.root)
    on_main(victim, "stacks/desk/note/one/request.yaml", "team: writers", "team: writers # noted")

    assert report_if_untrusted(Common(environ=environ), proposal_of(victim.root), said=False) is None
    assert (
        git(victim.root, "diff", "--name-only", "main", "HEAD", "--", "platform.yaml", "platform.lock", "vendor") == ""
    )


def test_a_branch_off_an_old_commit_is_not_planned(victim: Project, environ: Mapping[str, str]) -> None:
    make_stack(victim, "two", text="hello")
    commit(victim.root)
    on_main(victim, "platform.yaml", "stacks: 4", "stacks: 3")

    found = look_at(victim.root, environ)

    assert "the branch is behind main in platform.yaml: merge main into it" in found.said


def test_a_branch_that_has_caught_up_is_trusted_again(victim: Project, environ: Mapping[str, str]) -> None:
    make_stack(victim, "two", text="hello")
    commit(victim.root)
    on_main(victim, "platform.yaml", "stacks: 4", "stacks: 3")
    git(victim.root, "merge", "-q", "--no-edit", "main")

    assert report_if_untrusted(Common(environ=environ), proposal_of(victim.root), said=False) is None


def test_a_module_that_main_took_in_meanwhile_changes_nothing(victim: Project, environ: Mapping[str, str]) -> None:
    git(victim.root, "checkout", "-q", "main")
    make_stack(victim, "jobs", kind="queue", environment="prod")
    commit_all(victim.root, "a queue")
    git(victim.root, "checkout", "-q", "change")
    shutil.copytree(victim.root / "stacks/desk/note/one", victim.root / "stacks/desk/note/two")
    commit(victim.root)

    assert report_if_untrusted(Common(environ=environ), proposal_of(victim.root), said=False) is None


def test_a_project_that_main_does_not_have_can_not_be_held_against_anything(
    victim: Project, environ: Mapping[str, str]
) -> None:
    git(victim.root, "checkout", "-q", "--orphan", "nothing")
    git(victim.root, "rm", "-rq", "--cached", ".")
    git(victim.root, "commit", "-qm", "nothing", "--allow-empty")
    git(victim.root, "branch", "-qf", "main")
    commit(victim.root)

    with pytest.raises(Usage, match="The protected branch has no project here"):
        report_if_untrusted(Common(environ=environ), proposal_of(victim.root), said=False)


def test_bytes_that_git_itself_wrote_otherwise_into_the_working_tree_are_seen(
    victim: Project, environ: Mapping[str, str]
) -> None:
    (victim.root / ".gitattributes").write_text("packs/**/*.yaml text eol=crlf\n", "utf-8")
    commit(victim.root)
    shutil.rmtree(victim.root / "packs")
    git(victim.root, "checkout", "--", "packs")
    assert git(victim.root, "status", "--porcelain") == ""

    found = look_at(victim.root, environ)

    assert "the change touches packs/notes/pack.yaml" in found.said


def test_a_broken_file_of_main_is_named_as_mains(victim: Project, environ: Mapping[str, str]) -> None:
    git(victim.root, "checkout", "-q", "main")
    text = (victim.root / "platform.yaml").read_text("utf-8")
    (victim.root / "platform.yaml").write_text("version: 1\n", "utf-8")
    fork = commit_all(victim.root, "main is broken")
    git(victim.root, "checkout", "-q", "-B", "change", "main")
    (victim.root / "platform.yaml").write_text(text, "utf-8")
    commit(victim.root)

    with pytest.raises(Usage) as caught:
        report_if_untrusted(Common(environ=environ), proposal_of(victim.root), said=False)

    assert f"{fork[:12]}:platform.yaml" in caught.value.detail
