"""One example of everything that a view shows: models made by hand, as workflows would return them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from platformctl.errors import Blocked, Busy, PlatformError, Usage
from platformctl.policy.verdict import Finding, Proof, Verdict
from platformctl.records.event import FIRST, Draft, Event, chained
from platformctl.records.facts import (
    ModuleFacts,
    PartialApply,
    PublicOutput,
    RecordedOutput,
    RunFacts,
    SensitiveOutput,
    StateMark,
)
from platformctl.records.head import Head, RecordedRun
from platformctl.requests.bindings import Bindings, Bound
from platformctl.sandbox.status import Running, Stopped
from platformctl.stacks.stack import Kept, Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.terraform.redaction import ABSENT, SENSITIVE, UNKNOWN, AttributeChange, Side
from platformctl.workflows.audit_results import History
from platformctl.workflows.results import Outcome, Preview, Settled, Standing, Started
from platformctl.workflows.results import Stopped as StoppedStack

SECRET = "hunter2-never-shown"
RUN, LATER, OVER = "20261124-090000-a1b2c3", "20261124-093000-d4e5f6", "20261124-094500-0a1b2c"
GOING = "20261124-095500-9f8e7d"
AT, ENDED = "2026-11-24T09:00:00.000000+00:00", "2026-11-24T09:02:31.000000+00:00"
ORDERS, NOTE = StackId("dev", "db", "orders"), StackId("desk", "note", "one")
DB, GROUP = "module.this.aws_db_instance.this", "module.this.aws_security_group.client"
GONE = StackId("dev", "db", "gone")
DELETED = f"deleted: its request is gone; 3 to destroy; platformctl apply {GONE}"
RULE = "module.this.aws_vpc_security_group_ingress_rule.this"
PARTIAL = PartialApply(made=(GROUP,), failed=(DB,), not_started=(RULE, *(f"x.y{n}" for n in range(9))))
OUTPUTS: Mapping[str, RecordedOutput] = {
    "endpoint": PublicOutput(value="acme-dev-orders.c1x2y3z4.eu-central-1.rds.amazonaws.com"),
    "port": PublicOutput(value=5432),
    "zones": PublicOutput(value=["eu-central-1a", "eu-central-1b"]),
    "motd": PublicOutput(value="line one\nport  1"),
    "password": SensitiveOutput(),
}
FACTS = RunFacts(
    command="create",
    who="ada",
    host="laptop",
    folder="/home/ada/shop",
    commit="0123456789abcdef0123456789abcdef01234567",
    uncommitted=True,
    stack_digest="sha256:0",
    module=ModuleFacts(name="db", version="1.0.0", digest="sha256:0"),
    sandbox="sandbox-1",
)


def known(value: Any) -> Side:
    """Say that a side of a change is known."""
    return Side("known", value)


def change(address: str, action: Action, *attributes: AttributeChange, **more: Any) -> ResourceChange:
    """Make one change."""
    type_, _, name = address.removeprefix("module.this.").partition(".")
    provider = "registry.terraform.io/hashicorp/aws"
    return ResourceChange(address, "managed", type_, name, provider, action, attributes, {}, **more)


def plan(*changes: ResourceChange) -> Plan:
    """Make a plan of changes."""
    planned = frozenset(each.address for each in changes if each.action is not Action.DELETE)
    return Plan("1.11.4", changes, (), (), planned, applyable=True, complete=True, errored=False)


def verdict(stack: Stack, stage: Any, *findings: Finding, standing: Any = "proven") -> Verdict:
    """Make a verdict in which each guarantee stands alike."""
    promises = [each for each in stack.contract.guarantees if stack.environment.tier in each.tiers]
    proofs = [Proof(promise=each.promise, checks=each.checks, resources=(DB,), standing=standing) for each in promises]
    return Verdict(stage=stage, findings=findings, guarantees=tuple(proofs), resources=(DB,), files={}, plan="")


def created(stack: Stack) -> Preview:
    """Preview something new."""
    changes = (change(DB, Action.CREATE), change(GROUP, Action.CREATE), change(RULE, Action.CREATE))
    return Preview(stack, plan(*changes), (verdict(stack, "configuration"), verdict(stack, "plan")))


def waiting(stack: Stack) -> Preview:
    """Plan a stack whose network is not applied yet: a part of what it promises can't be told."""
    network = Bound(producer="dev/network/core", module="network@1.0.0", outputs={"vpc_id": None})
    bindings = Bindings(bindings={"context.network": network})
    judged = verdict(stack, "plan")
    proofs = tuple(proof.model_copy(update={"standing": "pending"}) for proof in judged.guarantees[:2])
    fault = Blocked(
        "This stack waits for others",
        detail="dev/db/orders uses dev/network/core, not applied yet. Both are applied by one command, in order.",
        hint="platformctl apply dev/network/core dev/db/orders",
    )
    preview = created(replace(stack, bindings=bindings))
    told = judged.model_copy(update={"guarantees": (*proofs, *judged.guarantees[2:])})
    return replace(preview, verdicts=(told,), not_appliable=fault)


