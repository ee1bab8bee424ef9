"""A report as the two small documents that GitLab shows in a merge request: counts of changes, and code quality."""

import json
from typing import Any

from platformctl.views.plain import harmless
from platformctl.views.report_issues import Issue, issues
from platformctl.workflows.report_results import Report

SEVERITIES = {"critical": "critical", "high": "major", "medium": "minor", "low": "info"}
LONGEST = 1_000


def terraform_counts(report: Report) -> str:
    """Count as GitLab does: what is replaced is created and deleted."""
    counts = [stack.counts for stack in report.stacks]
    replaced = sum(one.replace for one in counts)
    said = {
        "create": sum(one.create for one in counts) + replaced,
        "update": sum(one.update for one in counts),
        "delete": sum(one.delete for one in counts) + replaced,
    }
    return json.dumps(said) + "\n"


def code_quality(report: Report) -> str:
    """List findings, losses and failures at the requests that they are about."""
    return json.dumps([_issue(issue) for issue in issues(report)], indent=1) + "\n"


def _issue(issue: Issue) -> dict[str, Any]:
    text = harmless(issue.text).replace("\n", " ")
    return {
        "description": text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…",
        "check_name": harmless(issue.rule),
        "fingerprint": issue.fingerprint,
        "severity": "blocker" if issue.blocking else SEVERITIES[issue.severity],
        "location": {"path": harmless(issue.request), "lines": {"begin": issue.stack.request_line}},
    }
