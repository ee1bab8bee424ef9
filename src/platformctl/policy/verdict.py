"""What judging comes to: findings, proven guarantees, and the digests of what was judged."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from platformctl.errors import Blocked
from platformctl.model import Model
from platformctl.policy.packs import Severity
from platformctl.policy.scan import Stage

Outcome = Literal["failed", "undecided", "missing", "loss", "limit"]
Standing = Literal["proven", "pending", "disarmed", "unproven"]
SAID: Mapping[Outcome, str] = {
    "failed": "does not hold",
    "undecided": "can't be told from what is written",
    "missing": "was not answered",
    "loss": "would be lost",
    "limit": "is over the limit",
}

SHOWN = 3
"""Resources named of those that the same is held against; the verdict has all."""


class Finding(Model):
    """What a check or a guard holds against a resource."""

    check: str
    title: str
    """The good state that is not given."""
    resource: str
    """Its address; a stack's id where the finding is about the whole stack."""
    stage: Stage
    outcome: Outcome
    severity: Severity
    blocking: bool
    guideline: str
    """What to do about it."""
    guarantee: str = ""
    """The contract's promise that is not kept."""
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """Return `file:line`, or nothing where there is none."""
        return f"{self.file}:{self.line}" if self.file else ""


class Proof(Model):
    """How one guarantee stands after a stage."""

    promise: str
    checks: tuple[str, ...]
    """Those that decided at this stage."""
    resources: tuple[str, ...]
    """Each of them passed each check, where `standing` is `proven`."""
    standing: Standing
    """`pending`: only a later stage can tell. `disarmed`: given up on purpose, on the way to a destruction."""


class Verdict(Model):
    """Everything found about one configuration or plan, tied to the bytes that were judged."""

    stage: Stage
    findings: tuple[Finding, ...]
    guarantees: tuple[Proof, ...]
    resources: tuple[str, ...]
    """Every resource that was judged."""
    files: Mapping[str, str]
    """Path to SHA-256 of each file of stack and module."""
    plan: str = ""
    """SHA-256 of the plan file; empty for a configuration."""

    @property
    def blocking(self) -> bool:
        """Claim that the answer is no."""
        return bool(self.objections)

    @property
    def objections(self) -> tuple[Finding, ...]:
        """Return the findings that block."""
        return tuple(finding for finding in self.findings if finding.blocking)

    @property
    def proven(self) -> tuple[Proof, ...]:
        """Return the guarantees that hold."""
        return tuple(proof for proof in self.guarantees if proof.standing == "proven")

    def with_findings(self, findings: Sequence[Finding]) -> "Verdict":
        """Add what guards found."""
        return self.model_copy(update={"findings": (*self.findings, *findings)})

    def to_record(self) -> dict[str, Any]:
        """Return it as plain JSON for the records; addresses, ids and digests, never a value."""
        return self.model_dump(mode="json")


def enforce(verdict: Verdict, if_lost: str = "") -> Verdict:
    """Return the verdict when nothing blocks; raise Blocked with all that does."""
    refuse(verdict.objections, "configuration" if verdict.stage == "configuration" else "plan", if_lost)
    return verdict


def refuse(findings: Sequence[Finding], what: str, if_lost: str = "") -> None:
    """Raise Blocked when any of the findings blocks; `if_lost` is what to type where one is about lost data."""
    against = [finding for finding in findings if finding.blocking]
    if against:
        count = "1 finding stands" if len(against) == 1 else f"{len(against)} findings stand"
        alike: dict[tuple[str, Outcome, str], list[Finding]] = {}
        for finding in against:
            alike.setdefault((finding.check, finding.outcome, finding.guideline), []).append(finding)
        lines = "\n".join(f"- {_line(group)}" for group in alike.values())
        hint = if_lost if any(finding.outcome == "loss" for finding in against) else ""
        detail = f"{count} against this {what}. Nothing was applied.\n{lines}"
        raise Blocked("Blocked by a guardrail", detail=detail, hint=hint)


def _line(alike: Sequence[Finding]) -> str:
    """Say once what is held against several resources."""
    finding = alike[0]
    named = ", ".join(one.resource for one in alike[:SHOWN])
    resources = f"{named} and {len(alike) - SHOWN} more" if len(alike) > SHOWN else named
    at = f", {finding.place}" if finding.place else ""
    broken = f" Promised: {finding.guarantee.rstrip('.')}." if finding.guarantee else ""
    said = f"{finding.title}: {SAID[finding.outcome]} for {resources} ({finding.check}{at})."
    return f"{said}{broken} {finding.guideline}"
