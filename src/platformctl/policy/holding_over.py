"""Leaves open, in the preview of a stack whose producers don't exist yet, what can't be told before they do.

Such a verdict opens nothing: before the stack is applied it is planned again, on what the producers then hand out.
"""

from collections.abc import Callable

from platformctl.policy.scan import without_keys
from platformctl.policy.verdict import Finding, Verdict
from platformctl.terraform.plan import Plan


def without_what_is_undecided(configuration: Verdict) -> Verdict:
    """Leave open what can't be told from a configuration some of whose values are not known yet; the plan will tell."""
    return _opened(configuration, lambda finding: finding.outcome == "undecided")


def held_over(verdict: Verdict, configuration: Verdict, plan: Plan) -> Verdict:
    """Leave open what is held against values that are not known yet, and does not fail in the configuration already."""
    failed = {_key(finding) for finding in configuration.findings if finding.outcome == "failed"}
    unknown = {
        change.address
        for change in plan.resource_changes
        if any(attribute.after.kind == "unknown" for attribute in change.attributes)
    }

    def is_open(finding: Finding) -> bool:
        told = finding.outcome not in {"failed", "undecided"} or _key(finding) in failed
        return finding.resource in unknown and not told

    return _opened(verdict, is_open)


def _opened(verdict: Verdict, is_open: Callable[[Finding], bool]) -> Verdict:
    """Take from such findings that they block, and from what nothing else speaks against that it is unproven."""
    findings = tuple(_left_open(each) if is_open(each) else each for each in verdict.findings)
    opened = {each.guarantee for each in verdict.findings if each.blocking and is_open(each)}
    still = {each.guarantee for each in findings if each.blocking}
    proofs = tuple(
        proof.model_copy(update={"standing": "pending"}) if proof.promise in opened - still else proof
        for proof in verdict.guarantees
    )
    return verdict.model_copy(update={"findings": findings, "guarantees": proofs})


def _left_open(finding: Finding) -> Finding:
    return finding.model_copy(update={"outcome": "undecided", "blocking": False})


def _key(finding: Finding) -> tuple[str, str]:
    return finding.check, without_keys(finding.resource)
