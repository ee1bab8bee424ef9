"""The thread that commits a state while Terraform works."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import PlatformError
from platformctl.progress import Event
from platformctl.records.commit_loop import CommitLoop
from platformctl.records.facts import StateMark
from platformctl.records.refusals import FencedOff, StateRefused
from platformctl.records.succession import mark


class Store:
    """Takes commits; fails as often as it is told to."""

    def __init__(self, *failures: BaseException) -> None:
        """Take the errors that the next commits raise."""
        self.failures = list(failures)
        self.taken: list[bytes] = []

    def commit(self, content: bytes) -> StateMark:
        """Take the bytes, or fail."""
        if self.failures:
            raise self.failures.pop(0)
        committed = mark(content)
        self.taken.append(content)
        return committed


def watched(path: Path, store: Store, said: list[Event] | None = None) -> CommitLoop:
    """Start a quick loop."""
    loop = CommitLoop(path, store.commit, (said if said is not None else []).append, interval=0.005)
    loop.start()
    return loop


def fenced_off(path: Path, *failures: BaseException) -> tuple[CommitLoop, Store]:
    """Start a loop whose commits are refused for good; what it puts aside goes to another store."""
    refused = Store(*[FencedOff("The lease went to somebody else")] * 1000)
    aside = Store(*failures)
    loop = CommitLoop(path, refused.commit, lambda _event: None, aside=aside.commit, interval=0.005)
    loop.start()
    return loop, aside


def wait_for(claim: Callable[[], object]) -> None:
    """Wait until the claim holds, for a minute at most."""
    end = time.monotonic() + 60
    while not claim() and time.monotonic() < end:
        time.sleep(0.002)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The state file of a work folder."""
    return tmp_path / "terraform.tfstate"


def test_each_state_is_committed_while_the_loop_runs(path: Path, make_state: Any) -> None:
    store = Store()
    loop = watched(path, store)

    path.write_bytes(make_state(1))
    wait_for(lambda: len(store.taken) == 1)
    path.write_bytes(make_state(2))
    wait_for(lambda: len(store.taken) == 2)
    final = loop.stop()

    assert store.taken == [make_state(1), make_state(2)]
    assert final == StateMark.of(make_state(2), 2)


def test_stopping_commits_what_came_last(path: Path, make_state: Any) -> None:
    store = Store()
    loop = CommitLoop(path, store.commit, lambda _event: None, interval=60)
    loop.start()
    path.write_bytes(make_state(1))

    final = loop.stop()

    assert store.taken == [make_state(1)]
    assert final == StateMark.of(make_state(1), 1)


def test_torn_bytes_are_not_committed(path: Path, make_state: Any) -> None:
    store = Store()
    path.write_bytes(make_state(1)[:50])
    loop = watched(path, store)
    time.sleep(0.05)
    path.write_bytes(make_state(1))

    loop.stop()

    assert store.taken == [make_state(1)]


def test_bytes_that_stay_torn_are_an_error(path: Path, make_state: Any) -> None:
    path.write_bytes(make_state(1)[:50])
    loop = watched(path, Store())

    with pytest.raises(StateRefused):
        loop.stop(patience=0.02)


@pytest.mark.parametrize("make", [Path.unlink, Path.touch], ids=["no file", "empty file"])
def test_without_a_state_nothing_is_committed(path: Path, make: Callable[[Path], None]) -> None:
    path.touch()
    make(path)
    store = Store()

    assert watched(path, store).stop() is None
    assert store.taken == []


def test_a_failing_commit_is_tried_again_and_told_once(path: Path, make_state: Any) -> None:
    store = Store(*[PlatformError("The disk is full")] * 3, OSError(5, "I/O error"))
    said: list[Event] = []
    path.write_bytes(make_state(1))

    loop = watched(path, store, said)
    wait_for(lambda: store.taken)
    loop.stop()

    assert store.taken == [make_state(1)]
    assert [event.text for event in said] == [
        "the state could not be committed, trying again: The disk is full",
        "the state could not be committed, trying again: OSError",
        "the state is committed again",
    ]


def test_a_commit_that_fails_to_the_end_reaches_the_caller(path: Path, make_state: Any) -> None:
    path.write_bytes(make_state(1))
    loop = watched(path, Store(*[PlatformError("The disk is full")] * 1000))

    with pytest.raises(PlatformError, match="The disk is full"):
        loop.stop(patience=0.02)


@pytest.mark.parametrize(
    "error", [FencedOff("The lease went to somebody else"), StateRefused("x"), RuntimeError("bug")]
)
def test_what_trying_again_cannot_mend_ends_the_loop_and_reaches_the_caller(
    path: Path, make_state: Any, error: Exception
) -> None:
    said: list[Event] = []
    path.write_bytes(make_state(1))
    loop = watched(path, Store(error), said)
    wait_for(lambda: said)

    with pytest.raises(type(error)):
        loop.stop()

    assert said[0].phase == "failed"
    assert "commit-loop" not in {thread.name for thread in threading.enumerate()}


def test_who_is_fenced_off_puts_aside_all_that_terraform_still_makes(path: Path, make_state: Any) -> None:
    path.write_bytes(make_state(1))
    loop, aside = fenced_off(path)

    wait_for(lambda: aside.taken)
    path.write_bytes(make_state(2))
    with pytest.raises(FencedOff):
        loop.stop()

    assert aside.taken == [make_state(1), make_state(2)]


def test_what_can_not_be_put_aside_is_tried_again(path: Path, make_state: Any) -> None:
    path.write_bytes(make_state(1))
    loop, aside = fenced_off(path, PlatformError("The disk is full"))

    with pytest.raises(FencedOff) as refused:
        loop.stop(patience=60)

    assert aside.taken == [make_state(1)]
    assert not hasattr(refused.value, "__notes__")


def test_what_could_not_be_put_aside_at_all_is_said_beside_the_error(path: Path, make_state: Any) -> None:
    path.write_bytes(make_state(1))
    loop, aside = fenced_off(path, *[PlatformError("The disk is full")] * 1000)

    with pytest.raises(FencedOff) as refused:
        loop.stop(patience=0.02)

    assert aside.taken == []
    assert "The disk is full" in refused.value.__notes__[0]
