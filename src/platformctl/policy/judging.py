"""Turns a scan into a verdict (design 10.1): no finding proves nothing.

A guarantee holds when each of its checks passed for each of its resources, at every stage that the check decides.
What was not answered, not decided or not seen counts against it; what could not be judged at all is an error.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from platformctl.catalog.contract import Contract, Guarantee
from platformctl.errors import Usage
from platformctl.policy.blind_spots import blind_spot
from platformctl.policy.packs import Check, Pack, all_checks
from platformctl.policy.scan import STAGES, Row, Scan, Stage, type_of, unjudged, without_keys
from platformctl.policy.verdict import Finding, Outcome, Proof, Standing, Verdict
from platformctl.project.words import Tier
from platformctl.terraform.plan import Action, Plan

Key = tuple[str, str]
"""A check and a resource."""


@dataclass(frozen=True)
class Rules:
    """What a stack is judged by."""

    contract: Contract
    tier: Tier
    packs: Sequence[Pack]
    disarming: bool = False
    """This is the first of the two plans that destroy what is protected."""

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """Return every check of the packs."""
        return all_checks(self.packs)

    @cached_property
    def guarantees(self) -> tuple[Guarantee, ...]:
        """Return what the contract promises in this tier."""
        return tuple(each for each in self.contract.guarantees if self.tier in each.tiers)

    def deciding(self, guarantee: Guarantee, stage: Stage) -> tuple[str, ...]:
        """Return the checks of a guarantee that can tell at this stage."""
        return tuple(name for name in guarantee.checks if self.checks[name].decides_at(stage))


def judge_configuration(scan: Scan, rules: Rules, files: Mapping[str, str]) -> Verdict:
    """Judge a scan of a stack's folder; `files` are the digests of everything in stack and module."""
    _refuse_incomplete(scan, rules, "configuration")
    if not scan.resources:
        raise unjudged("checkov found no resource in the configuration.")
    return _verdict(scan, rules, files)


def judge_plan(scan: Scan, plan: Plan, rules: Rules, configuration: Verdict, digest: str) -> Verdict:
    """Judge a scan of a plan whose `configuration` was judged before; `digest` is the plan file's."""
    _refuse_incomplete(scan, rules, "plan")
    if configuration.stage != "configuration" or configuration.blocking:
        raise unjudged("The configuration of this plan has no verdict that lets it pass.")
    _refuse_other_resources(scan, plan, configuration)
    verdict = _verdict(scan, rules, configuration.files)
    before = {proof.promise: proof for proof in configuration.guarantees}
    proofs = tuple(_carried(proof, before.get(proof.promise)) for proof in verdict.guarantees)
    return verdict.model_copy(update={"guarantees": proofs, "plan": digest})


def _verdict(scan: Scan, rules: Rules, files: Mapping[str, str]) -> Verdict:
    findings = tuple(sorted(_findings(scan, rules), key=lambda each: (not each.blocking, each.check, each.resource)))
    against = {(finding.check, finding.resource): finding for finding in findings}
    return Verdict(
        stage=scan.stage,
        findings=findings,
        guarantees=tuple(_proof(guarantee, scan, rules, against) for guarantee in rules.guarantees),
        resources=tuple(sorted(scan.resources)),
        files=dict(sorted(files.items())),
    )


def _findings(scan: Scan, rules: Rules) -> Iterator[Finding]:
    """Everything that is not as it should be: of what was promised, and of what the packs ask of all."""
    answers = _answers(scan.rows)
    promised = {key: guarantee for guarantee in rules.guarantees for key in _expected(guarantee, scan, rules)}
    for key in {**promised, **answers}:
        check = rules.checks.get(key[0])
        if check is None or not check.decides_at(scan.stage):
            continue
        outcome = _outcome(key, answers.get(key), promised=key in promised)
        if outcome:
            yield _finding(key, outcome, answers.get(key), rules, promised.get(key), scan.stage)


def _answers(rows: Sequence[Row]) -> Mapping[Key, Row]:
    """Keep the worst answer about each pair."""
    worst = ("FAILED", "UNKNOWN", "SKIPPED", "PASSED")
    answers: dict[Key, Row] = {}
    for row in sorted(rows, key=lambda each: worst.index(each.result)):
        answers.setdefault((row.check, row.resource), row)
    return answers


def _expected(guarantee: Guarantee, scan: Scan, rules: Rules) -> Iterator[Key]:
    """Pair each deciding check with each resource; a type without any resource stands for itself."""
    for check in rules.deciding(guarantee, scan.stage):
        for kind in guarantee.resources:
            found = sorted(address for address in scan.resources if type_of(address) == kind)
            yield from ((check, address) for address in found or [kind])


