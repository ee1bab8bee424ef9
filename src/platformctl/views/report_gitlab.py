"""A report as the two small documents that GitLab shows in a merge request: counts of changes, and code quality."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from platformctl.views.plain import harmless
from platformctl.views.report_issues import Issue, issues
from platformctl.views.report_words import unplanned
from platformctl.workflows.report_results import Report

SEVERITIES = {"critical": "critical", "high": "major", "medium": "minor", "low": "info"}
LONGEST = 1_000
UNTRUSTED = "PCTL_UNTRUSTED"
PLATFORM = "platform.yaml"


def terraform_counts(report: Report) -> str:
    """Count as GitLab does: what is replaced is created and deleted. Without a plan there is no count, not even 0."""
    counts = [stack.counts for stack in report.stacks]
    if report.mode == "untrusted" and not any(one.total for one in counts):
        return "{}\n"
    replaced = sum(one.replace for one in counts)
    said = {
        "create": sum(one.create for one in counts) + replaced,
        "update": sum(one.update for one in counts),
        "delete": sum(one.delete for one in counts) + replaced,
    }
    return json.dumps(said) + "\n"


def code_quality(report: Report) -> str:
    """List findings, losses and failures at the requests that they are about."""
    return json.dumps([*_mode(report), *(_issue(issue) for issue in issues(report))], indent=1) + "\n"


def _mode(report: Report) -> Iterator[dict[str, Any]]:
    """Say of untrusted mode that it is: a list without a word would read as that all is well."""
    if said := unplanned(report, harmless):
        yield {
            "description": _cut(said),
            "check_name": UNTRUSTED,
            "fingerprint": hashlib.sha256(said.encode()).hexdigest()[:32],
            "severity": "info",
            "location": {"path": PLATFORM, "lines": {"begin": 1}},
        }


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "description": _cut(harmless(issue.text)),
        "check_name": harmless(issue.rule),
        "fingerprint": issue.fingerprint,
        "severity": "blocker" if issue.blocking else SEVERITIES[issue.severity],
        "location": {"path": harmless(issue.request), "lines": {"begin": issue.stack.request_line}},
    }


def _cut(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
