"""A planted secret turns up nowhere but in the state, which must know it: in no file, record, log, on no screen."""

import re
from pathlib import Path

import pytest
from tests.project import Project
from tests.secrets.planted import MADE, finds, places, planted_project, readable_by_others, told
from tests.terminal import terminal

pytestmark = pytest.mark.lifecycle
STACK = "desk/safe/one"
STATE = r"project/\.platformctl/state/desk/safe/one/terraform\.tfstate"
COPY = r"state/platformctl/copies/[0-9a-f]{16}/desk/safe/one/[0-9]{8}-[0-9]{6}-\w{6}\.[0-9]+-[0-9a-f]{12}\.tfstate"
LOOKS = (
    ["plan"],
    ["list"],
    ["list", "--output", "json"],
    ["show", STACK],
    ["show", STACK, "--output", "json"],
    ["outputs", STACK],
    ["outputs", STACK, "--output", "json"],
    ["outputs", STACK, "copy"],
    ["outputs", STACK, "secret"],
    ["outputs", STACK, "secret", "--output", "json"],
    ["history", STACK],
    ["history", STACK, "--output", "json"],
    ["render", "--check"],
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose caller has secrets, and whose kind keeps one."""
    return planted_project(tmp_path)


def test_what_is_made_is_known_to_the_state_and_to_nobody_else(project: Project) -> None:
    changes = [
        project.run(*words, "--yes", "--verbose")
        for words in (["create", "safe", "one"], ["change", STACK, "--turn", "2"], ["apply", STACK])
    ]
    looks = [project.run(*words, "--verbose") for words in LOOKS]

    elsewhere = [name for name in finds(places(project)) if not re.fullmatch(f"{STATE}|{COPY}", name)]
    assert [said.code for said in changes] == [0, 0, 0]
    assert [said.code for said in looks] == [0] * 7 + [64, 64, 64] + [0] * 3
    assert told(*changes, *looks) == []
    assert elsewhere == []


def test_the_state_and_its_copies_are_for_their_owner_alone(project: Project) -> None:
    project.run("create", "safe", "one", "--yes")

    known = finds(places(project))

    assert [bool(re.fullmatch(STATE, name)) for name in known] == [True, False]
    assert readable_by_others(project.root.parent / name for name in known) == []


def test_an_output_that_repeats_a_secret_is_recorded_as_one(project: Project) -> None:
    project.run("create", "safe", "one", "--yes")

    outputs = project.show(STACK)["outputs"]

    assert outputs == {"secret": {"sensitive": True}, "copy": {"sensitive": True}, "turn": {"value": 1}}


def test_while_a_person_thinks_only_the_private_work_folder_knows(project: Project) -> None:
    with terminal(project, "create", "safe", "one") as person:
        person.wait_for("Do it? [y/N]")
        work = project.work_folder()
        known = finds(places(project))
        left = sorted(path.name for path in work.iterdir())
        open_to_others = readable_by_others(work.rglob("*"))
        person.type("n\n")
        code = person.end()

    inside = work.relative_to(project.state.parent).as_posix()
    assert code == 1
    assert {name.removeprefix(f"{inside}/") for name in known} == {"plan.tfplan", "cli.tfrc"}
    assert "plan.json" not in left
    assert (work.parent.stat().st_mode & 0o777, open_to_others) == (0o700, [])
    assert MADE not in person.text
    assert finds(places(project)) == []
