"""The records of a project: every call goes to the store of the stack's environment, and to no other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import Usage
from platformctl.records.event import Draft
from platformctl.records.local import LocalRecords
from platformctl.records.routed import Routed

HERE, THERE = "dev/db/orders", "live/db/orders"


def unreachable() -> LocalRecords:
    """Stand for a store that nobody may touch."""
    pytest.fail("a store was opened that the command is not about")


@pytest.fixture
def stores(tmp_path: Path) -> Callable[[str], LocalRecords]:
    """Make stores on this machine, by name."""

    def made(name: str) -> LocalRecords:
        (tmp_path / name).mkdir()
        return LocalRecords(tmp_path / name / ".platformctl", tmp_path / "home")

    return made


@pytest.fixture
def two(stores: Callable[[str], LocalRecords]) -> tuple[Routed, LocalRecords, LocalRecords]:
    """A project whose environments dev and test share a store, and live has its own."""
    near, far = stores("near"), stores("far")

    def open_near() -> LocalRecords:
        return near

    return Routed({"dev": open_near, "test": open_near, "live": lambda: far}), near, far


def test_a_stack_lies_in_the_store_of_its_environment(two: tuple[Routed, LocalRecords, LocalRecords]) -> None:
    routed, near, far = two
    routed.append(Draft(HERE, "r1", "started"))
    routed.append(Draft(THERE, "r2", "started"))

    heads = [[head.stack for head in store.heads()] for store in (near, far, routed)]

    assert heads == [[HERE], [THERE], [HERE, THERE]]
    assert [head.stack for head in routed.heads("live")] == [THERE]
    assert [event.run for event in routed.events(THERE)] == ["r2"]


def test_a_run_under_a_lease_stays_in_its_store(
    two: tuple[Routed, LocalRecords, LocalRecords], make_holder: Any, make_state: Any
) -> None:
    routed, near, far = two
    lease = routed.claim(THERE, make_holder())
    routed.check_out(lease)

    routed.commit(lease, make_state(1))

    assert routed.read_state(THERE) == far.read_state(THERE) == make_state(1)
    assert list(routed.standings()) == list(far.standings()) == [THERE]
    assert near.standing(THERE) is None
    routed.release(lease)


def test_only_the_store_that_is_needed_is_opened(stores: Callable[[str], LocalRecords]) -> None:
    near = stores("near")
    routed = Routed({"dev": lambda: near, "live": unreachable})

    routed.append(Draft(HERE, "r1", "started"))

    assert len(routed.heads("dev")) == 1
    routed.close()


def test_what_a_stack_left_in_the_store_that_it_moved_from_is_not_counted(
    two: tuple[Routed, LocalRecords, LocalRecords],
) -> None:
    routed, near, _ = two
    near.append(Draft(THERE, "r1", "started"))
    routed.append(Draft(THERE, "r1", "started"))

    assert [head.stack for head in routed.heads()] == [THERE]


def test_an_environment_that_nobody_knows_has_no_store(two: tuple[Routed, LocalRecords, LocalRecords]) -> None:
    routed, _, _ = two

    with pytest.raises(Usage, match="Unknown environment") as refused:
        routed.head("gone/db/orders")

    assert "'gone' is not in platform.yaml" in refused.value.detail
