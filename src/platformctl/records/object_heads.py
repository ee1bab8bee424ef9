"""Heads in a bucket: a few objects per environment, each with one line per stack, replaced only if unchanged."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from platformctl.errors import Busy
from platformctl.records.event import canonical
from platformctl.records.head import Head
from platformctl.records.object_bucket import Objects
from platformctl.records.refusals import RecordsDamaged

TRIES = 60
"""To replace an object that others replace as well."""
_PAUSE = 0.02


@dataclass(frozen=True)
class Line:
    """A head as it is written: readable without reading those of other stacks."""

    stack: str
    seq: int
    body: str

    @classmethod
    def of(cls, head: Head) -> "Line":
        """Write a head."""
        return cls(head.stack, head.seq, canonical(head.model_dump(mode="json")))

    @property
    def head(self) -> Head:
        """Read it; RecordsDamaged when it is not what we write."""
        try:
            return Head.model_validate_json(self.body)
        except ValidationError as error:
            raise RecordsDamaged(
                "The records are damaged",
                detail=f"The head of {self.stack} is not what platformctl writes.",
                hint=f"platformctl history verify {self.stack}",
            ) from error


Lines = Mapping[str, Line]


class ObjectHeads:
    """The heads as they were last written down; events may have come since."""

    def __init__(self, objects: Objects) -> None:
        """Take the bucket."""
        self._objects = objects
        self._bucket = objects.bucket

    def read(self, stack: str) -> Line | None:
        """Return a stack's line."""
        found = self._objects.get(self._bucket.shard(stack))
        return _lines(found.content).get(stack) if found else None

    def read_all(self, environment: str | None) -> Lines:
        """Return the lines of all stacks, or of those of one environment."""
        keys = [entry.key for entry in self._objects.list(self._bucket.heads(environment))]
        return {stack: line for found in self._objects.get_all(keys) for stack, line in _lines(found.content).items()}

    def put(self, head: Head, *, anew: bool = False) -> None:
        """Write a head down, unless a later one stands there; `anew` also takes the place of a later one."""
        line = Line.of(head)

        def changed(lines: Lines) -> Lines:
            there = lines.get(line.stack)
            return lines if there and there.seq > line.seq and not anew else {**lines, line.stack: line}

        self._change(head.stack, changed)

    def remove(self, stack: str) -> None:
        """Let go of a stack's head."""
        self._change(stack, lambda lines: {name: line for name, line in lines.items() if name != stack})

    def _change(self, stack: str, changed: Callable[[Lines], Lines]) -> None:
        key = self._bucket.shard(stack)
        for number in range(TRIES):
            found = self._objects.get(key)
            before = _lines(found.content) if found else {}
            after = changed(before)
            if after == before or self._put(key, _written(after), found.tag if found else None):
                return
            time.sleep(random.uniform(0, _PAUSE * min(number + 1, 20)))  # noqa: S311 - so that two don't meet again
        raise Busy("The records are busy", detail=f"{self._bucket.where}: {key} was replaced by others {TRIES} times.")

    def _put(self, key: str, content: bytes, tag: str | None) -> str | None:
        return self._objects.replace(key, content, tag) if tag else self._objects.put_new(key, content)


def _lines(content: bytes) -> Lines:
    return {line.stack: line for line in _read(content.decode("utf-8", "replace"))}


def _read(text: str) -> Iterator[Line]:
    for row in text.splitlines():
        stack, seq, body = (*row.split("\t", 2), "", "")[:3]
        yield Line(stack, int(seq) if seq.isascii() and seq.isdigit() else 0, body)


def _written(lines: Lines) -> bytes:
    return "".join(f"{line.stack}\t{line.seq}\t{line.body}\n" for _, line in sorted(lines.items())).encode()
