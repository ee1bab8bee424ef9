"""A world in memory for workflows: real records, files and guards; Terraform, judge and person play a script.

Every call that reaches the world is written down, so that a test can say what happened and in which order.
"""

import json
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.unit.workflows import combined

from platformctl.catalog.contract import Contract
from platformctl.cloud.objects import MayNotLook, Seen, Wanted
from platformctl.errors import PlatformError
from platformctl.policy.judge import Judge
from platformctl.policy.verdict import Finding, Verdict
from platformctl.progress import Event, silent
from platformctl.project.project import Project, load_project
from platformctl.records.facts import ModuleFacts, RunFacts
from platformctl.records.local import LocalRecords
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.digests import Digests, sha256_of
from platformctl.terraform.plan import Action, Plan, ResourceChange
from platformctl.terraform.process import Running
from platformctl.terraform.saved_plan import PlanFile
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import WorkFolder
from platformctl.workflows.ports import Access, Ports
from platformctl.workflows.results import Preview

ONE, TWO = "module.this.terraform_data.this[0]", "module.this.terraform_data.this[1]"
SECRET = "hunter2-never-recorded"
EMPTY = b'{"version": 4, "serial": 0, "lineage": "", "outputs": {}, "resources": []}'


def change(address: str = ONE, action: Action = Action.CREATE) -> ResourceChange:
    """Make one change of the note."""
    return ResourceChange(
        address, "managed", "terraform_data", "this", "terraform.io/builtin/terraform", action, (), {}
    )


def finding(blocking: bool = True) -> Finding:
    """Make a finding."""
    return Finding(
        check="PCTL_NOTE_1",
        title="Notes are good",
        resource=ONE,
        stage="plan",
        outcome="failed",
        severity="high",
        blocking=blocking,
        guideline="Write a better one.",
    )


def state(serial: int, *addresses: str) -> bytes:
    """Write a state that knows of these notes."""
    instances = [{"index_key": number, "attributes": {"id": address}} for number, address in enumerate(addresses)]
    resource = {
        "module": "module.this",
        "mode": "managed",
        "type": "terraform_data",
        "name": "this",
        "instances": instances,
    }
    outputs = {"text": {"value": "hello"}, "secret": {"value": SECRET, "sensitive": True}}
    document = {"version": 4, "terraform_version": "1.11.4", "serial": serial, "lineage": "one", "outputs": outputs}
    return json.dumps({**document, "resources": [resource] if addresses else []}).encode()


def said(kind: str, address: str, action: str = "create", **more: Any) -> dict[str, Any]:
    """Make one line of Terraform's events."""
    return {"type": kind, "hook": {"resource": {"addr": address}, "action": action, "id_value": address, **more}}


@dataclass
class Script:
    """What the world will do."""

    changes: tuple[ResourceChange, ...] = (change(),)
    configuration: tuple[Finding, ...] = ()
    plan: tuple[Finding, ...] = ()
    judge_fails: PlatformError | None = None
    yes: bool = True
    name_given: bool = False
    exit: int = 0
    events: tuple[dict[str, Any], ...] = (said("apply_start", ONE), said("apply_complete", ONE))
    left: bytes = field(default_factory=lambda: state(1, ONE))
    """The state after the apply."""
    signals: tuple[int, ...] = ()
    """Which come while Terraform works."""
    attended: bool = False
    asks: bool = False
    """Somebody is there to be asked about several stacks at once."""
    names: frozenset[str] = frozenset()
    """Which stacks' names they type where data would be lost."""
    broken: frozenset[str] = frozenset()
    """Stacks that Terraform can't plan, by name."""
    missing: frozenset[str] = frozenset()
    """Addresses of what the cloud does not have: it can't be imported."""
    cloud: tuple[Seen, ...] = ()
    """What the cloud has, with its tags."""
    blind: bool = False
    """The cloud does not let anybody look."""
    meddle: Callable[[WorkFolder], object] = lambda _work: None
    """What somebody does to the work folder while the person thinks."""