def losing(stack: Stack) -> Preview:
    """Preview a change that loses data, and one guarantee that does not hold."""
    attributes = (
        AttributeChange("engine_version", known("16"), known("17")),
        AttributeChange("id", known("db-1"), UNKNOWN),
        AttributeChange("multi_az", known(False), known(True)),
        AttributeChange("password", SENSITIVE, SENSITIVE),
        AttributeChange("tags.note", ABSENT, known("x" * 200)),
        AttributeChange("tags.odd", known("a\n+ aws_s3_bucket.fake\x1b[2J"), ABSENT),
        AttributeChange("zone", known(["a", "b"]), known([])),
    )
    changes = (
        change(GROUP, Action.CREATE),
        change(RULE, Action.UPDATE, *attributes[:2]),
        change(DB, Action.REPLACE, *attributes, replace_paths=("engine_version",)),
        change("module.this.aws_iam_role.monitoring", Action.DELETE),
        change("module.this.aws_db_parameter_group.this", Action.FORGET),
    )
    return Preview(stack, plan(*changes), (verdict(stack, "plan", standing="unproven"),))


def destroyed(stack: Stack) -> Preview:
    """Preview a destruction."""
    return Preview(stack, plan(change(DB, Action.DELETE), change(GROUP, Action.DELETE)), (), destroys=True)


def deleted(stack: Stack) -> Preview:
    """Preview the destruction of a stack whose request is gone."""
    return destroyed(replace(stack, kept=Kept(RUN, {}, stack.digest)))


def unchanged(stack: Stack) -> Preview:
    """Preview nothing."""
    return Preview(stack, plan(), (verdict(stack, "plan"),))


def unfollowed(stack: Stack) -> Preview:
    """Preview a change that would take back what another branch applied."""
    fault = Blocked(
        "What was applied last is not in this branch's history",
        detail=f"{ORDERS} was applied last by run {RUN} (apply by ada on ci-7 in /shop, at commit 0123456789ab).",
        hint=f"git merge 0123456789ab      (or, to take it back knowingly, add: --over {RUN})",
    )
    return replace(unchanged(stack), not_appliable=fault)


def outcome(preview: Preview, status: Any, **more: Any) -> Outcome:
    """Make an outcome."""
    ran: dict[str, Any] = {} if status in {"previewed", "written"} else {"run": RUN, "seconds": 151.0}
    return Outcome(preview, status, OUTPUTS if status in {"applied", "unchanged"} else {}, **ran, **more)


def stopped() -> tuple[StoppedStack, ...]:
    """Stop two stacks, for a long and for a short reason."""
    return (StoppedStack(StackId("dev", "queue", "mail"), blocked()), StoppedStack(NOTE, busy()))


def left_out() -> StoppedStack:
    """Leave a stack out that waits for another one."""
    error = PlatformError("Not started", detail="It waits for dev/queue/mail, which did not come to a good end.")
    return StoppedStack(StackId("dev", "function", "mailer"), error, started=False)


def blocked() -> Blocked:
    """Make an error of several lines."""
    line = f"Databases say that they are not public: does not hold for {DB} (PCTL_DB_NOT_PUBLIC)."
    return Blocked(
        "Blocked by a guardrail", detail=f"1 finding stands against this plan. Nothing was applied.\n- {line}"
    )


def busy() -> Busy:
    """Make an error with a hint."""
    return Busy("The stack is busy", detail=f"ada on laptop runs create ({RUN}).", hint=f"platformctl history {NOTE}")


def edited() -> Usage:
    """Make an error about a file."""
    path = "/home/ada/shop/stacks/dev/db/orders/main.tf"
    return Usage(
        "A rendered file was edited", detail=f"{path} is not what request.yaml renders to.", hint="platformctl render"
    )


