"""The copies of states in the user's state folder."""

import os
from pathlib import Path
from typing import Any

import pytest

from platformctl.records.copies import Copies
from platformctl.records.facts import StateMark
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import StateUnreadable

STACK = "dev/db/orders"


def kept(copies: Copies, content: bytes, serial: int, when: int, run: str = "run") -> Path:
    """Keep a copy as of a given second."""
    copy = copies.keep(STACK, run, content, StateMark.of(content, serial))
    os.utime(copy, (when, when))
    return copy


def test_only_the_owner_can_read_a_copy(tmp_path: Path) -> None:
    copy = kept(Copies(tmp_path / "home", tmp_path), b"state", 3, 1)

    assert copy.read_bytes() == b"state"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in list(copy.parents)[:5]} == {0o700}


def test_of_one_run_only_the_last_state_stays(tmp_path: Path) -> None:
    copies = Copies(tmp_path / "home", tmp_path)
    before = kept(copies, b"before", 1, when=1000, run="first")

    last = [kept(copies, b"%d" % number, number, when=1001 + number, run="second") for number in range(2, 30)][-1]

    assert sorted(last.parent.iterdir()) == sorted([before, last])
    assert copies.newest(STACK) == last


def test_the_newest_ten_runs_stay(tmp_path: Path) -> None:
    copies = Copies(tmp_path / "home", tmp_path)

    every = [kept(copies, b"%d" % number, 20 - number, when=1000 + number, run=f"run-{number}") for number in range(13)]
    left = sorted(every[0].parent.iterdir())

    assert left == sorted(every[3:])
    assert copies.newest(STACK) == every[-1]


def test_projects_do_not_share_copies(tmp_path: Path) -> None:
    kept(Copies(tmp_path / "home", tmp_path / "one"), b"state", 1, 1)

    assert Copies(tmp_path / "home", tmp_path / "two").newest(STACK) is None


def test_a_torn_state_names_the_copy_that_can_take_its_place(
    local: LocalRecords, make_holder: Any, make_state: Any
) -> None:
    lease = local.claim(STACK, make_holder())
    local.check_out(lease)
    local.commit(lease, make_state(7))
    local.release(lease)
    local.state_path(STACK).write_bytes(make_state(7)[:40])

    with pytest.raises(StateUnreadable) as refused:
        local.claim(STACK, make_holder())

    copy, target = refused.value.hint.removeprefix("cp ").split(" ")
    assert Path(copy).read_bytes() == make_state(7)
    assert Path(target) == local.state_path(STACK)
    assert local.standing(STACK) is None
