"""The commands that need no Terraform, each from its words to what it prints."""

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Platformctl
from tests.unit.projects import make_stack

from platformctl.project.project import Project, load_project
from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.run import open_run
from platformctl.stacks.stack_id import StackId
from platformctl.stacks.workspace import proven

STATE = b"""{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "x", "resources": [], "outputs": {
  "text": {"value": "hello", "type": "string"},
  "ids": {"value": ["a", "b"], "type": ["list", "string"]},
  "secret": {"value": "hunter2-never-shown", "type": "string", "sensitive": true}
}}"""


@pytest.fixture
def applied(inside: Project, tmp_path: Path) -> Project:
    """A project with one stack that was applied."""
    stack = make_stack(inside)
    records = LocalRecords(inside.store, tmp_path / "state/platformctl")
    facts = RunFacts(command="create", who="ada", host="laptop", stack_digest=stack.digest)
    with open_run(records, str(stack.id), Holder.here("20261124-090000-a1b2c3", "create"), facts) as run:
        run.event("applying")
        run.commit(STATE)
        run.finish("applied", {"changes": 3})
    records.close()
    return inside


def test_init_makes_a_project_that_works(elsewhere: Path, platformctl: Platformctl) -> None:
    result = platformctl("init", "--organisation", "shop", "--team", "sales")

    assert result.code == 0
    assert f"A project in {elsewhere}:" in " ".join(result.out.split())
    assert load_project(elsewhere).platform.default_team == "sales"
    assert platformctl("list").code == 0
    assert platformctl("render", "--check").code == 0


def test_init_says_to_a_program_what_it_wrote(elsewhere: Path, platformctl: Platformctl) -> None:
    document = platformctl("init", "--project", str(elsewhere / "new"), "--output", "json").document

    assert document["project"] == str(elsewhere / "new")
    assert "platform.yaml" in document["written"]


def test_init_adds_to_the_ignored_files_of_a_repository(elsewhere: Path, platformctl: Platformctl) -> None:
    (elsewhere / ".gitignore").write_text("node_modules/")

    platformctl("init")

    assert (elsewhere / ".gitignore").read_text().splitlines()[:2] == ["node_modules/", ".platformctl/"]


def test_the_catalog_is_there_without_a_project(platformctl: Platformctl) -> None:
    kinds = {kind["name"] for kind in platformctl("catalog", "--output", "json").document["kinds"]}

    assert {"db", "queue"} <= kinds
    assert platformctl("catalog", "db").out.startswith("db  PostgreSQL database\n")


def test_the_catalog_of_a_project_has_its_own_kinds(inside: Project, platformctl: Platformctl) -> None:
    assert platformctl("catalog", "note", "--output", "json").document["origin"] == "./catalog"


def test_list_shows_what_was_requested_and_what_was_applied(applied: Project, platformctl: Platformctl) -> None:
    make_stack(applied, "two", size="large")

    said = platformctl("list")

    table, _, notes = said.out.partition("\n\n")
    rows = [line.split()[:3] for line in table.splitlines()[1:]]
    assert rows == [["desk/note/one", "applied", "small"], ["desk/note/two", "requested", "large"]]
    assert notes.strip() == "desk/note/two: not applied yet; platformctl apply desk/note/two"
    assert [one["status"] for one in platformctl("list", "--output", "json").document["stacks"]] == [
        "applied",
        "requested",
    ]


def test_an_environment_without_stacks_says_how_to_make_one(inside: Project, platformctl: Platformctl) -> None:
    assert "platformctl create db orders --env dev" in platformctl("list", "--env", "dev").out


def test_show_tells_request_run_and_outputs(applied: Project, platformctl: Platformctl) -> None:
    out = platformctl("show", "note/one").out

    assert out.startswith("desk/note/one  applied\n")
    assert "create by ada on laptop" in out
    assert "hello" in out
    assert "hunter2" not in out


def test_show_tells_a_program_everything_but_secrets(applied: Project, platformctl: Platformctl) -> None:
    result = platformctl("show", "desk/note/one", "--output", "json")

    assert result.document["outputs"] == {
        "text": {"value": "hello"},
        "ids": {"value": ["a", "b"]},
        "secret": {"sensitive": True},
    }
    assert result.document["notes"] == []
    assert "hunter2" not in result.out


