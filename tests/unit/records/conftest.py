"""Stores under test, holders, states: what all tests of the records arrange with."""

import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.objects import ObjectServer, start_objects
from tests.postgres import Server

from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.object_place import Bucket
from platformctl.records.objects import ObjectRecords
from platformctl.records.postgres import PostgresRecords, SqlPlace
from platformctl.records.store import Records

STACK = "dev/db/orders"
PLACE = SqlPlace("acme/shop")
ROOT = Path(__file__).parents[3]

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


@pytest.fixture
def database(postgres_server: Server) -> str:
    """An empty database of the test's own."""
    return postgres_server.new_database()


@pytest.fixture
def postgres(postgres_server: Server, database: str, tmp_path: Path) -> Iterator[PostgresRecords]:
    """The PostgreSQL store, in a database without any table."""
    records = PostgresRecords(postgres_server.url(database), PLACE, tmp_path / "home")
    yield records
    records.close()


@pytest.fixture(scope="session")
def object_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    """An emulator with one bucket; each test has a prefix of its own in it."""
    server = start_objects(tmp_path_factory.mktemp("emulator"))
    server.new_bucket("records")
    yield server
    server.sandbox.down()


@pytest.fixture
def place(object_server: ObjectServer) -> Bucket:
    """A part of the bucket that nobody else has."""
    return object_server.place(f"t{secrets.token_hex(6)}")


@pytest.fixture
def objects(place: Bucket, tmp_path: Path) -> Iterator[ObjectRecords]:
    """The store in a bucket."""
    records = ObjectRecords(place, tmp_path / "home")
    yield records
    records.close()


@pytest.fixture(params=["local", "postgres", pytest.param("objects", marks=pytest.mark.lifecycle)])
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
    yield from acting(str(store), tmp_path)


@pytest.fixture
def act_there(request: pytest.FixtureRequest, records: Records, tmp_path: Path) -> Iterator[Act]:
    """Start one of the actors on the store under test, whichever it is."""
    yield from acting(address_of(request, records), tmp_path)


def address_of(request: pytest.FixtureRequest, records: Records) -> str:
    """Say where the store under test is, in the words that actors take."""
    if isinstance(records, LocalRecords):
        return str(request.getfixturevalue("store"))
    if isinstance(records, ObjectRecords):
        place: Bucket = request.getfixturevalue("place")
        return f"{place.endpoint}/{place.name}/{place.prefix}"
    server: Server = request.getfixturevalue("postgres_server")
    return server.url(request.getfixturevalue("database"))


def acting(address: str, folder: Path) -> Iterator[Act]:
    """Start actors, and end all that were started."""
    started: list[subprocess.Popen[str]] = []

    def begun(actor: str, *words: object) -> subprocess.Popen[str]:
        argv = [sys.executable, "-m", f"tests.unit.records.actors.{actor}", address, str(folder / "home")]
        process = subprocess.Popen(
            [*argv, *map(str, words)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield begun
    for process in started:
        process.kill()
        process.communicate()
