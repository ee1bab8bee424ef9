"""The judge's workers: one for all stacks of a command, and another one after one that fell."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from platformctl.errors import PlatformError
from platformctl.policy.conversation import Patience, Worker
from platformctl.policy.workers import Workers

GREETING = b'{"registered": [], "log": []}'
REPLY = b'{"rows": [], "resources": [], "unread": [], "log": [], "changed": []}'


class Scripted:
    """A line that answers as it was told, and notices when two talk to it at once."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = iter(answers)
        self.sent: list[Mapping[str, Any]] = []
        self.ended = False
        self.turn = Lock()

    def send(self, message: Mapping[str, Any]) -> None:
        self.sent.append(message)

    def receive(self, seconds: float, *, secret: bool) -> bytes:
        assert self.turn.acquire(blocking=False)
        try:
            return next(self.answers)
        finally:
            self.turn.release()

    def end(self, seconds: float) -> None:
        self.ended = True


def hired(*lines: Scripted) -> Workers:
    waiting: Iterator[Scripted] = iter(lines)
    workers = Workers(lambda: Worker(next(waiting), Patience()))
    workers.order([])
    return workers


def judge(workers: Workers) -> None:
    workers.configuration(Path("/stack"), Path("/"))


def test_after_one_that_fell_the_next_question_gets_a_new_one_that_heard_of_the_packs() -> None:
    first, second = Scripted(GREETING, b"nonsense"), Scripted(GREETING, REPLY)
    workers = hired(first, second)

    with pytest.raises(PlatformError, match="Could not be judged"):
        judge(workers)
    judge(workers)

    assert first.ended
    assert second.sent[0] == {"checks": [], "folders": []}


def test_the_packs_are_told_once_whoever_tells_them() -> None:
    line = Scripted(GREETING, REPLY)
    workers = hired(line)

    workers.order([])
    judge(workers)

    assert [message for message in line.sent if "checks" in message] == [{"checks": [], "folders": []}]


def test_several_threads_ask_one_after_the_other() -> None:
    line = Scripted(GREETING, *[REPLY] * 20)
    workers = hired(line)

    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(judge, workers) for _ in range(20)]

    assert [answer.result() for answer in answers] == [None] * 20
    assert len(line.sent) == 21


def test_the_one_that_stands_ends_with_the_command() -> None:
    line = Scripted(GREETING)
    workers = hired(line)

    workers.close()

    assert line.ended
