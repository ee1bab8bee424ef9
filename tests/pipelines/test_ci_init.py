"""`ci init`: writes what it lists, never over somebody else's files, and says what is left to do."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.pipelines.making import pipeline
from tests.project import Project as Place
from tests.unit.projects import make_project, make_stack

from platformctl.errors import Usage
from platformctl.git.remote import parse_remote
from platformctl.project.pipelines.pipeline import Repository
from platformctl.project.pipelines.source import Source
from platformctl.project.project import Project, load_project
from platformctl.workflows.ci_init import Wanted, ci_init

PLAN = ".github/workflows/platformctl-plan.yml"
FROM = "https://code.acme.example/platform/platformctl@0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "infra")


@pytest.fixture
def wanted(project: Project) -> Wanted:
    """A wish for GitHub in which everything is right."""
    return Wanted("github", "main", 1, Source(), Repository("github.com", "acme/infra", ""), project.root)


def test_every_file_is_listed_and_there(project: Project, wanted: Wanted) -> None:
    result = ci_init(project, wanted)

    assert {(file.path, file.what) for file in result.files} == {
        (".github/workflows/platformctl-plan.yml", "new"),
        (".github/workflows/platformctl-report.yml", "new"),
        (".github/workflows/platformctl-apply.yml", "new"),
        (".github/workflows/platformctl-drift.yml", "new"),
        (".github/CODEOWNERS", "new"),
    }
    assert all((project.root / file.path).is_file() for file in result.files)


def test_said_again_it_changes_nothing(project: Project, wanted: Wanted) -> None:
    ci_init(project, wanted)

    assert {file.what for file in ci_init(project, wanted).files} == {"unchanged"}


def test_a_pipeline_that_is_there_is_not_replaced_and_nothing_else_is_written(project: Project, wanted: Wanted) -> None:
    (project.root / PLAN).parent.mkdir(parents=True)
    (project.root / PLAN).write_text("mine")

    with pytest.raises(Usage, match="A pipeline is there already"):
        ci_init(project, wanted)

    assert [path.name for path in (project.root / ".github").rglob("*") if path.is_file()] == ["platformctl-plan.yml"]
    assert (project.root / PLAN).read_text() == "mine"


def test_with_force_a_pipeline_is_replaced_and_code_owners_keep_their_lines(project: Project, wanted: Wanted) -> None:
    (project.root / PLAN).parent.mkdir(parents=True)
    (project.root / PLAN).write_text("mine")
    (project.root / "CODEOWNERS").write_bytes(b"*.md @docs\xff\n")

    result = ci_init(project, replace(wanted, force=True))

    assert {file.path: file.what for file in result.files}[PLAN] == "changed"
    assert (project.root / "CODEOWNERS").read_bytes().startswith(b"*.md @docs\xff\n# platformctl: from here on")
    assert not (project.root / ".github/CODEOWNERS").exists()


def test_the_door_of_gitlab_stays_as_it_is(project: Project, wanted: Wanted) -> None:
    (project.root / ".gitlab-ci.yml").write_text("mine")

    result = ci_init(project, replace(wanted, host="gitlab", force=True))

    assert (project.root / ".gitlab-ci.yml").read_text() == "mine"
    assert ".gitlab-ci.yml" not in {file.path for file in result.files}


def test_a_stack_of_another_team_is_theirs_and_a_broken_request_nobodys(project: Project, wanted: Wanted) -> None:
    good, broken = make_stack(project, "good"), make_stack(load_project(project.root), "broken")
    request = project.root / good.id.folder / "request.yaml"
    request.write_text(request.read_text("utf-8").replace("team: writers", "team: readers"), "utf-8")
    (project.root / broken.id.folder / "request.yaml").write_text("{", "utf-8")

    ci_init(load_project(project.root), wanted)

    owned = (project.root / ".github/CODEOWNERS").read_text("utf-8")
    assert "/stacks/desk/note/good/ readers@acme.example\n" in owned
    assert "/stacks/desk/note/broken/" not in owned


@pytest.mark.parametrize("link", [".github", ".github/workflows", PLAN])
def test_nothing_is_written_through_a_link(link: str, project: Project, wanted: Wanted, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (project.root / link).parent.mkdir(parents=True, exist_ok=True)
    (project.root / link).symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Usage, match="is a link"):
        ci_init(project, replace(wanted, force=True))

    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("branch", ["", "-x", "a..b", "a//b", "a b", "a$b", "a\nb", "${{x}}", "a/", "ä", "a" * 300])
def test_a_branch_is_a_plain_name(branch: str, project: Project, wanted: Wanted) -> None:
    with pytest.raises(Usage, match="Not the name of a branch"):
        ci_init(project, replace(wanted, branch=branch))


@pytest.mark.parametrize("folder", ["a b", "-x", "a/../b", "$x", "a//b"])
def test_a_folder_that_a_shell_would_act_on_is_refused(folder: str, project: Project, wanted: Wanted) -> None:
    with pytest.raises(Usage, match="can't stand in a pipeline"):
        ci_init(project, replace(wanted, repository=Repository(folder=folder)))


@pytest.mark.parametrize("shards", [0, -1, 65])
def test_shards_have_bounds(shards: int, project: Project, wanted: Wanted) -> None:
    with pytest.raises(Usage, match="shards"):
        ci_init(project, replace(wanted, shards=shards))


@pytest.mark.parametrize(("host", "most"), [("github", 256 // 5), ("gitlab", 200 // 5), ("azure", 64)])
def test_the_jobs_of_all_environments_fit_into_what_the_host_starts(host: Any, most: int) -> None:
    one = pipeline(host, "one")
    five = replace(one, targets=one.targets * 5)

    assert five.most_shards == most
    assert one.most_shards == 64


def test_the_command_says_files_steps_and_trust(project: Project, desk: Place) -> None:
    place = replace(desk, root=project.root)

    said = place.run("ci", "init", "--for", "github", "--from", FROM, "--repository", "acme/infra", "--output", "json")

    assert said.code == 0, said.stderr
    assert {file["what"] for file in said.document["files"]} == {"new"}
    assert any("Protect the branch main" in step for step in said.document["steps"])
    assert [(trust["environment"], trust["use"]) for trust in said.document["trust_policies"]] == [
        ("prod", "preview"),
        ("prod", "deploy"),
    ]


def test_a_person_reads_the_same(project: Project, desk: Place) -> None:
    said = replace(desk, root=project.root).run("ci", "init", "--for", "github", "--from", FROM)

    assert said.code == 0, said.stderr
    assert "Left to do, by somebody with the rights:" in said.stdout
    assert '"Action": "sts:AssumeRoleWithWebIdentity"' in said.stdout
    assert "repo:OWNER/REPOSITORY:pull_request" in said.stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["ci", "init"], "--for"),
        (["ci", "init", "--for", "jenkins"], "jenkins"),
        (["ci", "init", "--for", "github", "--from", "platformctl==1.0"], "Not a source"),
        (["ci", "init", "--for", "github", "--repository", "infra"], "Not a repository"),
        (["ci", "start"], "Unknown command"),
    ],
)
def test_misuse_is_said_with_64(words: list[str], why: str, desk: Place) -> None:
    said = desk.run(*words)

    assert (said.code, why in said.stderr) == (64, True), said.stderr


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("https://github.com/acme/infra.git", ("github.com", "acme/infra")),
        ("https://oauth2:secret@gitlab.acme.example/a/b/c", ("gitlab.acme.example", "a/b/c")),
        ("git@github.com:acme/infra.git", ("github.com", "acme/infra")),
        ("ssh://git@github.com:2222/acme/infra", ("github.com", "acme/infra")),
        ("/srv/git/infra.git", ("", "")),
        ("https://github.com/acme", ("", "")),
        ("https://github.com/acme/$(id)", ("", "")),
        ("ext::sh -c id", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_remote_is_taken_apart_and_a_login_left_out(address: str, place: tuple[str, str]) -> None:
    assert parse_remote(address) == place
