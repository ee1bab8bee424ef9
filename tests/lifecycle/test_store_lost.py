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


FULL = """create function full_disk() returns trigger language plpgsql as $$ begin
raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100'; end $$"""
"""What a server says whose disk is full, at every write; its files are those of a server that never had the room."""


def fill(server: Server, database: str) -> None:
    """Leave a database no room for anything new."""
    tables = server.run(
        "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname like 'platformctl%'",
        database=database,
    )
    server.run(
        FULL,
        *(
            f"create trigger full_disk before insert or update on {name} execute function full_disk()"
            for (name,) in tables
        ),
        database=database,
    )


def make_room(server: Server, database: str) -> None:
    """Give the room back."""
    server.run("drop function full_disk cascade", database=database)


def test_a_full_database_disk_at_the_start_is_told_and_changes_nothing(remote: Remote, postgres_server: Server) -> None:
    database, project = remote.plain["PG_CONN_STR"].rpartition("/")[2].partition("?")[0], remote.project
    project.run("create", "note", "one", "--yes")
    before = project.kinds_of_events(STACK)
    fill(postgres_server, database)

    looked = project.run("show", STACK)
    refused = project.run("change", STACK, "--text", "other", "--yes")
    make_room(postgres_server, database)
    changed = project.run("change", STACK, "--text", "other", "--yes")

    words = " ".join(refused.stderr.split())
    assert (looked.code, refused.code, changed.code) == (0, 1, 0)
    assert "The database's disk is full" in words
    assert "No space left on device" in words
    assert project.kinds_of_events(STACK)[: len(before)] == before
    assert plain_plan(remote) == 0


def test_a_database_disk_that_fills_while_terraform_works_loses_nothing(
    remote: Remote, postgres_server: Server
) -> None:
    database = remote.plain["PG_CONN_STR"].rpartition("/")[2].partition("?")[0]
    process = begun(remote)

    fill(postgres_server, database)
    _, told = process.communicate(timeout=300)
    make_room(postgres_server, database)
    settled = remote.project.run("settle", STACK)

    assert process.returncode == 1
    assert f"platformctl settle {STACK}" in " ".join(told.split())
    assert settled.code == 0
    assert (notes(remote), plain_plan(remote)) == (NOTES, 0)
