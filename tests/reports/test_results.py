"""Results that code hosts keep: known again however the request moves, loud where they block, told apart."""

import json
import re
from typing import Any

import pytest
from tests.reports import samples

from platformctl.cli.report_formats import texts_of
from platformctl.workflows.report_results import FindingLine, Report, StackReport


def run_of(report: Report) -> Any:
    """Return the one run of a report's SARIF."""
    return json.loads(texts_of(report)("sarif"))["runs"][0]


def fingerprints(stack: StackReport) -> list[str]:
    """Return what the results of a stack are known by."""
    results = run_of(samples.report([stack]))["results"]
    return [result["partialFingerprints"]["platformctl/v1"] for result in results]


def finding(**more: Any) -> FindingLine:
    """Make another finding of the check that the sample has."""
    return samples.blocked().findings[0].model_copy(update=more)


def with_findings(*findings: FindingLine) -> StackReport:
    """Return a blocked stack with these findings."""
    return samples.blocked().model_copy(update={"findings": findings, "losses": ()})


def test_a_result_is_known_again_on_another_line_and_in_other_words() -> None:
    moved = samples.blocked().model_copy(update={"request_line": 40, "request": "moved/request.yaml"})

    assert fingerprints(moved) == fingerprints(samples.blocked())
    assert fingerprints(with_findings(finding(guideline="Other words."))) == fingerprints(with_findings(finding()))
    assert fingerprints(with_findings(finding(stage="configuration"))) == fingerprints(with_findings(finding()))


@pytest.mark.parametrize("more", [{"resource": "a.b"}, {"check": "PCTL_OTHER_1"}, {"outcome": "undecided"}])
def test_results_about_other_things_are_told_apart(more: dict[str, Any]) -> None:
    assert fingerprints(with_findings(finding(**more))) != fingerprints(with_findings(finding()))


def test_two_results_that_nothing_tells_apart_are_two() -> None:
    found = fingerprints(with_findings(finding(), finding(line=20)))

    assert len(set(found)) == 2


def test_the_same_finding_in_another_stack_is_another_result() -> None:
    other = with_findings(finding()).model_copy(update={"id": "prod/db/other"})

    assert fingerprints(other) != fingerprints(with_findings(finding()))


@pytest.mark.parametrize(
    ("severity", "blocking", "level"),
    [("low", True, "error"), ("critical", False, "warning"), ("medium", False, "note")],
)
def test_what_blocks_is_an_error_however_severe(severity: str, blocking: bool, level: str) -> None:
    stack = with_findings(finding(severity=severity, blocking=blocking))

    levels = [result["level"] for result in run_of(samples.report([stack]))["results"]]

    assert level in levels


def test_a_result_stands_at_the_line_of_the_request() -> None:
    place = run_of(samples.report([samples.blocked()]))["results"][0]["locations"][0]["physicalLocation"]

    assert place["artifactLocation"]["uri"] == "stacks/prod/db/users/request.yaml"
    assert place["region"]["startLine"] == 7


def test_a_rule_says_what_to_do_where_to_read_on_and_how_severe_it_is() -> None:
    guideline = "Set it; see https://acme.example/policies/db#deletion."
    rule = run_of(samples.report([with_findings(finding(guideline=guideline))]))["tool"]["driver"]["rules"][0]

    assert rule["help"]["text"] == guideline
    assert rule["helpUri"] == "https://acme.example/policies/db#deletion"
    assert rule["properties"]["security-severity"] == "8.0"


def test_data_that_is_lost_is_a_result_even_where_no_guard_speaks() -> None:
    results = run_of(samples.report([samples.gone()]))["results"]

    assert [result["ruleId"] for result in results] == ["PCTL_PLAN_LOSS"]


def test_code_quality_knows_each_issue_by_a_fingerprint_of_its_own() -> None:
    issues = json.loads(texts_of(samples.typical())("codequality"))

    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 4


@pytest.mark.parametrize(
    ("severity", "blocking", "said"),
    [("low", True, "blocker"), ("critical", False, "critical"), ("medium", False, "minor"), ("low", False, "info")],
)
def test_code_quality_says_what_gitlab_reads(severity: str, blocking: bool, said: str) -> None:
    stack = with_findings(finding(severity=severity, blocking=blocking)).model_copy(update={"error": None})

    (issue,) = json.loads(texts_of(samples.report([stack]))("codequality"))

    assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
    assert (issue["severity"], issue["check_name"]) == (said, "PCTL_DB_DELETION_1")
    assert issue["location"] == {"path": "stacks/prod/db/users/request.yaml", "lines": {"begin": 7}}


def test_the_page_needs_nothing_from_anywhere() -> None:
    page = texts_of(samples.typical())("html")

    assert not re.search(r"<script|<link|<iframe|<img|\bsrc=|\bhref=|url\(|@import|https?://", page)
    assert "default-src 'none'" in page
