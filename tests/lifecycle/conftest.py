"""A project with a sandbox of its own, an independent client of its cloud; stores that several reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.lifecycle.remote import KEYS, Remote, new_bucket, on_postgres, on_s3
from tests.lifecycle.sandboxed import Sandboxed, sandboxed_project
from tests.objects import ObjectServer, start_objects
from tests.postgres import Server


@pytest.fixture
def sandboxed(tmp_path: Path) -> Iterator[Sandboxed]:
    """A project as `init` makes it; its emulator starts with the first command that needs it."""
    made = sandboxed_project(tmp_path)
    yield made
    made.project.run("sandbox", "down")


@pytest.fixture
def database(postgres_server: Server) -> str:
    """The address of an empty database."""
    return postgres_server.url(postgres_server.new_database())


@pytest.fixture(scope="session")
def objects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectServer]:
    """An emulator that all tests of this process share."""
    server = start_objects(tmp_path_factory.mktemp("objects") / "sandbox")
    yield server
    server.sandbox.down()


@pytest.fixture
def emulator(objects: ObjectServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the shared emulator, with what opens it in this process too: tests look into its store."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    return objects.address


@pytest.fixture(params=["postgres", "s3"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Remote:
    """A project on each of the stores that several reach."""
    if request.param == "postgres":
        return on_postgres(tmp_path, request.getfixturevalue("database"))
    endpoint: str = request.getfixturevalue("emulator")
    return on_s3(tmp_path, endpoint, new_bucket(endpoint))
