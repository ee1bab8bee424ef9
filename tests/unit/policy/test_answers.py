"""A line of the worker's is a whole scan, or the reason why there is none."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import PlatformError
from platformctl.policy.answers import Reply, scan_of, whole

REPLY: dict[str, Any] = {"rows": [], "resources": ["a.b"], "unread": [], "log": [], "changed": []}
LOGGED = {"log": [{"place": "checkov.x:12", "text": "no idea what\u001b[2J 'hunter2' is."}]}
ROOT = Path("/project")
STACK = ROOT / "stacks/dev/db/orders"


def line(**change: Any) -> bytes:
    return json.dumps({**REPLY, **change}).encode()


def reply(**change: Any) -> Reply:
    return whole(Reply, line(**change), secret=False)


def rows_of(raw: bytes) -> object:
    """Return the rows, or the summary of the error."""
    try:
        return whole(Reply, raw, secret=False).rows
    except PlatformError as error:
        return error.summary


@given(st.binary(max_size=200))
def test_no_bytes_are_taken_for_an_answer(raw: bytes) -> None:
    assert rows_of(raw) == "Could not be judged"


@given(st.lists(st.recursive(st.none() | st.booleans() | st.text(), st.lists), min_size=1))
def test_no_other_rows_are_taken_for_results(rows: list[Any]) -> None:
    assert rows_of(line(rows=rows)) == "Could not be judged"


@pytest.mark.parametrize("change", [{"more": 1}, {"rows": [["a", "b", "GOOD", "f", 1]]}, {"rows": [["a", "b"]]}])
def test_an_answer_in_other_words_could_not_be_judged(change: dict[str, Any]) -> None:
    with pytest.raises(PlatformError, match="Could not be judged"):
        reply(**change)


def test_what_checkov_complains_of_is_told_without_control_characters() -> None:
    with pytest.raises(PlatformError) as unjudged:
        reply(**LOGGED)

    assert "(checkov.x:12): no idea what [2J 'hunter2' is. Without" in unjudged.value.detail


def test_of_a_plan_only_the_place_of_a_complaint_is_told() -> None:
    with pytest.raises(PlatformError) as unjudged:
        whole(Reply, line(**LOGGED), secret=True)

    assert "checkov.x:12" in unjudged.value.detail
    assert "hunter2" not in unjudged.value.detail


def test_a_file_that_checkov_left_out_is_named_as_the_project_names_it() -> None:
    left_out = reply(unread=[str(STACK / "main.tf")])

    with pytest.raises(PlatformError) as unjudged:
        scan_of(left_out, frozenset(), "configuration", ROOT, STACK)

    assert "could not read stacks/dev/db/orders/main.tf" in unjudged.value.detail


def test_a_scan_that_changed_the_judge_is_no_scan() -> None:
    with pytest.raises(PlatformError) as unjudged:
        scan_of(reply(changed=["evaluation table"]), frozenset(), "configuration", ROOT, STACK)

    assert "evaluation table" in unjudged.value.detail


def test_a_file_of_the_module_is_named_as_the_project_names_it() -> None:
    row = ["PCTL_X", "module.this.a.b", "PASSED", "/../../../../vendor/modules/db/1.0.0/main.tf", 7]

    scan = scan_of(reply(rows=[row]), frozenset(), "configuration", ROOT, STACK)

    assert (scan.rows[0].file, scan.rows[0].line) == ("vendor/modules/db/1.0.0/main.tf", 7)


def test_a_file_outside_of_the_project_is_not_named() -> None:
    row = ["PCTL_X", "a.b", "PASSED", "/../../../../../etc/passwd", 1]

    assert scan_of(reply(rows=[row]), frozenset(), "configuration", ROOT, STACK).rows[0].file == ""


def test_a_plan_has_no_lines() -> None:
    scan = scan_of(reply(rows=[["PCTL_X", "a.b", "PASSED", "/plan.json", 3]]), frozenset(), "plan", ROOT, ROOT)

    assert (scan.rows[0].file, scan.rows[0].line) == ("", 0)
