"""What a database refuses, and what lies in it: in clear words, nothing made by looking, nobody's password told."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from tests.postgres import OWNER, Server, make_server, remove

from platformctl.errors import Busy, PlatformError, Usage
from platformctl.records.event import Draft
from platformctl.records.lease import Holder
from platformctl.records.postgres import PostgresRecords, SqlPlace
from platformctl.records.refusals import FencedOff, RecordsDamaged, StateMoved, StoreLost
from platformctl.records.review import Review
from platformctl.records.schema import SCHEMA_VERSION

STACK = "dev/db/orders"
HOLDER = Holder.here("run-1", "create")
PASSWORD = "cast-iron-7"


@pytest.fixture
def run(postgres_server: Server, database: str) -> Callable[..., list[tuple[object, ...]]]:
    """Run statements in the test's database, as its owner."""

    def ran(*statements: str) -> list[tuple[object, ...]]:
        return postgres_server.run(*statements, database=database)

    return ran


@pytest.fixture
def visitor(postgres_server: Server, database: str, tmp_path: Path) -> PostgresRecords:
    """The same store, by a role without rights of its own."""
    name = f"visitor_{database}"
    postgres_server.run(f"create role {name} login password '{PASSWORD}'")
    return PostgresRecords(
        postgres_server.url(database, name, PASSWORD), SqlPlace("acme/shop"), tmp_path / "home", lease_seconds=60
    )


def store(url: str, tmp_path: Path, project: str = "acme/shop", prefix: str = "platformctl") -> PostgresRecords:
    """Open a store at an address."""
    return PostgresRecords(url, SqlPlace(project, prefix), tmp_path / "home")


def test_looking_makes_nothing(postgres: PostgresRecords, run: Callable[..., list[tuple[object, ...]]]) -> None:
    postgres.events(STACK)
    postgres.heads()
    postgres.standings()
    postgres.read_state(STACK)
    postgres.orphans(STACK)
    postgres.reviews(STACK)

    assert run("select nspname from pg_namespace where nspname like 'platformctl%'") == []


def test_looking_needs_no_right_to_write(
    postgres: PostgresRecords,
    visitor: PostgresRecords,
    run: Callable[..., list[tuple[object, ...]]],
    make_state: Callable[..., bytes],
) -> None:
    lease = postgres.claim(STACK, HOLDER)
    postgres.check_out(lease)
    postgres.commit(lease, make_state(3))
    event = postgres.append(Draft(STACK, "run-1", "started"), lease)
    for (schema,) in run("select nspname from pg_namespace where nspname like 'platformctl%'"):
        run(f"grant usage on schema {schema} to public", f"grant select on all tables in schema {schema} to public")

    assert visitor.events(STACK) == (event,)
    assert visitor.read_state(STACK) == make_state(3)
    assert [head.stack for head in visitor.heads()] == [STACK]
    with pytest.raises(PlatformError, match="denies a right") as refused:
        visitor.append(Draft(STACK, "run-2", "started"))
    assert "permission denied" in refused.value.detail
    visitor.close()


def test_a_role_that_previews_may_add_reviews_and_nothing_else(
    postgres: PostgresRecords, visitor: PostgresRecords, database: str, run: Callable[..., list[tuple[object, ...]]]
) -> None:
    postgres.append(Draft(STACK, "run-1", "started"))
    run(
        "grant usage on schema platformctl to public",
        "grant select on all tables in schema platformctl to public",
        f"grant insert on platformctl.review to visitor_{database}",
    )
    seen = Review(stack=STACK, digest=f"sha256:{'a' * 64}", commit="1" * 40, meaning={}, at="2026-11-24")

    assert visitor.keep_reviews([seen]) == ()
    assert postgres.reviews(STACK) == (seen,)
    with pytest.raises(PlatformError, match="denies a right"):
        visitor.append(Draft(STACK, "run-2", "started"))
    visitor.close()


def test_a_role_that_may_make_nothing_is_told_so(visitor: PostgresRecords) -> None:
    with pytest.raises(PlatformError, match="denies a right") as refused:
        visitor.append(Draft(STACK, "run-2", "started"))
    visitor.close()

    assert "permission denied for database" in refused.value.detail
    assert PASSWORD not in refused.value.detail + refused.value.hint