def test_show_notes_a_request_that_is_ahead_of_what_was_applied(applied: Project, platformctl: Platformctl) -> None:
    request = applied.root / "stacks/desk/note/one/request.yaml"
    request.write_text(request.read_text().replace("size: small", "size: large"))
    platformctl("render")

    assert "unapplied: the request is ahead" in platformctl("show", "note/one").out


def test_show_notes_an_edited_file(applied: Project, platformctl: Platformctl) -> None:
    (applied.root / "stacks/desk/note/one/main.tf").write_text("# mine\n")

    (note,) = platformctl("show", "note/one", "--output", "json").document["notes"]

    assert "main.tf is not what request.yaml renders to" in note


def test_outputs_shows_all_or_one_bare(applied: Project, platformctl: Platformctl) -> None:
    assert "text    hello\n" in platformctl("outputs", "note/one").out
    assert platformctl("outputs", "note/one", "text").out == "hello\n"
    assert platformctl("outputs", "note/one", "ids").out == '["a", "b"]\n'
    assert platformctl("outputs", "note/one", "text", "--output", "json").document["outputs"] == {
        "text": {"value": "hello"}
    }


def test_a_sensitive_output_is_never_shown(applied: Project, platformctl: Platformctl) -> None:
    bare = platformctl("outputs", "note/one", "secret")
    everything = platformctl("outputs", "note/one", "--output", "json")

    assert (bare.code, bare.out) == (64, "")
    assert "terraform -chdir=stacks/desk/note/one output -raw secret" in bare.err
    assert "hunter2" not in bare.err + everything.out


def test_an_unknown_output_names_the_nearest(applied: Project, platformctl: Platformctl) -> None:
    said = " ".join(platformctl("outputs", "note/one", "txt").err.split())

    assert "has no output 'txt'. Did you mean 'text'? Outputs: ids, secret, text." in said


def test_history_tells_the_events_in_order(applied: Project, platformctl: Platformctl) -> None:
    events = platformctl("history", "note/one", "--output", "json").document["events"]

    assert [event["type"] for event in events] == ["started", "applying", "applied"]
    assert "create by ada on laptop" in platformctl("history", "note/one").out
    assert "hunter2" not in platformctl("history", "note/one", "--output", "json").out


def test_render_repairs_and_check_tells(applied: Project, platformctl: Platformctl) -> None:
    main = applied.root / "stacks/desk/note/one/main.tf"
    main.write_text("# mine\n")

    checked, rendered, again = platformctl("render", "--check"), platformctl("render"), platformctl("render", "--check")

    assert (checked.code, rendered.code, again.code) == (64, 0, 0)
    assert "1 stack rendered, 1 changed." in rendered.out
    assert proven(load_project(applied.root), StackId("desk", "note", "one"))


def test_render_writes_all_or_nothing(applied: Project, platformctl: Platformctl) -> None:
    make_stack(applied, "two")
    (applied.root / "stacks/desk/note/one/main.tf").write_text("# mine\n")
    (applied.root / "stacks/desk/note/two/request.yaml").write_text("kind: nonsense\n")

    result = platformctl("render")

    assert result.code == 64
    assert (applied.root / "stacks/desk/note/one/main.tf").read_text() == "# mine\n"


def test_looking_writes_nothing_into_the_project(inside: Project, platformctl: Platformctl) -> None:
    make_stack(inside)
    before = sorted(inside.root.rglob("*"))

    codes = [
        platformctl(*words).code for words in (["list"], ["show", "note/one"], ["history", "note/one"], ["catalog"])
    ]

    assert (codes, sorted(inside.root.rglob("*"))) == ([0] * 4, before)


def test_a_limit_of_the_environment_blocks_before_anything_is_written(
    inside: Project, platformctl: Platformctl
) -> None:
    for name in ("aa", "bb", "cc", "dd"):
        make_stack(inside, name)

    result = platformctl("create", "note", "ee", "--yes")

    assert result.code == 3
    assert "This would be stack 5 of 4 here." in " ".join(result.err.split())
    assert not (inside.root / "stacks/desk/note/ee").exists()


def test_a_name_that_is_taken_points_to_change(applied: Project, platformctl: Platformctl) -> None:
    result = platformctl("create", "note", "one", "--yes", "--text", "two words")

    assert result.code == 64
    assert "exists already and differs in text." in result.err
    assert "Next: platformctl change desk/note/one --text 'two words'" in result.err
