"""Two stores on this machine, stacks with a past in one of them, and the move from there to the other."""

import json
from collections.abc import Mapping
from pathlib import Path

from platformctl.progress import silent
from platformctl.project.project import Project
from platformctl.records.event import Event
from platformctl.records.facts import ModuleFacts, RunFacts
from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.run import open_run
from platformctl.records.store import Records
from platformctl.workflows.moving import Move

Kept = tuple[tuple[Event, ...], Head | None, bytes, Mapping[str, bytes], KeptFiles]
"""All that a store keeps of a stack."""


def store(folder: Path) -> LocalRecords:
    """Open the store of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return LocalRecords(folder / ".platformctl", folder / "home")


def move_of(project: Project, old: Records, new: Records, *, left: str = "old", to: str = "new") -> Move:
    """Make the move of the desk."""
    return Move(project, "desk", old, new, left, to, "20261124-100000-aaaaaa", silent)


def state_of(serial: int, lineage: str = "one") -> bytes:
    """Write a state."""
    document = {"version": 4, "terraform_version": "1.11.4", "serial": serial, "lineage": lineage, "resources": []}
    return json.dumps({**document, "outputs": {"text": {"value": f"hello {serial}", "type": "string"}}}).encode()


def run_of(records: Records, stack: str, number: int, ending: str = "applied") -> None:
    """Make one run of a stack's past: it keeps files, commits a state and comes to an end."""
    facts = RunFacts(command="create", who="ada", module=ModuleFacts(name="note", version="1.0.0", digest="sha256:0"))
    with open_run(records, stack, Holder.here(f"20261124-09{number:04}-a1b2c3", "create"), facts) as run:
        if ending in {"blocked", "declined"}:
            run.finish("blocked" if ending == "blocked" else "declined")
            return
        run.keep({f"stacks/{stack}/main.tf": f"# {number}\n".encode(), "vendor/module.tf": b"# shared\n"})
        run.event("applying", {"plan": f"sha256:{number}"})
        run.commit(state_of(number))
        run.finish("destroyed" if ending == "destroyed" else "failed" if ending == "failed" else "applied")


def kept_of(records: Records, stack: str) -> Kept:
    """Return all that a store keeps of a stack."""
    head = records.head(stack)
    files = records.kept(stack, head.kept) if head and head.kept else {}
    return records.events(stack), head, records.read_state(stack), records.orphans(stack), files
