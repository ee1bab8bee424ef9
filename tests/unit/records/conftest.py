"""Stores under test, holders, states: what all tests of the records arrange with."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.store import Records

STACK = "dev/db/orders"
ACTORS = Path(__file__).parent / "actors"

MakeState = Callable[..., bytes]
MakeHolder = Callable[..., Holder]
Act = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The local store's folder."""
    return tmp_path / "project" / ".platformctl"


@pytest.fixture
def local(store: Path, tmp_path: Path) -> Iterator[LocalRecords]:
    """The local store; the project's folder exists, the store's does not yet."""
    store.parent.mkdir()
    records = LocalRecords(store, tmp_path / "home")
    yield records
    records.close()


@pytest.fixture(params=["local"])
def records(request: pytest.FixtureRequest) -> Records:
    """Each store in its turn: a new one joins by its name and a fixture of that name."""
    found: Records = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def make_state() -> MakeState:
    """Make the bytes of a state."""
    return state_bytes


def state_bytes(serial: int = 1, lineage: str = "one", outputs: dict[str, Any] | None = None, pad: int = 0) -> bytes:
    """Write a state as Terraform does, `pad` bytes longer than it need be."""
    document = {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": serial,
        "lineage": lineage,
        "outputs": outputs or {},
        "resources": [],
        "check_results": None,
        "padding": "x" * pad,
    }
    return json.dumps(document, indent=2).encode() + b"\n"


@pytest.fixture
def make_holder() -> MakeHolder:
    """Make a holder that is this process."""

    def made(run: str = "run-1", command: str = "create") -> Holder:
        return Holder.here(run, command)

    return made


@pytest.fixture
def save(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write bytes into a file of their own."""

    def saved(content: bytes) -> Path:
        path = tmp_path / f"saved-{len(list(tmp_path.glob('saved-*')))}"
        path.write_bytes(content)
        return path

    return saved


@pytest.fixture
def act(store: Path, tmp_path: Path) -> Iterator[Act]:
    """Start one of the actors in a process of its own, on the same local store."""
    started: list[subprocess.Popen[str]] = []

    def begun(actor: str, *words: object) -> subprocess.Popen[str]:
        argv = [sys.executable, str(ACTORS / f"{actor}.py"), str(store), str(tmp_path / "home"), *map(str, words)]
        process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield begun
    for process in started:
        process.kill()
        process.communicate()
