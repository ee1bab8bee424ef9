"""Examples of what is told of the audit trail and of leases."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.unit.views import samples

from platformctl.records.chain import Break
from platformctl.records.event import FIRST, Draft, Event, chained
from platformctl.records.lease import Holder
from platformctl.records.lease import Standing as Held
from platformctl.records.past_run import PastRun, runs_of
from platformctl.stacks.stack import Stack
from platformctl.workflows.audit_results import Chain, HeldLease, Pruned, ReleasedLease, RunList
from platformctl.workflows.results import Standing

NOW = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
PIPELINE = "https://git.acme.example/shop/-/jobs/4711"
FACTS = samples.FACTS.model_copy(
    update={"pipeline": PIPELINE, "request": "9" * 64, "packs": {"builtin@1.0.0": "sha256:8"}}
)
MARK = {"sha256": "a" * 64, "serial": 7}


def full_run() -> PastRun:
    """Tell a run of which everything is on record."""
    told: tuple[tuple[Any, dict[str, Any]], ...] = (
        ("started", {"facts": FACTS.model_dump(mode="json"), "before": {"sha256": "b" * 64, "serial": 3}}),
        ("judged", {"stage": "configuration", "findings": [], "seconds": 5.2}),
        ("judged", {"stage": "plan", "findings": [], "seconds": 21.0}),
        ("planned", {"summary": {"create": 14, "delete": 1}, "plan": "c" * 64, "seconds": 0.0}),
        ("applying", {"plan": "c" * 64, "seconds": 40.0}),
        ("applied", {"changes": 15, "state": MARK, "outputs": {}, "seconds": 312.0}),
    )
    chain: list[Event] = []
    for number, (type_, body) in enumerate(told, 1):
        draft = Draft(str(samples.ORDERS), samples.RUN, type_, body, id=f"full-{number}")
        at = f"2026-11-24T09:0{number}:00.000000+00:00"
        chain.append(chained(draft, seq=number, prev=chain[-1].hash if chain else FIRST, at=at))
    return PastRun(tuple(chain))


def told_in_full(stack: Stack) -> Standing:
    """Show a stack whose last run is on record with everything."""
    run = samples.run(facts=FACTS)
    return Standing(stack.id, stack.request, samples.head(stack.id, last_run=run), "applied", last=full_run())


def run_list() -> RunList:
    """List runs that ended in each way, and one that is under way."""
    runs = (full_run(), *reversed(runs_of(samples.events())))
    return RunList("dev", runs, frozenset({samples.GOING}), has_more=True)


def leases_told() -> tuple[Event, ...]:
    """Tell what befalls leases and chains."""
    told: tuple[tuple[Any, dict[str, Any]], ...] = (
        ("taken-over", {"from": samples.RUN, "by": samples.LATER, "fence": 3}),
        ("released", {"by": "grace", "from": samples.RUN, "reason": "the job was cancelled"}),
        ("checkpoint", {"head": {}, "cut": {"seq": 0, "hash": ""}}),
        ("checkpoint", {"head": {}, "cut": {"seq": 40, "hash": "4" * 64}}),
        ("moved", {"to": "s3=acme-records"}),
    )
    drafts = [Draft(str(samples.ORDERS), samples.RUN, type_, body, id=type_) for type_, body in told]
    return tuple(chained(draft, seq=number, prev=FIRST, at=samples.AT) for number, draft in enumerate(drafts, 1))


def chains() -> tuple[Chain, ...]:
    """Prove two chains, and one that does not hold."""
    broken = Break("dev/db/gone", 3, "event 3 was changed after it was written")
    return (
        Chain("dev/db/orders", 12, 12, "1" * 64),
        Chain("dev/queue/mail", 30, 70, "2" * 64),
        Chain("dev/db/gone", broken=broken),
    )


def pruned() -> tuple[Pruned, ...]:
    """Prune one stack, and leave others as they are."""
    return (
        Pruned("dev/db/orders", cut=40, kept=12),
        Pruned("dev/db/new", kept=5),
        Pruned("dev/queue/mail", left=f"run {samples.LATER} must be settled first", busy=True),
    )


def held_leases() -> tuple[HeldLease, ...]:
    """Hold one stack from a CI job, and another by somebody who died."""
    holder = Holder(
        who="ada",
        host="laptop",
        pid=4711,
        run=samples.RUN,
        command="apply",
        since=samples.AT,
        pipeline=PIPELINE,
    )
    dead = holder.model_copy(update={"who": "grace", "pid": 12, "pipeline": "", "run": samples.LATER})
    alive = HeldLease("dev/db/orders", Held(holder, 4, alive=True))
    return alive, replace(alive, stack="dev/queue/mail", standing=Held(dead, 1, alive=False))


def released() -> ReleasedLease:
    """Release a lease whose run has to be settled."""
    lease = held_leases()[1]
    return ReleasedLease(lease.stack, lease.standing, "the laptop was stolen", unfinished=samples.LATER)
