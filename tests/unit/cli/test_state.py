"""`state migrate` and `rebuild`: their words."""

from pathlib import Path

import pytest
from tests.unit.cli.conftest import Platformctl
from tests.unit.projects import make_stack

from platformctl.project.project import Project

PLACE = "postgres=postgresql://nobody@127.0.0.1:9/nothing"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--yes",), "Where to?"),
        (("--forget-old", "--yes"), "Which store is to be emptied?"),
        (("--forget-old", "--from", PLACE, "--to", "local", "--yes"), "Which store is to be emptied?"),
        (("--forget-old", "--from", "local", "--yes"), "This store is in use"),
        (("--to", "nowhere", "--yes"), "Not a store"),
        (("--to", PLACE), "Nobody can be asked"),
    ],
)
def test_words_that_do_not_say_it_change_nothing(
    inside: Project, platformctl: Platformctl, words: tuple[str, ...], told: str
) -> None:
    before = (inside.root / "platform.yaml").read_bytes()

    said = platformctl("state", "migrate", *words)

    assert said.code == 64
    assert told in said.err
    assert (inside.root / "platform.yaml").read_bytes() == before


def test_a_store_that_cannot_be_reached_leaves_everything_as_it_was(inside: Project, platformctl: Platformctl) -> None:
    make_stack(inside)
    before = tree(inside.root / "stacks")

    said = platformctl("state", "migrate", "--to", PLACE, "--yes")

    assert said.code == 1
    assert tree(inside.root / "stacks") == before
    assert platformctl("render", "--check").code == 0


def tree(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_files_that_somebody_edited_are_told_before_anything_moves(inside: Project, platformctl: Platformctl) -> None:
    stack = make_stack(inside)
    (inside.root / stack.id.folder / "main.tf").write_text("# mine\n")

    said = platformctl("state", "migrate", "--to", PLACE, "--yes")

    assert said.code == 64
    assert "A rendered file was edited" in said.err


def test_where_it_is_to_go_already_the_files_are_written_that_still_name_another(
    inside: Project, platformctl: Platformctl
) -> None:
    stack = make_stack(inside)
    backend = inside.root / stack.id.folder / "backend.tf"
    right = backend.read_bytes()
    backend.write_text("# elsewhere\n")

    said = platformctl("state", "migrate", "--to", "local", "--yes", "--output", "json")

    assert said.code == 0
    assert said.document["files"] == {"desk/note/one": ["backend.tf"]}
    assert backend.read_bytes() == right


def test_rebuild_names_an_environment(inside: Project, platformctl: Platformctl) -> None:
    assert platformctl("rebuild").code == 64
    assert platformctl("rebuild", "--environment", "dsk", "--yes").code == 64
    assert "Did you mean 'desk'" in platformctl("rebuild", "--environment", "dsk", "--yes").err
