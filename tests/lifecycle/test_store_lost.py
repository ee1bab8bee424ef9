"""The store goes away while Terraform works: nothing is lost, and what to type is said."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.lifecycle.killing import wait_for_lines
from tests.lifecycle.remote import Remote, on_postgres
from tests.postgres import Server

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
NOTES = 300
CREATE = ("create", "note", "one", "--copies", str(NOTES), "--yes")


@pytest.fixture
def remote(tmp_path: Path, postgres_server: Server) -> Iterator[Remote]:
    """A project on a server that a test may stop."""
    yield on_postgres(tmp_path, postgres_server.url(postgres_server.new_database()))
    if postgres_server.process is None:
        postgres_server.start()


def plain_plan(remote: Remote) -> int:
    """Let plain Terraform say whether the state is what is there."""
    assert remote.terraform(STACK, "init") == 0
    return remote.terraform(STACK, "plan", "-detailed-exitcode")


def notes(remote: Remote) -> int:
    """Count what the last run made."""
    return len(remote.project.show(STACK)["outputs"]["ids"]["value"])


def begun(remote: Remote) -> "subprocess.Popen[str]":
    """Start a create, and wait until its Terraform has made some of the notes."""
    process = remote.project.start(*CREATE, stderr=subprocess.PIPE)
    wait_for_lines(remote.project, process, set(), 20)
    return process


def test_a_database_that_comes_back_hinders_no_run(remote: Remote, postgres_server: Server) -> None:
    process = begun(remote)

    postgres_server.stop()
    postgres_server.start()
    _, told = process.communicate(timeout=300)

    assert process.returncode == 0, told
    assert (notes(remote), plain_plan(remote)) == (NOTES, 0)
    assert remote.project.kinds_of_events(STACK)[-1] == "applied"


def test_a_database_that_stays_away_loses_nothing_and_settle_makes_it_right(
    remote: Remote, postgres_server: Server
) -> None:
    process = begun(remote)

    postgres_server.stop()
    _, told = process.communicate(timeout=300)
    postgres_server.start()
    settled = remote.project.run("settle", STACK, "--output", "json")

    words = " ".join(told.split())
    assert process.returncode == 1
    assert f"platformctl settle {STACK}" in words
    assert settled.code == 0
    assert (notes(remote), plain_plan(remote)) == (NOTES, 0)
