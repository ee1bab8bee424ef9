"""The store is gone at the end of a run, and then its machine: the rescue file brings everything back."""

import subprocess
from pathlib import Path

import pyrage
import pytest
from tests.lifecycle.killing import wait_for_lines
from tests.lifecycle.remote import Remote, on_postgres
from tests.postgres import Server

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
NOTES = 300
CREATE = ("create", "note", "one", "--copies", str(NOTES), "--yes")


@pytest.fixture
def remote(tmp_path: Path, postgres_server: Server) -> Remote:
    """A project whose states are encrypted for a key when the database can't take them."""
    made = on_postgres(tmp_path, postgres_server.url(postgres_server.new_database()))
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(str(identity))
    with (made.project.root / "platform.yaml").open("a") as platform:
        platform.write(f"rescue: {{recipient: {identity.to_public()}}}\n")
    return made


def test_from_another_machine_the_rescue_file_brings_everything_back(
    remote: Remote, postgres_server: Server, tmp_path: Path
) -> None:
    process = remote.project.start(*CREATE, stderr=subprocess.PIPE)
    wait_for_lines(remote.project, process, set(), 20)
    postgres_server.stop()
    _, told = process.communicate(timeout=300)
    postgres_server.start()
    (rescued,) = (remote.project.state / "platformctl" / "rescue").iterdir()

    words = ("settle", STACK, "--rescue", str(rescued), "--identity", str(tmp_path / "key.txt"))
    settled = remote.elsewhere().run(*words, "--output", "json")
    again = remote.elsewhere().run("plan", "--detailed-exitcode")

    assert process.returncode == 1
    assert str(rescued) in "".join(told.split())
    assert settled.document["stacks"][0]["steps"][-1] == "committed the state of the rescue file"
    assert len(remote.project.show(STACK)["outputs"]["ids"]["value"]) == NOTES
    assert again.code == 0
