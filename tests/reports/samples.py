"""Reports made by hand: a typical pull request, and large ones."""

from collections.abc import Sequence
from typing import Any

from platformctl.workflows.report_results import (
    AttributeLine,
    ChangeLine,
    Counts,
    ErrorLines,
    FindingLine,
    GuaranteeLine,
    IntentChange,
    Loss,
    Report,
    StackReport,
)

DB = "module.this.aws_db_instance.this"
BUCKET = "module.this.aws_s3_bucket.this"
MADE = AttributeLine(path="message_retention_seconds", before="(none)", after="1209600")
LATER = tuple(AttributeLine(path=path, before="(none)", after="(known after apply)") for path in ("id", "url"))
PROVEN = (
    GuaranteeLine(promise="Encrypted at rest with the environment's key.", standing="proven"),
    GuaranteeLine(promise="Not reachable from the internet.", standing="proven"),
)


def stack(id_: str, status: Any = "changes", **more: Any) -> StackReport:
    """Make one stack."""
    environment, kind, name = id_.split("/")
    facts = {"tier": environment, "team": "shop", "touched": "changed", "request": f"stacks/{id_}/request.yaml"}
    return StackReport(id=id_, kind=kind, name=name, environment=environment, status=status, **{**facts, **more})


def grown() -> StackReport:
    """A database that grows in place."""
    size = AttributeLine(path="allocated_storage", before="20", after="50")
    return stack(
        "prod/db/orders",
        why=("request.yaml changed",),
        intent=(IntentChange(name="storage", before="20", after="50 GB", in_place=True),),
        counts=Counts(update=1),
        changes=(ChangeLine(address=DB, action="update", attributes=(size,)),),
        guarantees=PROVEN,
        fingerprint="fp:5f0c2a9be1d4",
        request_line=9,
        seconds=12.4,
    )


def added() -> StackReport:
    """A new queue, planned on what the same change will make."""
    return stack(
        "prod/queue/mail",
        touched="new",
        intent=(IntentChange(name="retention", before="", after="14 days", in_place=True),),
        counts=Counts(create=4),
        changes=(ChangeLine(address="module.this.aws_sqs_queue.this", action="create", attributes=(MADE, *LATER)),),
        guarantees=PROVEN[:1],
        speculative=True,
    )


def blocked() -> StackReport:
    """A database that would be replaced, so its data would be gone, and that two checks speak against."""
    finding = FindingLine(
        check="PCTL_DB_DELETION_1",
        title="Databases are protected against deletion",
        resource=DB,
        outcome="failed",
        severity="high",
        blocking=True,
        guideline="Set deletion_protection = true on aws_db_instance.",
        guarantee="Can't be deleted by mistake.",
        stage="plan",
        file="vendor/modules/db/1.0.0/main.tf",
        line=14,
    )
    loss = FindingLine(
        check="PCTL_GUARD_LOSS",
        title="What holds data is kept",
        resource=DB,
        outcome="loss",
        severity="critical",
        blocking=True,
        guideline="identifier can't be changed in place. Put the word into request.yaml (lifecycle).",
        stage="plan",
    )
    name = AttributeLine(path="identifier", before="acme-prod-users", after="acme-prod-people", forces=True)
    secret = AttributeLine(path="password", before="(sensitive)", after="(sensitive)")
    return stack(
        "prod/db/users",
        "blocked",
        why=("request.yaml changed",),
        intent=(IntentChange(name="name", before="acme-prod-users", after="acme-prod-people", in_place=False),),
        counts=Counts(replace=1),
        losses=(Loss(address=DB, type="aws_db_instance", action="replace", data=True),),
        changes=(ChangeLine(address=DB, action="replace", attributes=(name, secret)),),
        findings=(finding, loss),
        guarantees=(PROVEN[0], GuaranteeLine(promise="Can't be deleted by mistake.", standing="unproven")),
        error=ErrorLines(summary="Blocked by a guardrail", detail="2 findings stand against this plan.", exit_code=3),
        request_line=7,
        seconds=11,
    )


def gone() -> StackReport:
    """A bucket whose request was deleted."""
    return stack(
        "prod/bucket/exports",
        touched="deleted",
        why=("its request is gone",),
        counts=Counts(delete=2),
        losses=(
            Loss(address=BUCKET, type="aws_s3_bucket", action="delete", data=True),
            Loss(
                address="module.this.aws_s3_bucket_policy.this",
                type="aws_s3_bucket_policy",
                action="delete",
                data=False,
            ),
        ),
        changes=(
            ChangeLine(address=BUCKET, action="delete"),
            ChangeLine(address="module.this.aws_s3_bucket_policy.this", action="delete"),
        ),
    )


def failed() -> StackReport:
    """A request that does not parse."""
    detail = "stacks/prod/queue/pay/request.yaml:6:3: inputs.retention_days: must be 14 or less."
    return stack(
        "prod/queue/pay", "failed", error=ErrorLines(summary="A file is not valid", detail=detail, exit_code=64)
    )


def quiet(number: int) -> StackReport:
    """A stack in which nothing changes."""
    return stack(f"prod/note/n{number}", "unchanged", touched="bound", guarantees=PROVEN[:1])


def report(stacks: Sequence[StackReport], **more: Any) -> Report:
    """Make the report of a pull request."""
    facts = {
        "environment": "prod",
        "since": "origin/main",
        "fork_point": "0" * 8 + "1a2b" * 8,
        "commit": "5d6e7f8a" * 5,
    }
    return Report(stacks=tuple(stacks), **{**facts, **more})


def typical() -> Report:
    """Two change, one loses data, one is blocked, one does not parse, 26 are as they were."""
    stacks = [grown(), added(), blocked(), gone(), failed(), *(quiet(number) for number in range(26))]
    return report(stacks, uncommitted=2, exit_code=64)


def many(count: int) -> Report:
    """Make a report of many stacks: a tenth blocked, a tenth losing, a twentieth failing, the rest changing."""
    kinds = (blocked(), gone(), *(grown() for _ in range(7)), added())
    found = []
    for number in range(count):
        model = failed() if number % 20 == 19 else kinds[number % len(kinds)]
        name = f"{model.name}-{number}"
        found.append(model.model_copy(update={"name": name, "id": f"prod/{model.kind}/{name}"}))
    return report(found, exit_code=3)


def untrusted() -> Report:
    """A pull request from a fork: looked at, not planned."""
    skip = FindingLine(
        check="PCTL_SKIP_1",
        title="Checks are not skipped by a comment",
        resource="prod/db/orders",
        outcome="failed",
        severity="medium",
        blocking=False,
        guideline="Take the comment out; a waiver goes into waivers.yaml.",
        stage="configuration",
        file="vendor/modules/db/1.0.0/main.tf",
        line=3,
    )
    looked = stack("prod/db/orders", "inspected", why=("request.yaml changed",), findings=(skip,), guarantees=PROVEN)
    why = ("the pull request comes from a fork", "platform.lock changed")
    return report([looked, failed()], mode="untrusted", why_untrusted=why, exit_code=64)