@dataclass
class World:
    """What a workflow finds, and what it did to it."""

    project: Project
    home: Path
    script: Script = field(default_factory=Script)
    calls: list[str] = field(default_factory=list)
    told: list[Event] = field(default_factory=list)
    works: list[WorkFolder] = field(default_factory=list)
    came: tuple[int, ...] = ()
    applied: list[str] = field(default_factory=list)
    """The names of the stacks, in the order in which they were applied."""
    shown: list[str] = field(default_factory=list)
    """The stacks that somebody was shown before being asked about all of them."""
    environment: str = "desk"
    in_pipeline: bool = False

    @property
    def records(self) -> LocalRecords:
        """Return the real records."""
        return LocalRecords(self.project.store, self.home)

    @property
    def received(self) -> int | None:
        """Return the first signal that came."""
        return self.came[0] if self.came else None

    @property
    def attended(self) -> bool:
        """Say whether a person sits there."""
        return self.script.attended

    @contextmanager
    def shielded(self) -> Iterator[None]:
        """Count signals."""
        yield

    def approves(self, preview: Preview) -> bool:
        """Play a person who is asked for a yes."""
        self.calls.append("approves")
        self.script.meddle(self.works[-1])
        return self.script.yes

    def names_again(self, preview: Preview) -> bool:
        """Play a person who is asked for the name."""
        self.calls.append("names again")
        return self.script.name_given

    @property
    def asks(self) -> bool:
        """Say whether somebody is there."""
        return self.script.asks

    def beforehand(self) -> "World":
        """Play the command line."""
        return self

    def approves_all(self, previews: Sequence[Preview], losing: Collection[StackId]) -> Collection[StackId] | None:
        """Play a person who is asked about all."""
        self.calls.append("approves all")
        self.shown += [str(preview.stack.id) for preview in previews]
        self.script.meddle(self.works[-1])
        return {stack for stack in losing if stack.name in self.script.names} if self.script.yes else None

    def kinds_of_events(self, stack: str) -> list[str]:
        """Return the types of a stack's events."""
        return [event.type for event in self.records.events(stack)]

    def ports(self) -> Ports:
        """Return the ports to this world."""
        project = load_project(self.project.root)
        return Ports(
            project=project,
            environment=project.environment(self.environment),
            progress=self.told.append,
            records=lambda: self.records,
            judge=lambda: ScriptedJudge(self),
            terraform=lambda work: ScriptedTerraform(Path("/nowhere"), {}, silent, world=self),
            access=self._access,
            asking=self,
            interrupts=self,
            facts=_facts,
            work=self.home / "work",
            history=lambda: None,
            today=date(2026, 11, 24),
            in_pipeline=self.in_pipeline,
        )

    def _access(self, _contract: Contract) -> Access:
        return Access({"AWS_ACCESS_KEY_ID": "x"}, look=self._look)

    def _look(self, wanted: Sequence[Wanted]) -> tuple[Seen, ...]:
        self.calls.append(f"look for {', '.join(each.address for each in wanted)}")
        if self.script.blind:
            raise MayNotLook("AWS does not say what it has", detail="DescribeVpcs was refused.")
        return self.script.cloud


def _facts(stack: Stack, command: str) -> RunFacts:
    kind, _, version = stack.request.module.partition("@")
    module = ModuleFacts(name=kind, version=version, digest=stack.module.digest)
    used = stack.bindings.producers
    return RunFacts(command=command, who="ada", host="laptop", stack_digest=stack.digest, module=module, uses=used)


class ScriptedJudge(Judge):
    """Answers with the script's findings."""

    def __init__(self, world: World) -> None:
        """Take the world; there is no worker."""
        object.__setattr__(self, "world", world)

    def configuration(self, stack: Stack, work: WorkFolder, judged: Digests, *, disarming: bool = False) -> Verdict:
        """Judge the configuration."""
        return self._verdict("configuration", judged)

    def plan(self, stack: Stack, work: WorkFolder, configuration: Verdict, file: PlanFile, plan: Plan) -> Verdict:
        """Judge the plan."""
        return self._verdict("plan", configuration.files)

    def _verdict(self, stage: Any, judged: Mapping[str, str]) -> Verdict:
        world: World = vars(self)["world"]
        world.calls.append(f"judge {stage}")
        if world.script.judge_fails:
            raise world.script.judge_fails
        findings = world.script.configuration if stage == "configuration" else world.script.plan
        return Verdict(stage=stage, findings=findings, guarantees=(), resources=(ONE,), files=dict(judged))


