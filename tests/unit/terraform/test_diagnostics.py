"""What Terraform complains of, and the error that becomes of it."""

import pytest

from platformctl.terraform.diagnostics import Diagnostic, diagnostic_of, ending, failure

ERROR = Diagnostic("error", "Reference to undeclared resource", "It is not declared.", place="main.tf:3")


def test_a_diagnostic_keeps_place_and_address_and_leaves_values_out() -> None:
    document = {
        "severity": "error",
        "summary": "Bad",
        "detail": "Worse",
        "address": "module.this.x.y",
        "range": {"filename": "main.tf", "start": {"line": 3, "column": 1}},
        "snippet": {"values": [{"traversal": "var.password", "statement": 'is "hunter2"'}]},
    }

    found = diagnostic_of(document)

    assert found == Diagnostic("error", "Bad", "Worse", "module.this.x.y", "main.tf:3")


@pytest.mark.parametrize("document", [None, "text", [], 3])
def test_what_is_no_diagnostic_is_none(document: object) -> None:
    assert diagnostic_of(document) is None


def test_an_error_has_our_summary_and_terraforms_words() -> None:
    error = failure("Terraform could not plan", [ERROR], "prose")

    assert error.summary == "Terraform could not plan"
    assert error.detail == "Reference to undeclared resource (main.tf:3): It is not declared."


def test_prose_is_passed_on_where_no_diagnostic_came() -> None:
    warning = Diagnostic("warning", "Old")

    assert failure("No", [warning], " out of memory \n").detail == "out of memory"


def test_many_errors_are_counted() -> None:
    errors = [Diagnostic("error", f"Bad {number}") for number in range(5)]

    assert failure("No", [*errors, *errors], "").detail.splitlines() == ["Bad 0.", "Bad 1.", "Bad 2.", "And 2 more."]


def test_what_is_said_again_and_again_is_told_once() -> None:
    assert failure("No", [ERROR] * 121, "").detail == failure("No", [ERROR], "").detail


def test_an_answer_of_the_cloud_cannot_paint_the_terminal() -> None:
    found = diagnostic_of({"severity": "error", "summary": "a\x1b[31mb\x07\u202e", "detail": "one\ntwo"})

    assert found == Diagnostic("error", "a[31mb", "one\ntwo")


def test_a_silent_end_is_told_by_signal_or_code() -> None:
    assert ending(-9) == "It was ended by signal 9."
    assert ending(1) == "It ended with exit code 1."
