"""What the tests of every part may ask for."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgres import Server, make_server, remove
from tests.project import Project, desk_project
from tests.reporting import closing_words


@pytest.fixture
def desk(tmp_path: Path) -> Project:
    """A project without a cloud, whose kind is the note."""
    return desk_project(tmp_path)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server, one per worker; make a database of your own in it."""
    server = make_server()
    yield server
    remove(server)


for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:  # as under nohup or in the background; children would inherit it
        signal.signal(number, handler)

LONGEST = (
    "test_service",
    "test_db",
    "test_kills_in_the_cloud",
    "test_db_path",
    "test_function_path",
    "test_queue_path",
    "test_bucket_path",
    "test_network_path",
    "test_together",
    "test_hostile_requests",
    "test_cloud_says_it",
    "test_cloud_errors",
    "test_fresh_machine",
    "test_tools",
    "test_planted",
    "test_store_lost",
    "test_remote_stores",
    "test_roles",
    "test_object_processes",
    "test_bad_days",
    "test_rescue",
    "test_fenced_off",
    "test_found_by_tags",
    "test_from_review_to_apply",
)
"""Files whose tests wait for minutes; they begin first, a short one behind each."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long tests begin first: the provider waits in all of them side by side."""
    long = sorted((item for item in items if item.path.stem in LONGEST), key=lambda item: LONGEST.index(item.path.stem))
    short = [item for item in items if item.path.stem not in LONGEST]
    pairs = [item for pair in zip(long, short, strict=False) for item in pair]
    items[:] = [*pairs, *long[len(short) :], *short[len(long) :]]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the seeds and counts that the tests told."""
    for line in closing_words(terminalreporter):
        terminalreporter.write_line(line)