def test_a_wrong_password_is_told_and_not_repeated(
    visitor: PostgresRecords, postgres_server: Server, database: str, tmp_path: Path
) -> None:
    url = postgres_server.url(database, f"visitor_{database}", "wrong-word-9")

    with pytest.raises(PlatformError, match="does not let us in") as refused:
        store(url, tmp_path).heads()

    assert f"127.0.0.1:{postgres_server.port}/{database}: " in refused.value.detail
    assert "PGPASSWORD" in refused.value.detail
    assert "wrong-word-9" not in refused.value.detail + refused.value.hint
    assert refused.value.hint == f"psql -h 127.0.0.1 -p {postgres_server.port} -U visitor_{database} {database}"


def test_an_unknown_database_is_told(postgres_server: Server, tmp_path: Path) -> None:
    with pytest.raises(PlatformError, match="does not let us in") as refused:
        store(postgres_server.url("nowhere"), tmp_path).heads()

    assert 'database "nowhere" does not exist' in refused.value.detail


def test_a_database_that_is_down_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreLost, match="can't be reached") as refused:
        store("postgresql://someone:secret@127.0.0.1:1/x", tmp_path).heads()

    assert "127.0.0.1:1/x" in refused.value.detail
    assert "secret" not in refused.value.detail + refused.value.hint


def test_an_address_that_is_none_is_told_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(Usage) as refused:
        store("postgresql://someone:secret@[half", tmp_path)

    assert "secret" not in refused.value.detail
    assert refused.value.__suppress_context__


def test_a_database_that_is_read_only_is_told(
    postgres: PostgresRecords, run: Callable[..., list[tuple[object, ...]]], database: str
) -> None:
    run(f"alter database {database} set default_transaction_read_only = on")

    with pytest.raises(PlatformError, match="takes no writes"):
        postgres.append(Draft(STACK, "run-1", "started"))

    assert postgres.events(STACK) == ()


def test_records_of_a_newer_version_are_refused(
    postgres: PostgresRecords,
    run: Callable[..., list[tuple[object, ...]]],
    postgres_server: Server,
    database: str,
    tmp_path: Path,
) -> None:
    postgres.append(Draft(STACK, "run-1", "started"))
    run("update platformctl.meta set version = 99")
    later = store(postgres_server.url(database), tmp_path)

    with pytest.raises(PlatformError, match="newer platformctl") as refused:
        later.heads()
    with pytest.raises(PlatformError, match="newer platformctl"):
        later.append(Draft(STACK, "run-2", "started"))
    later.close()

    assert f"versions up to {SCHEMA_VERSION}" in refused.value.detail


def test_another_projects_records_are_refused(
    postgres: PostgresRecords, postgres_server: Server, database: str, tmp_path: Path
) -> None:
    postgres.append(Draft(STACK, "run-1", "started"))
    other = store(postgres_server.url(database), tmp_path, project="acme/bank")
    beside = store(postgres_server.url(database), tmp_path, project="acme/bank", prefix="bank")

    with pytest.raises(PlatformError, match="another project's") as refused:
        other.heads()
    with pytest.raises(PlatformError, match="another project's"):
        other.claim(STACK, HOLDER)
    beside.append(Draft(STACK, "run-9", "started"))

    assert "belongs to acme/shop; this is acme/bank" in refused.value.detail
    assert len(postgres.events(STACK)) == 1
    other.close()
    beside.close()


def test_many_first_users_make_one_store(postgres_server: Server, database: str, tmp_path: Path) -> None:
    def first(number: int) -> str:
        with closing(store(postgres_server.url(database), tmp_path)) as records:
            return records.append(Draft(f"dev/db/s{number}", "run", "started")).stack

    with ThreadPoolExecutor(8) as crowd:
        stacks = list(crowd.map(first, range(8)))

    with closing(store(postgres_server.url(database), tmp_path)) as records:
        assert [head.stack for head in records.heads()] == stacks


def test_a_table_that_was_taken_away_is_damage_and_nothing_is_made_anew(
    postgres: PostgresRecords, run: Callable[..., list[tuple[object, ...]]]
) -> None:
    postgres.append(Draft(STACK, "run-1", "started"))
    run("drop table platformctl.head")

    with pytest.raises(RecordsDamaged):
        postgres.heads()
    with pytest.raises(RecordsDamaged):
        postgres.append(Draft(STACK, "run-1", "planned"))

    assert run("select count(*) from platformctl.event") == [(1,)]


