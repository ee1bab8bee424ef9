"""The local state file: private, locked, rewritten in place, with an interrupted commit made good."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from platformctl.errors import PlatformError
from platformctl.records.lease import Lease
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import StateMoved, StateUnreadable
from platformctl.records.waiting_file import WaitingFile

STACK = "dev/db/orders"


@pytest.fixture
def lease(local: LocalRecords, make_holder: Any, make_state: Any) -> Lease:
    """A lease under which serial 3 is committed."""
    lease = local.claim(STACK, make_holder())
    local.check_out(lease)
    local.commit(lease, make_state(3))
    return lease


@pytest.fixture
def path(local: LocalRecords) -> Path:
    """The state file."""
    return local.state_path(STACK)


def test_the_file_lies_where_the_backend_names_it(local: LocalRecords, store: Path) -> None:
    assert local.state_path(STACK) == store / "state" / "dev" / "db" / "orders" / "terraform.tfstate"


@pytest.mark.usefixtures("lease")
def test_only_the_owner_can_read_a_state(path: Path, store: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in list(path.parents)[:5]} == {0o700}
    assert list(path.parents)[4] == store


def test_a_state_that_plain_terraform_left_open_to_all_becomes_private(
    local: LocalRecords, path: Path, make_holder: Any, make_state: Any
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(make_state(1))
    path.chmod(0o644)

    lease = local.claim(STACK, make_holder())

    assert local.check_out(lease) == make_state(1)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_commit_keeps_the_same_file(local: LocalRecords, lease: Lease, path: Path, make_state: Any) -> None:
    before = path.stat().st_ino

    local.commit(lease, make_state(4))

    assert path.stat().st_ino == before
    assert path.read_bytes() == make_state(4)


def test_a_replaced_state_file_takes_no_commit(local: LocalRecords, lease: Lease, path: Path, make_state: Any) -> None:
    path.rename(path.with_name("moved"))
    path.write_bytes(make_state(3))

    with pytest.raises(StateMoved, match="replaced"):
        local.commit(lease, make_state(4))


def test_a_state_changed_in_spite_of_the_lock_takes_no_commit(
    local: LocalRecords, lease: Lease, path: Path, make_state: Any
) -> None:
    path.write_bytes(make_state(3, pad=7))

    with pytest.raises(StateMoved, match="under our lock"):
        local.commit(lease, make_state(5))

    assert path.read_bytes() == make_state(3, pad=7)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 400), pad=st.integers(0, 300))
def test_a_commit_cut_short_anywhere_is_read_and_finished(
    local: LocalRecords, make_state: Any, make_holder: Any, cut: int, pad: int
) -> None:
    stack, old, new = "dev/db/cut", make_state(1, pad=100), make_state(2, pad=pad)
    path = local.state_path(stack)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"#" + new[1:cut] + old[max(cut, 1) :])
    WaitingFile(path).write(new, over=old)

    assert local.read_state(stack) == new
    lease = local.claim(stack, make_holder())
    assert local.check_out(lease) == new
    local.release(lease)

    assert path.read_bytes() == new
    assert not WaitingFile(path).path.exists()


def test_a_commit_that_had_only_been_prepared_is_finished(
    local: LocalRecords, path: Path, make_state: Any, make_holder: Any
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(make_state(1))
    WaitingFile(path).write(make_state(2), over=make_state(1))

    assert local.read_state(STACK) == make_state(2)
    assert local.check_out(local.claim(STACK, make_holder())) == make_state(2)


def test_a_state_changed_after_a_commit_was_cut_short_is_nobodys_guess(
    local: LocalRecords, path: Path, make_state: Any, make_holder: Any
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(make_state(5, pad=1))
    WaitingFile(path).write(make_state(2), over=make_state(1))

    with pytest.raises(StateUnreadable, match="Two states") as refused:
        local.claim(STACK, make_holder())

    assert refused.value.hint == f"rm {WaitingFile(path).path}"
    assert path.read_bytes() == make_state(5, pad=1)


def test_looking_changes_nothing_even_after_a_kill(local: LocalRecords, path: Path, make_state: Any) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(make_state(2)[:30])
    WaitingFile(path).write(make_state(2), over=make_state(1))

    local.read_state(STACK)

    assert path.read_bytes() == make_state(2)[:30]
    assert WaitingFile(path).path.exists()


def test_a_state_torn_for_good_is_an_error(local: LocalRecords, path: Path, make_state: Any) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(make_state(2)[:30])

    with pytest.raises(StateUnreadable, match="does not parse"):
        local.read_state(STACK)


def test_half_made_files_of_killed_writers_are_swept(local: LocalRecords, path: Path, make_holder: Any) -> None:
    path.parent.mkdir(parents=True)
    path.with_name("..terraform.tfstate.next.abc123").write_bytes(b"secret")

    local.check_out(local.claim(STACK, make_holder()))

    assert sorted(found.name for found in path.parent.iterdir()) == [".terraform.tfstate.lock.info", path.name]


def test_a_link_in_the_place_of_the_state_is_refused(local: LocalRecords, path: Path, make_holder: Any) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to("/etc/passwd")

    with pytest.raises(PlatformError, match="A link where none may be"):
        local.claim(STACK, make_holder())
    with pytest.raises(PlatformError, match="A link where none may be"):
        local.read_state(STACK)


@pytest.mark.parametrize("stack", ["../../etc/x", "dev/db", "dev/db/a/b", "dev/db/..", "Dev/db/orders", ""])
def test_a_stack_that_is_no_stack_gets_no_file(local: LocalRecords, make_holder: Any, stack: str) -> None:
    with pytest.raises(PlatformError, match="Not a stack"):
        local.claim(stack, make_holder())


def test_a_state_changed_since_its_holder_died_is_told(
    local: LocalRecords, act: Any, path: Path, make_state: Any, make_holder: Any
) -> None:
    process = act("holder")
    process.stdout.readline()
    process.kill()
    process.wait()
    path.write_bytes(make_state(1))

    lease = local.claim(STACK, make_holder())

    assert lease.took_over is not None
    assert lease.state_changed


def test_a_state_left_alone_since_its_holder_died_is_told(local: LocalRecords, act: Any, make_holder: Any) -> None:
    process = act("holder")
    process.stdout.readline()
    process.kill()
    process.wait()

    lease = local.claim(STACK, make_holder())

    assert lease.took_over is not None
    assert not lease.state_changed
