"""The private folder of a run."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from platformctl.errors import Blocked, Busy, PlatformError, Usage
from platformctl.terraform import alive
from platformctl.terraform.work_folder import ALIVE, Source, prepare, reopen


def test_stack_and_module_lie_at_the_same_places(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"")

    found = {path.relative_to(work.root).as_posix() for path in work.root.rglob("*") if path.is_file()}
    assert found == {
        "alive.lock",
        "stacks/dev/thing/one/.terraform.lock.hcl",
        "stacks/dev/thing/one/backend.tf",
        "stacks/dev/thing/one/main.tf",
        "vendor/modules/thing/1.0.0/main.tf",
        "vendor/modules/thing/1.0.0/templates/policy.json",
    }


def test_only_the_backend_differs_and_it_is_local(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"")

    assert 'backend "local"' in (work.stack / "backend.tf").read_text(encoding="utf-8")
    assert (work.stack / "main.tf").read_bytes() == (source.project / source.stack / "main.tf").read_bytes()
    assert "s3" in (source.project / source.stack / "backend.tf").read_text(encoding="utf-8")


def test_kept_files_stand_in_for_those_of_the_project(source: Source, tmp_path: Path) -> None:
    files = {"stacks/dev/thing/one/main.tf": b"# kept\n", "vendor/modules/thing/1.0.0/main.tf": b"# as well\n"}

    work = prepare(tmp_path / "work/run", replace(source, kept=files), b"{}")

    laid = {path.relative_to(work.root).as_posix(): path for path in work.root.rglob("*.tf")}
    assert {name: path.read_bytes() for name, path in laid.items() if name in files} == files
    assert set(laid) == {*files, "stacks/dev/thing/one/backend.tf"}
    assert {path.stat().st_mode & 0o777 for path in laid.values()} == {0o600}


@pytest.mark.parametrize(
    "name",
    ["/etc/x", "../x", "stacks/../../x", "x", "cli.tfrc", "stacks/a/terraform.tfstate", "stacks/a/.terraform/x", ""],
)
def test_a_kept_file_without_a_place_is_refused_and_nothing_is_left(source: Source, tmp_path: Path, name: str) -> None:
    with pytest.raises(PlatformError, match="no place in a project"):
        prepare(tmp_path / "work/run", replace(source, kept={name: b"evil"}), b"")

    assert list((tmp_path / "work").iterdir()) == []


def test_everything_is_private_whatever_the_umask(source: Source, tmp_path: Path) -> None:
    before = os.umask(0)

    work = prepare(tmp_path / "work/run", source, b"{}")

    os.umask(before)
    modes = {stat.S_IMODE(path.lstat().st_mode) for path in [work.root, *work.root.rglob("*")]}
    assert modes == {0o700, 0o600}


def test_the_state_is_checked_out_beside_the_configuration(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"the state")

    assert work.state.read_bytes() == b"the state"


@pytest.mark.parametrize("name", ["terraform.tfstate", "errored.tfstate", ".terraform.tfstate.lock.info"])
def test_a_state_that_lies_in_the_stacks_folder_is_refused(source: Source, tmp_path: Path, name: str) -> None:
    (source.project / source.stack / name).write_text("{}", encoding="utf-8")

    with pytest.raises(Usage) as caught:
        prepare(tmp_path / "work/run", source, b"")

    assert name in caught.value.detail
    assert not (tmp_path / "work/run").exists()


@pytest.mark.parametrize("place", ["stacks/dev/thing/one/x.tf", "vendor/modules/thing/1.0.0/templates/x"])
def test_a_link_is_refused_and_nothing_is_left(source: Source, tmp_path: Path, place: str) -> None:
    (source.project / place).symlink_to("/etc/passwd")

    with pytest.raises(Usage) as caught:
        prepare(tmp_path / "work/run", source, b"")

    assert place in caught.value.detail
    assert not (tmp_path / "work/run").exists()


def test_a_folder_reached_through_a_link_is_refused(source: Source, tmp_path: Path) -> None:
    (source.project / "stacks").rename(source.project / "elsewhere")
    (source.project / "stacks").symlink_to("elsewhere")

    with pytest.raises(Usage):
        prepare(tmp_path / "work/run", source, b"")


def test_a_pipe_is_refused_instead_of_waited_for(source: Source, tmp_path: Path) -> None:
    os.mkfifo(source.project / source.module / "pipe")

    with pytest.raises(Usage):
        prepare(tmp_path / "work/run", source, b"")


def test_a_missing_module_is_one_clear_error(source: Source, tmp_path: Path) -> None:
    missing = Source(source.project, source.stack, Path("vendor/modules/thing/2.0.0"))

    with pytest.raises(PlatformError) as caught:
        prepare(tmp_path / "work/run", missing, b"")

    assert "vendor/modules/thing/2.0.0" in caught.value.detail
    assert not (tmp_path / "work/run").exists()


def test_a_run_has_a_folder_of_its_own(source: Source, tmp_path: Path) -> None:
    prepare(tmp_path / "work/run", source, b"")

    with pytest.raises(PlatformError):
        prepare(tmp_path / "work/run", source, b"")


def test_the_folder_tells_that_its_run_lives(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"")

    with pytest.raises(Busy):
        reopen(work.root, source)

    work.close()
    assert reopen(work.root, source).root == work.root


def test_a_removed_folder_is_gone_with_its_lock(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"")

    work.remove()

    assert not work.root.exists()
    assert not alive.somebody_lives(work.root / ALIVE)


def test_each_apply_gets_files_of_its_own(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"")
    first, _ = work.next_apply()
    first.touch()

    second, _ = work.next_apply()

    assert (work.applies, first == second, work.events) == ((first,), False, first)


def test_what_terraform_makes_does_not_change_the_digest(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"")
    judged = work.digest()
    (work.stack / ".terraform").mkdir()
    (work.stack / ".terraform/modules.json").touch()
    (work.stack / "terraform.tfstate").touch()

    work.refuse_changes(judged)

    assert set(judged) == {
        "stacks/dev/thing/one/.terraform.lock.hcl",
        "stacks/dev/thing/one/backend.tf",
        "stacks/dev/thing/one/main.tf",
        "vendor/modules/thing/1.0.0/main.tf",
        "vendor/modules/thing/1.0.0/templates/policy.json",
    }


@pytest.mark.parametrize(
    "place", ["stacks/dev/thing/one/main.tf", "vendor/modules/thing/1.0.0/templates/policy.json", "new.tf"]
)
def test_a_file_that_changed_since_the_verdict_stops_the_run(source: Source, tmp_path: Path, place: str) -> None:
    work = prepare(tmp_path / "work/run", source, b"")
    judged = work.digest()
    path = work.root / place if "/" in place else work.stack / place
    path.write_bytes(b"!")

    with pytest.raises(Blocked) as caught:
        work.refuse_changes(judged)

    assert path.name in caught.value.detail


def test_a_file_that_became_a_link_to_equal_bytes_stops_the_run(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, b"")
    judged = work.digest()
    (work.stack / "main.tf").rename(tmp_path / "main.tf")
    (work.stack / "main.tf").symlink_to(tmp_path / "main.tf")

    with pytest.raises(Blocked):
        work.refuse_changes(judged)
