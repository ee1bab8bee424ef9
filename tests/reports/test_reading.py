"""A report that is read back is hostile: it is one in every word, or it is refused with one clear error."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reports import samples

from platformctl.errors import Usage
from platformctl.views.report_json import report_json
from platformctl.workflows import report_reading
from platformctl.workflows.report_reading import parsed_report, read_report
from platformctl.workflows.report_results import Report

CUT = report_json(samples.typical()).encode()[:3_000]
GOOD = json.loads(report_json(samples.typical()))


def test_a_report_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(report_json(samples.typical()), encoding="utf-8")

    assert read_report(path) == samples.typical()


def test_a_report_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_reading, "LARGEST_FILE", 1_000)
    path = tmp_path / "report.json"
    path.write_text(report_json(samples.typical()), encoding="utf-8")

    with pytest.raises(Usage, match="A report is too large"):
        read_report(path)


@pytest.mark.parametrize("name", ["nothing.json", "."])
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Usage, match="A report can't be read"):
        read_report(tmp_path / name)


def test_another_version_is_refused_as_what_it_is() -> None:
    with pytest.raises(Usage, match="of another version") as refused:
        parsed_report(b'{"version": 2, "stacks": "of another shape"}', "report.json")

    assert "report.json has version 2; this platformctl reads version 1" in refused.value.detail


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"version": true}',
        b'{"version": "1"}',
        b"\xff",
        b"[" * 100_000,
        b'{"a":' * 10_000,
        CUT,
    ],
)
def test_what_is_no_report_is_refused(content: bytes) -> None:
    with pytest.raises(Usage, match="Not a report"):
        parsed_report(content, "report.json")


@pytest.mark.parametrize(
    "more",
    [
        {"extra": 1},
        {"exit_code": 256},
        {"exit_code": -1},
        {"shard": "x"},
        {"shard": "0/2"},
        {"stacks": [{**GOOD["stacks"][0], "seconds": float("inf")}]},
        {"mode": "trusted"},
        {"since": "x" * 3_000},
        {"stacks": [{"id": "../../etc/passwd"}]},
        {"stacks": [{**GOOD["stacks"][0], "id": "prod/db/<img>"}]},
        {"stacks": [{**GOOD["stacks"][0], "request_line": 0}]},
        {"stacks": [{**GOOD["stacks"][0], "counts": {"create": -1}}]},
    ],
)
def test_a_report_with_a_wrong_word_is_refused_without_quoting_it(more: dict[str, Any]) -> None:
    with pytest.raises(Usage, match="Not a report") as refused:
        parsed_report(json.dumps({**GOOD, **more}).encode(), "report.json")

    assert "passwd" not in refused.value.detail
    assert "<img>" not in refused.value.detail


@given(st.one_of(st.binary(), st.recursive(st.none() | st.booleans() | st.text(), st.lists).map(json.dumps)))
def test_anything_is_a_report_or_refused(content: bytes | str) -> None:
    try:
        found = parsed_report(content if isinstance(content, bytes) else content.encode("utf-8", "replace"), "x")
    except Usage:
        return
    assert isinstance(found, Report)
