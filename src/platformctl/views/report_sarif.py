"""A report as SARIF 2.1.0: each finding at the line of the request that it is about, for a code host to show there.

A result is known again by what it says and of which resource, never by its line; so it stays closed where somebody
closed it, however the request moves.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from platformctl import __version__
from platformctl.policy.packs import Severity
from platformctl.views.plain import harmless, short
from platformctl.views.report_issues import FAILED, LOST, Issue, issues
from platformctl.views.report_words import unplanned
from platformctl.workflows.report_results import FindingLine, Report

MOST_RESULTS = 5_000
"""As many as GitHub shows of a run; it takes 25,000."""
LONGEST_TEXT = 1_000
NAMESPACE = "platformctl/v1"
SEVERITIES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.5"}
"""What GitHub reads a severity from."""
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/?&=%#-]*)?")
_TITLES = {FAILED: "Every stack can be planned", LOST: "Nothing is lost unnoticed"}


def sarif(report: Report) -> str:
    """Write the report's findings, failures and losses."""
    found = list(issues(report))
    kept = found[:MOST_RESULTS]
    rules = _rules(report, {plain(issue.rule) for issue in kept})
    run = {
        "tool": {"driver": {"name": "platformctl", "version": __version__, "rules": rules}},
        "automationDetails": {"id": f"platformctl/{harmless(report.shard)}"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(found) - len(kept))],
        "results": list(_results(kept, rules)),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def level_of(severity: Severity, *, blocking: bool) -> str:
    """Say how loud something is: what blocks is an error."""
    if blocking:
        return "error"
    return "warning" if severity in {"critical", "high"} else "note"


def _result(issue: Issue, number: int, rule: int) -> dict[str, Any]:
    return {
        "ruleId": plain(issue.rule),
        "ruleIndex": rule,
        "level": level_of(issue.severity, blocking=issue.blocking),
        "message": {"text": plain(issue.text)},
        "partialFingerprints": {NAMESPACE: f"{issue.fingerprint}:{number}"},
        "locations": [_location(issue)],
    }


def _results(kept: Sequence[Issue], rules: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Number those that nothing tells apart: a host takes two of one fingerprint for one."""
    places = {rule["id"]: number for number, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    for issue in kept:
        seen[issue.fingerprint] += 1
        yield _result(issue, seen[issue.fingerprint], places[plain(issue.rule)])


def _location(issue: Issue) -> dict[str, Any]:
    place = {"uri": quote(issue.request)}
    return {
        "physicalLocation": {"artifactLocation": place, "region": {"startLine": issue.stack.request_line}},
        "logicalLocations": [
            {"fullyQualifiedName": plain(f"{issue.stack.id} {short(issue.about[0])}"), "kind": "resource"}
        ],
    }


def _rules(report: Report, used: set[str]) -> list[dict[str, Any]]:
    """Describe the rules that spoke, by the first finding of each."""
    found: dict[str, FindingLine] = {}
    for stack in report.stacks:
        for one in stack.findings:
            found.setdefault(plain(one.check), one)
    described = {name: _rule(name, one) for name, one in found.items()}
    own = {name: _own_rule(name) for name in (FAILED, LOST)}
    return [{**own, **described}[name] for name in sorted(used)]


def _rule(name: str, one: FindingLine) -> dict[str, Any]:
    address = _ADDRESS.search(one.guideline)
    help_ = {"helpUri": address[0].rstrip(".")} if address else {}
    text = plain(one.guideline or one.title)
    return {
        "id": name,
        "shortDescription": {"text": plain(one.title)},
        "fullDescription": {"text": plain(one.guarantee or one.title)},
        "help": {"text": text},
        **help_,
        "defaultConfiguration": {"level": level_of(one.severity, blocking=one.blocking)},
        "properties": {"security-severity": SEVERITIES[one.severity], "tags": ["security"]},
    }


def _own_rule(name: str) -> dict[str, Any]:
    text = {"text": _TITLES[name]}
    level = "error" if name == FAILED else "warning"
    return {"id": name, "shortDescription": text, "help": text, "defaultConfiguration": {"level": level}}


def _invocation(report: Report, left: int) -> dict[str, Any]:
    said = {"exitCode": report.exit_code, "executionSuccessful": report.exit_code in {0, 2, 3}}
    texts = [f"{left} more results are left out; the report has all of them."] if left else []
    texts += [mode] if (mode := unplanned(report, str)) else []
    told = [{"level": "warning", "message": {"text": plain(text)}} for text in (*texts, *report.notes)]
    return {**said, "toolExecutionNotifications": told} if told else said


def plain(text: str) -> str:
    """Return a text as a message of SARIF, which takes `[words](target)` for a link and braces for a place."""
    shown = harmless(text).replace("](", "] (").replace("{", "{{").replace("}", "}}")
    cut = shown if len(shown) <= LONGEST_TEXT else f"{shown[: LONGEST_TEXT - 1]}…"
    return cut or "-"
