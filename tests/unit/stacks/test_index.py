"""What was proven once is not proven again, until anything that it rests on is touched."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.projects import make_stack

from platformctl.errors import Usage
from platformctl.project.project import Project, load_project
from platformctl.stacks.index import Index
from platformctl.stacks.stack_id import StackId

ONE = StackId("desk", "note", "one")
LIE = "f" * 64


@pytest.fixture
def seen(project: Project, tmp_path: Path) -> Path:
    """A project's index in which a lie stands for the digest: only who believes the index tells it."""
    make_stack(project)
    index = Index.opened(load_project(project.root), tmp_path / "seen", settled=0)
    index.digest(ONE)
    index.save()
    (path,) = (tmp_path / "seen").iterdir()
    kept = json.loads(path.read_bytes())
    kept["stacks"][str(ONE)][1] = LIE
    path.write_text(json.dumps(kept))
    return path


def opened(project: Project, path: Path, settled: int = 0) -> Index:
    return Index.opened(load_project(project.root), path.parent, settled)


def test_what_nobody_touched_is_believed(project: Project, seen: Path) -> None:
    index = opened(project, seen)

    assert index.digest(ONE) == LIE
    assert index.request(ONE).name == "one"


@pytest.mark.parametrize(
    "touch",
    [
        lambda root: (root / ONE.folder / "main.tf").write_bytes((root / ONE.folder / "main.tf").read_bytes()),
        lambda root: (root / ONE.folder / "request.yaml").touch(),
        lambda root: (root / "platform.yaml").touch(),
        lambda root: (root / "vendor/modules/note/1.0.0/main.tf").touch(),
    ],
    ids=["a rendered file", "the request", "platform.yaml", "a vendored module"],
)
def test_what_was_touched_is_proven_again(project: Project, seen: Path, touch: Callable[[Path], object]) -> None:
    touch(project.root)

    assert opened(project, seen).digest(ONE) != LIE


def test_an_extra_file_is_still_found(project: Project, seen: Path) -> None:
    (project.root / ONE.folder / "override.tf").write_text("")

    with pytest.raises(Usage):
        opened(project, seen).digest(ONE)


def test_a_link_in_the_place_of_the_folder_is_not_followed(project: Project, seen: Path, tmp_path: Path) -> None:
    folder = project.root / ONE.folder
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")

    with pytest.raises(Usage, match="A folder is a link"):
        opened(project, seen).digest(ONE)


def test_what_was_touched_just_now_is_not_believed(project: Project, seen: Path) -> None:
    assert opened(project, seen, settled=10**15).digest(ONE) != LIE


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"basis": 1}', b"\xff"])
def test_an_index_that_makes_no_sense_is_made_anew(project: Project, seen: Path, content: bytes) -> None:
    seen.write_bytes(content)

    assert opened(project, seen).digest(ONE) != LIE


def test_an_index_that_cannot_be_kept_hinders_nobody(project: Project, tmp_path: Path) -> None:
    make_stack(project)
    (tmp_path / "seen").write_text("not a folder")

    index = Index.opened(load_project(project.root), tmp_path / "seen")
    digest = index.digest(ONE)
    index.save()

    assert digest.startswith("sha256:")
