"""Several processes on one local store, and processes that are killed."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import Busy
from platformctl.records.event import Draft
from platformctl.records.local import LocalRecords

STACK = "dev/db/orders"


@pytest.mark.parametrize("cut", [(moment, pad) for moment in (1, 2, 3) for pad in (20, 90_000)])
def test_a_kill_within_a_commit_is_made_good(
    local: LocalRecords, act: Any, make_holder: Any, make_state: Any, save: Any, cut: tuple[int, int]
) -> None:
    first, second = make_state(1, pad=5000), make_state(2, pad=cut[1])
    process = act("committer", cut[0], save(first), save(second))
    assert process.wait(timeout=30) == -signal.SIGKILL
    assert local.read_state(STACK) == second

    lease = local.claim(STACK, make_holder())
    content = local.check_out(lease)

    assert content == second
    assert local.state_path(STACK).read_bytes() == content
    assert not lease.state_changed
    assert sorted(path.name for path in local.state_path(STACK).parent.iterdir()) == [
        ".terraform.tfstate.lock.info",
        "terraform.tfstate",
    ]


def test_a_dead_holder_is_taken_over_with_a_higher_fence(local: LocalRecords, act: Any, make_holder: Any) -> None:
    process = act("holder")
    process.stdout.readline()
    process.kill()
    process.wait()
    seen = local.standing(STACK)

    lease = local.claim(STACK, make_holder())

    assert seen is not None
    assert not seen.alive
    assert lease.fence == 2
    assert lease.took_over is not None
    assert lease.took_over.run == "run-held"


def test_the_lock_lives_as_long_as_a_child_that_inherited_it(local: LocalRecords, act: Any, make_holder: Any) -> None:
    process = act("holder", "child")
    child = int(process.stdout.readline())
    process.kill()
    process.wait()

    with pytest.raises(Busy) as refused:
        local.claim(STACK, make_holder(), patience=0)
    os.kill(child, signal.SIGKILL)

    assert "still at work" in refused.value.detail
    assert local.claim(STACK, make_holder(), patience=5).fence == 2


def test_a_release_while_a_child_lives_leaves_the_lease_to_it(local: LocalRecords, act: Any, make_holder: Any) -> None:
    process = act("holder", "child", "release")
    child = int(process.stdout.readline())
    process.communicate("\n", timeout=10)

    standing = local.standing(STACK)
    os.kill(child, signal.SIGKILL)

    assert standing is not None
    assert standing.alive
    assert standing.holder.run == "run-held"


def test_a_full_disk_keeps_the_old_state_and_a_retry_succeeds(
    local: LocalRecords, act: Any, save: Any, make_state: Any
) -> None:
    told = act("poor", save(make_state(1)), save(make_state(2, pad=200_000))).communicate(timeout=30)[0].splitlines()

    assert told == ["A file can't be written", "True 2"]


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="gives up Linux capabilities")
def test_looking_works_without_the_right_to_write(
    local: LocalRecords, store: Path, act: Any, make_holder: Any, make_state: Any
) -> None:
    lease = local.claim(STACK, make_holder())
    local.check_out(lease)
    local.commit(lease, make_state())
    local.append(Draft(STACK, "r", "started"))
    local.release(lease)
    local.close()
    _allow(store, folders=0o500, files=0o400)

    told = act("powerless").communicate(timeout=30)[0].splitlines()
    _allow(store, folders=0o700, files=0o600)

    assert told == [
        f"1 events, {len(make_state())} bytes of state",
        "The records can't be opened",
        "The state can't be used",
    ]


def _allow(store: Path, *, folders: int, files: int) -> None:
    for path in sorted(store.rglob("*")):
        path.chmod(folders if path.is_dir() else files)
    store.chmod(folders)


def test_a_dead_holder_is_struck_out_and_what_it_knew_stays_known(
    local: LocalRecords, act: Any, make_holder: Any, make_state: Any
) -> None:
    process = act("holder")
    process.stdout.readline()
    process.kill()
    process.wait()
    local.take_away(STACK, 1)
    assert local.standing(STACK) is None
    local.state_path(STACK).write_bytes(make_state(7))

    lease = local.claim(STACK, make_holder())

    assert (lease.fence, lease.took_over) == (2, None)
    assert lease.state_changed


def test_a_living_holder_can_not_be_struck_out_of_the_local_store(local: LocalRecords, act: Any) -> None:
    process = act("holder")
    process.stdout.readline()

    with pytest.raises(Busy) as refused:
        local.take_away(STACK, 1)

    assert f"process {process.pid}" in refused.value.detail
    assert local.standing(STACK) is not None
