"""What can be wrong with the machine: one clear error, nothing half-done, nothing lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.project import Project, desk_project
from tests.terminal import terminal

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
CREATE = ("create", "note", "one", "--yes")
mounts = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can mount what this needs"
)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of six megabytes."""
    yield from mounted(tmp_path / "small", "-t", "tmpfs", "-o", "size=6m", "tmpfs")


def mounted(folder: Path, *words: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *words, str(folder)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path, leaving: int) -> Path:
    """Fill a disk but for so many bytes."""
    filler = disk / "filler"
    filler.write_bytes(b"0" * (shutil.disk_usage(disk).free - leaving))
    return filler


def copies(project: Project) -> int:
    return sum(len(resource["instances"]) for resource in project.state_of(STACK).get("resources", []))


def test_a_second_run_on_the_same_stack_is_told_who_holds_it(desk: Project) -> None:
    with terminal(desk, "create", "note", "one") as person:
        person.wait_for("Do it? [y/N]")
        second = desk.run(*CREATE)
        looking = desk.run("plan")
        other = desk.run("create", "note", "two", "--yes")
        person.type("y\n")
        first = person.end()

    assert second.code == 4
    assert "create" in second.stderr
    assert str(person.process.pid) in second.stderr
    assert looking.code == 0
    assert other.code == 0
    assert first == 0
    assert copies(desk) == 3


def test_a_reader_that_goes_away_hinders_no_work(desk: Project) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    with desk.start(*CREATE, stdout=writing, stderr=writing) as process:
        os.close(writing)
    listed = subprocess.run(
        f"{sys.executable} -m platformctl history {STACK} | head -c 1 >/dev/null; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        cwd=desk.root,
        env=desk.environ,
        capture_output=True,
        check=False,
    )

    assert process.returncode == 0
    assert copies(desk) == 3
    assert desk.show(STACK)["status"] == "applied"
    assert (listed.returncode, listed.stderr) == (0, b"")


def test_without_a_terminal_and_without_yes_nothing_is_begun(desk: Project) -> None:
    said = desk.run("create", "note", "one")

    assert said.code == 64
    assert "--yes" in said.stderr
    assert not desk.folder(STACK).exists()


@pytest.mark.parametrize("name", ["stacks", ".platformctl", "vendor/modules"])
def test_a_file_in_the_place_of_a_folder_is_named_and_nothing_is_half_done(desk: Project, name: str) -> None:
    (desk.root / name).write_text("not a folder")

    said = desk.run(*CREATE)

    assert said.code in {1, 64}
    assert name.partition("/")[0] in said.stderr
    assert "Traceback" not in said.stderr
    assert "bug" not in said.stderr
    (desk.root / name).unlink()
    assert desk.run(*CREATE).code == 0


@mounts
def test_a_project_that_cannot_be_written_is_told_as_such(desk: Project) -> None:
    desk.run(*CREATE)
    before = desk.show(STACK)

    for _ in mounted(desk.root, "--bind", "-o", "ro", str(desk.root)):
        looking = [desk.run(*words).code for words in (["list"], ["show", STACK], ["plan"], ["outputs", STACK])]
        refused = [desk.run(*words) for words in (["create", "note", "two", "--yes"], ["apply", STACK, "--yes"])]

    assert looking == [0, 0, 0, 0]
    assert [said.code for said in refused] == [1, 1]
    assert ["Read-only" in said.stdout + said.stderr for said in refused] == [True, True]
    assert desk.show(STACK) == before


@mounts
def test_a_full_disk_under_the_project_is_told_and_nothing_is_lost(small_disk: Path) -> None:
    project = desk_project(small_disk)
    project.run(*CREATE)
    filler = fill(small_disk, leaving=0)

    refused = project.run("change", STACK, "--copies", "60", "--yes")
    filler.unlink()
    again = project.run("change", STACK, "--copies", "60", "--yes")

    assert refused.code == 1
    assert "No space left" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert again.code == 0
    assert copies(project) == 60


@mounts
@pytest.mark.parametrize("leaving", [64_000, 160_000, 400_000])
def test_a_disk_that_fills_up_while_it_works_loses_nothing(small_disk: Path, tmp_path: Path, leaving: int) -> None:
    project = desk_project(small_disk)
    project.run(*CREATE)
    ids = project.show(STACK)["outputs"]["ids"]["value"]
    filler = fill(small_disk, leaving=leaving)

    refused = project.run("change", STACK, "--copies", "400", "--yes")
    made = copies(project)
    filler.unlink()
    again = project.run("change", STACK, "--copies", "400", "--yes")

    assert refused.code in {0, 1}
    assert "Traceback" not in refused.stderr
    assert made >= 3
    assert again.code == 0
    assert copies(project) == 400
    assert project.show(STACK)["outputs"]["ids"]["value"][:3] == ids
    assert project.run("plan", "--detailed-exitcode").code == 0


def test_a_missing_terraform_gets_one_error_that_says_what_to_type(desk: Project, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()

    said = desk.run(*CREATE, PATH=str(tmp_path / "nothing"))

    assert said.code == 1
    assert "Terraform" in said.stderr
    assert "Next:" in said.stderr
    assert not desk.folder(STACK).exists()


def test_a_vendored_module_that_was_edited_is_named(desk: Project) -> None:
    desk.run(*CREATE)
    module = desk.root / "vendor/modules/note/1.0.0/main.tf"
    module.write_text(module.read_text() + "\n")

    said = desk.run("plan")

    assert said.code == 64
    assert "vendor/modules/note/1.0.0" in said.stderr + said.stdout


def test_a_rendered_file_that_was_edited_and_a_stray_one_are_named(desk: Project) -> None:
    desk.run(*CREATE)
    (desk.folder(STACK) / "override.tf").write_text("")
    stray = desk.run("apply", STACK, "--yes")
    (desk.folder(STACK) / "override.tf").unlink()
    main = desk.folder(STACK) / "main.tf"
    main.write_text(main.read_text() + "# mine\n")

    edited = desk.run("apply", STACK, "--yes")

    assert (stray.code, edited.code) == (64, 64)
    assert "override.tf" in stray.stderr + stray.stdout
    assert "main.tf" in edited.stderr + edited.stdout
