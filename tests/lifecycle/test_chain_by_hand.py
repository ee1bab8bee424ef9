"""Somebody with the right to write changes, deletes or reorders one event by hand: `history verify` names it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.lifecycle.remote import new_bucket, on_postgres, on_s3, s3_client
from tests.postgres import Server
from tests.project import Project, desk_project

from platformctl.records.event import Draft, EventType

pytestmark = pytest.mark.lifecycle
KINDS: tuple[EventType, ...] = ("started", "planned", "judged", "applying")
CHANGE = "update event set body = '{}' where stack = 'desk/note/changed' and seq = 2"
DELETE = "delete from event where stack = 'desk/note/deleted' and seq = 2"
REORDER = "update event set seq = seq + 10 where stack = 'desk/note/swapped' and seq = 2"
BETWEEN = "update event set seq = 2 where stack = 'desk/note/swapped' and seq = 3"
AFTER = "update event set seq = 3 where stack = 'desk/note/swapped' and seq = 12"


@dataclass(frozen=True)
class Kept:
    """A project on a store, and a hand that reaches into it past platformctl."""

    project: Project
    tamper: Callable[[], object]


@pytest.fixture(params=["local", "postgres", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Each store in its turn."""
    match request.param:
        case "postgres":
            return in_postgres(tmp_path, request.getfixturevalue("postgres_server"))
        case "s3":
            return in_s3(tmp_path, request.getfixturevalue("emulator"))
        case _:
            project = desk_project(tmp_path)
            return Kept(project, lambda: in_sqlite(project.root / ".platformctl" / "records.db"))


def in_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in (CHANGE, DELETE, REORDER, BETWEEN, AFTER):
            connection.execute(statement)
        connection.commit()


def in_postgres(folder: Path, server: Server) -> Kept:
    database = server.new_database()
    path = "set search_path = platformctl"
    return Kept(
        on_postgres(folder, server.url(database)).project,
        lambda: server.run(path, CHANGE, DELETE, REORDER, BETWEEN, AFTER, database=database),
    )


def in_s3(folder: Path, endpoint: str) -> Kept:
    bucket, client = new_bucket(endpoint), s3_client(endpoint)
    return Kept(on_s3(folder, endpoint, bucket).project, lambda: tamper_objects(client, bucket))


def tamper_objects(client: Any, bucket: str) -> None:
    listed = client.list_objects_v2(Bucket=bucket, Prefix="platformctl/records/events/")["Contents"]
    keys = {name: sorted(one["Key"] for one in listed if f"/{name}/" in one["Key"]) for name in NAMES}
    bodies = {key: client.get_object(Bucket=bucket, Key=key)["Body"].read() for every in keys.values() for key in every}
    second, third = keys["swapped"][1:3]
    client.put_object(
        Bucket=bucket, Key=keys["changed"][1], Body=bodies[keys["changed"][1]].replace(b"run-1", b"run-2")
    )
    client.delete_object(Bucket=bucket, Key=keys["deleted"][1])
    client.put_object(Bucket=bucket, Key=second, Body=bodies[third])
    client.put_object(Bucket=bucket, Key=third, Body=bodies[second])


NAMES = ("changed", "deleted", "swapped", "whole")


def test_an_event_that_was_changed_deleted_or_moved_is_named_in_every_store(kept: Kept) -> None:
    records = kept.project.records()
    for name in NAMES:
        for kind in KINDS:
            records.append(Draft(f"desk/note/{name}", "run-1", kind, {"said": kind}))
    records.close()
    before = kept.project.run("history", "verify")

    kept.tamper()
    after = kept.project.run("history", "verify")

    told = " ".join((after.stdout + after.stderr).split())
    assert (before.code, after.code) == (0, 1)
    assert ["desk/note/changed" in told, "desk/note/deleted" in told, "desk/note/swapped" in told] == [True] * 3
    assert "event 2 was changed" in told
    assert "event 2 is missing" in told
    assert "desk/note/whole" not in told