def _outcome(key: Key, row: Row | None, *, promised: bool) -> Outcome | None:
    """Say what is wrong with an answer; checkov's own checks say UNKNOWN also for what they don't apply to."""
    if row is None:
        return "missing"
    if row.result == "PASSED":
        return None
    if row.result == "FAILED":
        return "failed"
    return "undecided" if promised or key[0].startswith("PCTL_") else None


def _finding(
    key: Key, outcome: Outcome, row: Row | None, rules: Rules, guarantee: Guarantee | None, stage: Stage
) -> Finding:
    check = rules.checks[key[0]]
    blocking = guarantee is not None or (check.blocking and rules.tier in check.tiers)
    return Finding(
        check=key[0],
        title=check.title,
        resource=key[1],
        stage=stage,
        outcome=outcome,
        severity=check.severity,
        blocking=blocking and not (rules.disarming and check.disarmable),
        guideline=check.guideline,
        guarantee=guarantee.promise if guarantee else "",
        file=row.file if row else "",
        line=row.line if row else 0,
    )


def _proof(guarantee: Guarantee, scan: Scan, rules: Rules, against: Mapping[Key, Finding]) -> Proof:
    expected = tuple(_expected(guarantee, scan, rules))
    found = [against[key] for key in expected if key in against]
    standing: Standing = "unproven" if any(each.blocking for each in found) else "disarmed" if found else "proven"
    return Proof(
        promise=guarantee.promise,
        checks=rules.deciding(guarantee, scan.stage),
        resources=tuple(sorted({address for _, address in expected})),
        standing=standing if expected else "pending",
    )


def _carried(proof: Proof, before: Proof | None) -> Proof:
    """Let a guarantee that only the configuration can tell about stand as it stood there."""
    return before if proof.standing == "pending" and before else proof


def _refuse_incomplete(scan: Scan, rules: Rules, stage: Stage) -> None:
    if scan.stage != stage:
        raise unjudged(f"A scan of a {scan.stage} was given for one of a {stage}.")
    for guarantee in rules.guarantees:
        for name in guarantee.checks:
            if name not in rules.checks:
                raise _unknown_check(rules.contract, guarantee, name)
        _refuse_blind(guarantee, rules)
    unregistered = sorted(set(rules.checks) - scan.registered)
    if unregistered:
        raise unjudged(f"checkov did not load {', '.join(unregistered)}.")


def _refuse_blind(guarantee: Guarantee, rules: Rules) -> None:
    """Stop where all that would prove a promise is known to pass what breaks it."""
    for kind in guarantee.resources:
        told = [(name, stage) for stage in STAGES for name in rules.deciding(guarantee, stage)]
        spots = [(name, blind_spot(name, kind, stage)) for name, stage in told]
        if spots and all(spot for _, spot in spots):
            reasons = dict.fromkeys(f"{name} {spot.why}" for name, spot in spots if spot)
            raise Usage(
                "A promise can't be proven",
                detail=f"{rules.contract.name}@{rules.contract.version} promises '{guarantee.promise}' for {kind} by "
                f"nothing but what is known to see too little: {'; '.join(reasons)}.",
                hint=f"platformctl catalog {rules.contract.name}",
            )


def _refuse_other_resources(scan: Scan, plan: Plan, configuration: Verdict) -> None:
    """Hold what was judged against what is planned, and that against what the configuration showed."""
    forgotten = {change.address for change in plan.resource_changes if change.action is Action.FORGET}
    other = scan.resources ^ (plan.planned - forgotten)
    if other:
        raise unjudged(f"What was judged is not what is planned: {_some(other)}.")
    seen = {without_keys(address) for address in configuration.resources}
    unseen = {address for address in scan.resources if without_keys(address) not in seen}
    if unseen:
        raise unjudged(f"The plan has what checkov did not see in the configuration: {_some(unseen)}.")


def _some(addresses: set[str] | frozenset[str]) -> str:
    listed = sorted(addresses)
    return ", ".join(listed[:5]) + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")


def _unknown_check(contract: Contract, guarantee: Guarantee, name: str) -> Usage:
    return Usage(
        "A promise can't be proven",
        detail=f"{contract.name}@{contract.version} promises '{guarantee.promise}' by {name}, and no pack of this "
        "project has that check.",
        hint="git diff platform.yaml platform.lock",
    )