@dataclass(frozen=True)
class ScriptedTerraform(Terraform):
    """Does to the work folder what Terraform would do."""

    world: Any = None
    opened: bool = False

    def given(self, credentials: Mapping[str, str]) -> "ScriptedTerraform":
        """Note that credentials were handed out."""
        self.world.calls.append("credentials")
        return replace(self, opened=True)

    def init(self, work: WorkFolder) -> None:
        """Prepare nothing."""
        self.world.calls.append("init")
        self.world.works.append(work)

    def plan(self, work: WorkFolder, mode: Any = "normal") -> PlanFile:
        """Save a plan that holds the state it was made from."""
        self.world.calls.append(f"plan {mode}")
        if work.stack.name in self.world.script.broken:
            raise PlatformError("Terraform could not plan")
        if fault := combined.failure(work, self.world.script.broken):
            raise fault
        assert self.opened
        with zipfile.ZipFile(work.plan, "w") as archive:
            archive.writestr("tfstate", work.state.read_bytes() if work.state.exists() else EMPTY)
        return PlanFile(work.plan, sha256_of(work.plan), bool(self.world.script.changes))

    def show(self, work: WorkFolder, plan: PlanFile) -> Plan:
        """Show the script's changes; the JSON holds a secret, as the real one does."""
        self.world.calls.append("show")
        changes = self.world.script.changes
        work.plan_json.write_text(combined.document(work, changes) if combined.members(work) else SECRET)
        planned = frozenset(each.address for each in changes if each.action is not Action.DELETE)
        return Plan("1.11.4", changes, (), (), planned, applyable=True, complete=True, errored=False)

    def apply(self, work: WorkFolder, plan: PlanFile, inherited: Sequence[int] = ()) -> Running:
        """Say the script's events, leave the script's state, let the script's signals come."""
        self.world.calls.append("apply")
        self.world.applied.append(work.stack.name)
        events, stderr = work.next_apply()
        events.write_text("".join(f"{json.dumps(line)}\n" for line in self.world.script.events))
        stderr.write_text("it broke")
        work.state.write_bytes(self.world.script.left)
        self.world.came += self.world.script.signals
        return Ended(self.world, events, stderr)

    def import_(self, work: WorkFolder, address: str, identifier: str) -> None:
        """Take a note into the state, unless the cloud does not have it."""
        self.world.calls.append(f"import {address} {identifier}")
        if address in self.world.script.missing:
            raise PlatformError("Terraform could not import an object", detail="No such thing.")
        edit(work.state, lambda known: known | {address: identifier})

    def taint(self, work: WorkFolder, address: str) -> None:
        """Note the mark."""
        self.world.calls.append(f"taint {address}")

    def untaint(self, work: WorkFolder, address: str) -> None:
        """Take the mark away."""
        self.world.calls.append(f"untaint {address}")
        document = json.loads(work.state.read_bytes())
        for instance in instances_of(document):
            if address.endswith(f"[{instance['index_key']}]"):
                instance.pop("status", None)
        work.state.write_text(json.dumps({**document, "serial": document["serial"] + 1}))


def edit(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    """Change which notes a state knows, by address and id."""
    document = json.loads(path.read_bytes() if path.exists() else EMPTY)
    numbers = {f"module.this.terraform_data.this[{one['index_key']}]": one for one in instances_of(document)}
    known = change({address: one["attributes"]["id"] for address, one in numbers.items()})
    made = json.loads(state(document["serial"] + 1, *known.values()))
    for instance, address in zip(instances_of(made), known, strict=True):
        instance["index_key"] = int(address.rpartition("[")[2].rstrip("]"))
    path.write_text(json.dumps({**made, "lineage": document["lineage"] or "one"}))


def instances_of(document: Any) -> Any:
    """List the notes of a parsed state."""
    return [instance for resource in document["resources"] for instance in resource["instances"]]


class Ended(Running):
    """An apply that has ended."""

    def __init__(self, world: World, events: Path, stderr: Path) -> None:
        """Take the world; there is no process."""
        for name, value in {"world": world, "events": events, "stderr": stderr}.items():
            object.__setattr__(self, name, value)

    def poll(self) -> int | None:
        """Return the script's exit code."""
        world: World = vars(self)["world"]
        return world.script.exit

    def wait(self, seconds: float | None = None) -> int | None:
        """Be at an end."""
        return self.poll()

    def interrupt(self) -> None:
        """Note that the signal was passed on."""
        vars(self)["world"].calls.append("interrupt")