def hostile() -> PlatformError:
    """Make an error that quotes what a terminal must not get."""
    return Usage(
        "Invalid input", detail="note: text: \x1b]0;title\x07\u202eevil [bold]x[/bold] :smile:", hint="a\x1b[2J b"
    )


def run(**more: Any) -> RecordedRun:
    """Make a run that was applied."""
    return RecordedRun(**{"id": RUN, "started": AT, "facts": FACTS, "outcome": "applied", "ended": ENDED, **more})


def head(stack: StackId, **more: Any) -> Head:
    """Make the head of a stack that was applied."""
    base = {"status": "applied", "last_run": run(), "last_applied": run(), "outputs": OUTPUTS}
    mark = StateMark(sha256="0" * 64, serial=7)
    return Head(**{"stack": str(stack), "seq": 4, "hash": "1" * 64, "state": mark, **base, **more})


def standings(stack: Stack) -> tuple[Standing, ...]:
    """List a stack of each kind of standing."""
    waiting = StackId("dev", "queue", "a-name-of-thirty-one-characters")
    unfinished = head(waiting, status="applying", unfinished=LATER, last_applied=None, outputs={})
    return (
        Standing(stack.id, stack.request, head(stack.id), "applied"),
        Standing(GONE, None, head(GONE), "applied", (DELETED,), deleted=True),
        Standing(StackId("dev", "db", "new"), stack.request, None, "requested"),
        Standing(waiting, None, unfinished, "interrupted", (f"interrupted: platformctl settle {waiting}",)),
    )


def half_way(stack: Stack) -> Standing:
    """Show a stack whose last run failed on the way."""
    failed = head(stack.id, status="failed", last_run=run(outcome="failed", applying=True))
    return Standing(stack.id, stack.request, failed, "failed", partial=PARTIAL)


def events() -> tuple[Event, ...]:
    """Tell the events of three runs."""
    told: tuple[tuple[str, Any, dict[str, Any]], ...] = (
        (RUN, "started", {"facts": FACTS.model_dump(mode="json")}),
        (RUN, "judged", {"stage": "configuration", "findings": []}),
        (RUN, "planned", {"summary": {"create": 14, "delete": 1}}),
        (RUN, "applying", {"plan": "0"}),
        (RUN, "applied", {"changes": 15}),
        (LATER, "started", {"facts": {**FACTS.model_dump(mode="json"), "command": "change"}}),
        (LATER, "judged", {"stage": "plan", "findings": [{"blocking": True}, {"blocking": False}]}),
        (LATER, "blocked", {"error": "Blocked by a guardrail"}),
        (OVER, "started", {"facts": {**FACTS.model_dump(mode="json"), "command": "apply", "over": RUN}}),
        (OVER, "failed", PARTIAL.model_dump(mode="json")),
        (GOING, "started", {"facts": {**FACTS.model_dump(mode="json"), "command": "apply", "files_of": OVER}}),
        (
            "20261124-100000-000000",
            "settled",
            {"verdict": "complete", "steps": ["committed the newest state", "imported x"]},
        ),
    )
    chain: list[Event] = []
    for number, (run_id, type_, body) in enumerate(told, 1):
        draft = Draft(str(ORDERS), run_id, type_, body, id=f"event-{number}")
        chain.append(chained(draft, seq=number, prev=chain[-1].hash if chain else FIRST, at=AT))
    return tuple(chain)


def history() -> History:
    """Tell a history."""
    return History(ORDERS, events())


def settled() -> tuple[Settled, ...]:
    """Settle three stacks."""
    steps = ("committed the newest state of the work folder", "imported module.this.aws_db_instance.this")
    return (
        Settled(ORDERS, "complete", steps),
        Settled(NOTE, "partial", ("not found: x",)),
        Settled(ORDERS, "nothing to settle"),
    )


def running() -> Running:
    """Run the sandbox."""
    return Running(id="0f1e2d3c", pid=4711, version="5.1.0", port=41234, url="http://127.0.0.1:41234")


def not_running() -> Stopped:
    """Don't run the sandbox."""
    return Stopped("It was never started in this project.")


def started() -> Started:
    """Start a project."""
    return Started(Path("/home/ada/shop"), ("platform.yaml", "platform.lock", "vendor/packs/"))
