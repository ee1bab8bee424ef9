"""Terraform's event stream, cut and damaged in every way."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.terraform.diagnostics import Diagnostic
from platformctl.terraform.events import (
    ApplyEvent,
    EventTail,
    ResourceDone,
    ResourceFailed,
    ResourceProgress,
    ResourceStarted,
    parse_line,
    parse_lines,
)


def _line(kind: str, **hook: Any) -> bytes:
    resource = {"addr": "module.this.aws_x.y", "resource_type": "aws_x"}
    document = {"@level": "info", "@message": "prose", "type": kind, "hook": {"resource": resource, **hook}}
    return json.dumps(document, ensure_ascii=False).encode()


START = _line("apply_start", action="create")
STREAM = [
    b'{"type":"version","terraform":"1.11.4","ui":"1.2"}',
    START,
    "Acquiring state lock — this is prose".encode(),
    _line("apply_progress", action="create", elapsed_seconds=10),
    _line("apply_complete", action="create", id_key="id", id_value="i-é\u2028", elapsed_seconds=12),
    b'{"type":"change_summary","changes":{"add":1}}',
]

WORDS = st.sampled_from(["resource", "addr", "action", "range", "start", "summary"])
BODIES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda part: st.lists(part) | st.dictionaries(WORDS, part),
    max_leaves=6,
)


def test_each_kind_of_event_is_typed() -> None:
    address = "module.this.aws_x.y"

    assert list(parse_lines(STREAM)) == [
        ResourceStarted(address, "create"),
        ResourceProgress(address, "create", 10),
        ResourceDone(address, "create", "i-é\u2028", 12),
    ]


def test_a_failure_and_its_diagnostic_are_typed() -> None:
    complaint = {"severity": "error", "summary": "No", "detail": "Why", "address": "a.b"}
    lines = [
        _line("apply_errored", action="create", elapsed_seconds=1),
        json.dumps({"type": "diagnostic", "diagnostic": complaint}).encode(),
    ]

    assert list(parse_lines(lines)) == [
        ResourceFailed("module.this.aws_x.y", "create", 1),
        Diagnostic("error", "No", "Why", "a.b"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        b'{"type":"outputs","outputs":{"password":{"value":"secret","sensitive":false}}}',
        b'{"type":"log","state":"{\\"outputs\\": {\\"password\\": \\"secret\\"}}"}',
        _line("provision_progress", output="secret"),
    ],
)
def test_a_line_that_may_hold_values_is_no_event(line: bytes) -> None:
    assert parse_line(line) is None


@given(st.binary() | st.text().map(str.encode) | st.sampled_from(STREAM).map(lambda line: line[:-1]))
def test_no_line_crashes_the_reader(line: bytes) -> None:
    parse_line(line)


@given(st.sampled_from(["apply_start", "apply_complete", "apply_progress", "apply_errored", "diagnostic"]), BODIES)
def test_no_wrong_shape_crashes_the_reader(kind: str, body: Any) -> None:
    parse_line(json.dumps({"type": kind, "hook": body, "diagnostic": body}))
    parse_line(
        json.dumps({"type": kind, "hook": {"resource": {"addr": body}, "action": body, "elapsed_seconds": body}})
    )


@given(st.sets(st.integers(0, len(b"\n".join(STREAM)) + 1)))
def test_a_growing_file_gives_each_event_once_wherever_it_was_cut(cuts: set[int]) -> None:
    content = b"\n".join(STREAM) + b"\n"
    pieces = [content[start:end] for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), None], strict=True)]

    assert _read_piecewise(pieces) == list(parse_lines(STREAM))


def test_a_file_that_is_not_there_yet_has_no_events(tmp_path: Path) -> None:
    assert EventTail(tmp_path / "events").read() == ()


def _read_piecewise(pieces: list[bytes]) -> list[ApplyEvent]:
    with tempfile.NamedTemporaryFile() as file:
        tail = EventTail(Path(file.name))
        found: list[ApplyEvent] = []
        for piece in pieces:
            file.write(piece)
            file.flush()
            found.extend(tail.read())
    return found