def test_a_state_changed_by_hand_under_the_lease_is_not_written_over(
    postgres: PostgresRecords, run: Callable[..., list[tuple[object, ...]]], make_state: Callable[..., bytes]
) -> None:
    lease = postgres.claim(STACK, HOLDER)
    postgres.check_out(lease)
    postgres.commit(lease, make_state(1))
    ((schema,),) = run("select schemaname from pg_tables where tablename = 'states'")
    run(f"update {schema}.states set data = '{make_state(7).decode()}'")

    with pytest.raises(StateMoved):
        postgres.commit(lease, make_state(2))

    assert postgres.read_state(STACK) == make_state(7)


def test_a_state_changed_since_its_holder_was_struck_out_is_told(
    postgres: PostgresRecords, run: Callable[..., list[tuple[object, ...]]], make_state: Callable[..., bytes]
) -> None:
    lease = postgres.claim(STACK, HOLDER)
    postgres.check_out(lease)
    postgres.commit(lease, make_state(1))
    postgres.take_away(STACK, lease.fence)
    ((schema,),) = run("select schemaname from pg_tables where tablename = 'states'")
    run(f"update {schema}.states set data = '{make_state(7).decode()}'")

    again = postgres.claim(STACK, Holder.here("run-2", "settle"), patience=5)

    assert again.state_changed
    assert again.took_over is None
    with pytest.raises(FencedOff):
        postgres.commit(lease, make_state(2))


def test_what_holds_only_terraforms_lock_is_named(
    postgres: PostgresRecords, run: Callable[..., list[tuple[object, ...]]], postgres_server: Server, database: str
) -> None:
    postgres.release(postgres.claim(STACK, HOLDER))
    ((schema,),) = run("select schemaname from pg_tables where tablename = 'states'")
    with psycopg.connect(postgres_server.url(database)) as terraform:
        terraform.execute(f"select pg_advisory_lock(id) from {schema}.states".encode())

        with pytest.raises(Busy, match="Terraform itself") as refused:
            postgres.claim(STACK, HOLDER, patience=0)

    assert f"held by {OWNER}@127.0.0.1" in refused.value.detail
    assert postgres.claim(STACK, HOLDER, patience=5).fence == 2


@pytest.mark.parametrize("hours", [-1, 1])
def test_clocks_an_hour_apart_neither_take_a_lease_early_nor_keep_it_for_ever(
    postgres_server: Server, database: str, tmp_path: Path, hours: int
) -> None:
    here = SqlPlace("acme/shop")
    clock = (datetime.now(UTC) + timedelta(hours=hours)).isoformat
    elsewhere = HOLDER.model_copy(update={"since": "2020-01-01T00:00:00+00:00", "host": "elsewhere"})
    first, last = (PostgresRecords(postgres_server.url(database), here, tmp_path / name) for name in ("one", "three"))
    later = PostgresRecords(postgres_server.url(database), here, tmp_path / "two", clock, lease_seconds=1)

    lease = first.claim(STACK, elsewhere)
    with pytest.raises(Busy):
        later.claim(STACK, HOLDER, patience=0)
    first.release(lease)
    taken = later.claim(STACK, elsewhere.model_copy(update={"run": "run-2"}))
    later.close()

    followed = last.claim(STACK, HOLDER, patience=30)
    first.close()
    last.close()
    assert taken.took_over is None
    assert followed.took_over is not None
    assert followed.took_over.run == "run-2"


def test_an_empty_state_of_ours_is_one_for_terraform(
    postgres: PostgresRecords, run: Callable[..., list[tuple[object, ...]]]
) -> None:
    postgres.release(postgres.claim(STACK, HOLDER))
    ((schema,),) = run("select schemaname from pg_tables where tablename = 'states'")

    ((name, data),) = run(f"select name, data from {schema}.states")

    assert name == "default"
    assert json.loads(str(data))["resources"] == []
    assert postgres.read_state(STACK) == b""


def test_a_server_that_does_not_answer_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformctl.records.postgres_link.ANSWER_SECONDS", 0.5)
    server = make_server()
    records = store(f"{server.url()}?connect_timeout=2", tmp_path)
    records.append(Draft(STACK, "run-1", "started"))
    server.freeze()

    with pytest.raises(StoreLost):
        records.heads()
    server.thaw()

    assert len(records.heads()) == 1
    records.close()
    remove(server)
