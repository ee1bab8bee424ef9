"""Runs that came to no outcome: what they put on record, and what they left in their folder."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.unit.workflows.world import ONE, World, instances_of, state

from platformctl.errors import PlatformError
from platformctl.records.facts import ModuleFacts, RunFacts
from platformctl.records.lease import Holder
from platformctl.records.run import Run, open_run
from platformctl.stacks.stack import Stack
from platformctl.terraform.work_folder import Source, prepare

RUN = "20261124-000000-abcdef"
CREATES = {"changes": {ONE: "create"}, "mode": "normal", "identity": {ONE: "name-of-one"}}


def leave(
    world: World,
    stack: Stack,
    planned: Mapping[str, Any] = CREATES,
    *,
    state: bytes = b"",
    events: tuple[dict[str, Any], ...] = (),
    under_way: tuple[str, ...] = (),
    host: str = "",
    folder: bool = True,
) -> None:
    """Leave a run that was killed while it applied; without a `folder`, it ran on another machine."""
    facts = RunFacts(command="create", who="ada", host=host, module=_module(stack))
    holder = Holder.here(RUN, "create")
    with suppress(PlatformError), open_run(world.records, str(stack.id), holder, facts) as run:
        run.event("planned", planned)
        run.keep(files_of(world, stack))
        run.event("applying")
        if under_way:
            run.event("interrupted", {"signal": "SIGINT", "in_flight": dict.fromkeys(under_way, "create")})
        if folder:
            _leave_folder(world, stack, run, state, events)
        raise PlatformError("It was killed")


def files_of(world: World, stack: Stack) -> Mapping[str, bytes]:
    """Return the files that a run keeps."""
    root = world.project.root
    parts = (root / stack.id.folder, root / stack.module_path)
    return {
        str(path.relative_to(root)): path.read_bytes() for part in parts for path in part.rglob("*") if path.is_file()
    }


def tainted(content: bytes) -> bytes:
    """Mark every note of a state to be replaced."""
    document = json.loads(content)
    for instance in instances_of(document):
        instance["status"] = "tainted"
    return json.dumps(document).encode()


def orphaned(world: World, stack: Stack, content: bytes, run: str = RUN) -> None:
    """Keep a state as orphaned."""
    world.records.keep_orphan(str(stack.id), run, content)


def applied(world: World, stack: Stack, content: bytes, planned: Mapping[str, Any] = CREATES) -> None:
    """Have the run come to a good end."""
    facts = RunFacts(command="create", who="ada", module=_module(stack))
    with open_run(world.records, str(stack.id), Holder.here(RUN, "create"), facts) as run:
        run.event("planned", planned)
        run.keep(files_of(world, stack))
        run.event("applying")
        run.commit(content)
        run.finish("applied")


def _module(stack: Stack) -> ModuleFacts:
    kind, _, version = stack.request.module.partition("@")
    return ModuleFacts(name=kind, version=version, digest=stack.module.digest)


def _leave_folder(world: World, stack: Stack, run: Run, content: bytes, events: tuple[dict[str, Any], ...]) -> None:
    source = Source(world.project.root, Path(stack.id.folder), stack.module_path)
    work = prepare(world.home / "work" / run.id, source, content)
    (work.root / "apply-1.events.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in events))
    work.close()
    run.commit(content or state(1))
