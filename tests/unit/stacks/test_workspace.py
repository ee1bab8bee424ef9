"""Stacks on disk: what lies there is what the requests render to, or an error names the file."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.projects import make_stack

from platformctl.errors import PlatformError, Usage
from platformctl.project.project import Project, load_project
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId

ONE = StackId("desk", "note", "one")
Change = Callable[[Path], object]


@pytest.fixture
def folder(project: Project) -> Path:
    """The folder of one rendered stack."""
    make_stack(project)
    return project.root / ONE.folder


def now(folder: Path) -> Project:
    return load_project(folder.parents[3])


def test_what_was_rendered_is_proven(folder: Path) -> None:
    assert workspace.proven(now(folder), ONE).id == ONE


def test_stacks_are_discovered_in_order(project: Project) -> None:
    for name in ("two", "one"):
        make_stack(project, name)
    make_stack(project, "orders", kind="db", environment="dev")

    assert [str(stack) for stack in workspace.discover(project)] == ["desk/note/one", "desk/note/two", "dev/db/orders"]
    assert [str(stack) for stack in workspace.discover(project, "dev")] == ["dev/db/orders"]


def test_a_project_without_stacks_has_none(project: Project) -> None:
    assert list(workspace.discover(project)) == []


@pytest.mark.parametrize(
    ("change", "said", "name"),
    [
        (lambda folder: (folder / "main.tf").write_text("# mine\n"), "A rendered file was edited", "main.tf"),
        (lambda folder: (folder / "terraform.tfvars.json").open("a").write(" "), "edited", "terraform.tfvars.json"),
        (lambda folder: (folder / "outputs.tf").unlink(), "A rendered file is missing", "outputs.tf"),
        (lambda folder: (folder / "extra.auto.tfvars").touch(), "an extra file", "extra.auto.tfvars"),
        (lambda folder: (folder / "override.tf").touch(), "an extra file", "override.tf"),
        (lambda folder: (folder / "x.tf.json").touch(), "an extra file", "x.tf.json"),
        (lambda folder: (folder / "terraform.tfstate").touch(), "an extra file", "terraform.tfstate"),
        (lambda folder: (folder / "inner").mkdir(), "an extra file", "inner"),
        (lambda folder: (folder / "link").symlink_to("/etc/passwd"), "an extra file", "link"),
    ],
)
@pytest.mark.filterwarnings("ignore:unclosed file")
def test_each_thing_that_is_off_is_named(folder: Path, change: Change, said: str, name: str) -> None:
    change(folder)

    with pytest.raises(Usage, match=said) as refused:
        workspace.proven(now(folder), ONE)

    assert str(folder / name) in refused.value.detail


@pytest.mark.parametrize("name", ["terraform.tfvars.json", "request.yaml", "bindings.json"])
def test_what_a_killed_write_left_is_no_extra_file_and_goes_with_the_stack(
    project: Project, folder: Path, name: str
) -> None:
    kept = write_that_is_killed(folder / name)

    proven = workspace.proven(now(folder), ONE)
    workspace.write(project, proven)

    assert kept.exists()
    workspace.removed(project, ONE, proven.files)
    assert not folder.exists()


@pytest.mark.parametrize("name", [".override.tf.abcd1234", ".main.tf.abc", "main.tf.abcd1234", ".main.tf.abcd1234.tf"])
def test_what_only_looks_like_it_is_an_extra_file(folder: Path, name: str) -> None:
    (folder / name).touch()

    with pytest.raises(Usage, match="an extra file"):
        workspace.proven(now(folder), ONE)


def test_a_link_of_such_a_name_is_an_extra_file(folder: Path) -> None:
    (folder / ".main.tf.abcd1234").symlink_to("/etc/passwd")

    with pytest.raises(Usage, match="an extra file"):
        workspace.proven(now(folder), ONE)


def write_that_is_killed(path: Path) -> Path:
    """Let a process write a file and die right before the rename; return what it left."""
    before = {*path.parent.iterdir()}
    lines = (
        "import os, pathlib",
        "from platformctl.project.files import write_atomically",
        "pathlib.Path.replace = lambda *_: os._exit(9)",
        f"write_atomically(pathlib.Path({str(path)!r}), b'half')",
    )
    assert subprocess.run([sys.executable, "-c", "; ".join(lines)], check=False).returncode == 9
    (left,) = {*path.parent.iterdir()} - before
    return left


def test_a_rendered_file_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "main.tf").rename(tmp_path / "main.tf")
    (folder / "main.tf").symlink_to(tmp_path / "main.tf")

    with pytest.raises(Usage, match="A rendered file is missing"):
        workspace.proven(now(folder), ONE)


@pytest.mark.parametrize("depth", [0, 1, 2, 3])
def test_a_stack_behind_a_link_is_refused(folder: Path, tmp_path: Path, depth: int) -> None:
    linked = [folder, *folder.parents][depth]
    linked.rename(tmp_path / "elsewhere")
    linked.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(Usage, match="A folder is a link") as refused:
        workspace.proven(now(folder), ONE)

    assert str(linked) in refused.value.detail


def test_terraforms_own_folder_is_left_alone(folder: Path) -> None:
    (folder / ".terraform/providers").mkdir(parents=True)
    (folder / ".terraform/providers/evil.tf").touch()

    assert workspace.proven(now(folder), ONE)


def test_every_fault_is_told_not_only_the_first(folder: Path) -> None:
    (folder / "main.tf").write_text("")
    (folder / "outputs.tf").unlink()
    (folder / "more.tf").touch()

    found = list(workspace.faults(now(folder), workspace.load(now(folder), ONE)))

    assert [Path(fault.detail.split()[0]).name for fault in found] == ["main.tf", "outputs.tf", "more.tf"]


def test_an_unknown_stack_says_how_it_would_be_made(project: Project) -> None:
    with pytest.raises(Usage, match="No such stack") as refused:
        workspace.load(project, ONE)

    assert refused.value.hint == "platformctl create note one --env desk"


def test_writing_touches_only_what_differs(folder: Path) -> None:
    (folder / "main.tf").write_text("# mine\n")
    kept = (folder / "outputs.tf").stat().st_ino

    names = workspace.write(now(folder), workspace.load(now(folder), ONE))

    assert names == ("main.tf",)
    assert (folder / "outputs.tf").stat().st_ino == kept
    assert workspace.proven(now(folder), ONE)


def test_writing_stops_before_anything_beside_an_extra_file(folder: Path) -> None:
    (folder / "main.tf").write_text("# mine\n")
    (folder / "extra.tf").touch()

    with pytest.raises(Usage, match="an extra file"):
        workspace.write(now(folder), workspace.load(now(folder), ONE))

    assert (folder / "main.tf").read_text() == "# mine\n"


def test_writing_replaces_a_link_and_leaves_its_target(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("precious\n")
    (folder / "main.tf").unlink()
    (folder / "main.tf").symlink_to(tmp_path / "target")

    workspace.write(now(folder), workspace.load(now(folder), ONE))

    assert (tmp_path / "target").read_text() == "precious\n"
    assert not (folder / "main.tf").is_symlink()


def test_a_folder_that_can_not_be_written_is_named(folder: Path) -> None:
    (folder / "main.tf").unlink()
    (folder / "main.tf").mkdir()

    with pytest.raises(PlatformError, match="can't be written") as refused:
        workspace.write(now(folder), workspace.load(now(folder), ONE))

    assert str(folder / "main.tf") in refused.value.detail


def test_removing_takes_what_is_ours_and_the_empty_folders(folder: Path) -> None:
    stack = workspace.load(now(folder), ONE)

    workspace.removed(now(folder), ONE, stack.files)

    assert not folder.parents[1].exists()
    assert folder.parents[2].is_dir()


def test_removing_leaves_what_is_not_ours(folder: Path) -> None:
    (folder / "notes.txt").touch()

    workspace.removed(now(folder), ONE, workspace.load(now(folder), ONE).files)

    assert [path.name for path in folder.iterdir()] == ["notes.txt"]
