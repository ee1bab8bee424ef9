"""Leases from the command line: who holds what, and taking one away with a reason that goes on record."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Platformctl

from platformctl.project.project import Project
from platformctl.records.event import Draft
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords

ONE = "desk/note/one"
DIES = """
import os, sys
from pathlib import Path
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
records = LocalRecords(Path(sys.argv[1]), Path(sys.argv[2]))
records.claim(sys.argv[3], Holder.here("run-dead", "apply"))
os._exit(0)
"""


@pytest.fixture
def records(inside: Project, tmp_path: Path) -> Iterator[LocalRecords]:
    """The project's records, held by this process."""
    records = LocalRecords(inside.store, tmp_path / "state/platformctl")
    yield records
    records.close()


@pytest.fixture
def dead(inside: Project, tmp_path: Path) -> str:
    """A stack whose holder died, having begun to apply."""
    home = tmp_path / "state/platformctl"
    subprocess.run([sys.executable, "-c", DIES, inside.store, home, ONE], check=True)
    records = LocalRecords(inside.store, home)
    records.append(Draft(ONE, "run-dead", "started"))
    records.append(Draft(ONE, "run-dead", "applying"))
    records.close()
    return ONE


def test_who_holds_what_is_listed(records: LocalRecords, platformctl: Platformctl) -> None:
    lease = records.claim(ONE, Holder.here("run-1", "apply"))

    said, document = platformctl("leases", "list"), platformctl("leases", "list", "--output", "json").document

    assert f"{ONE}  alive" in said.out
    assert "platformctl apply, run run-1" in said.out
    (told,) = document["leases"]
    assert (told["stack"], told["alive"], told["holder"]["run"]) == (ONE, True, "run-1")
    assert told["age_seconds"] >= 0
    records.release(lease)
    assert "Nobody holds a stack of desk." in platformctl("leases", "list").out


def test_a_dead_holders_lease_is_released_on_record_and_settling_is_named(dead: str, platformctl: Platformctl) -> None:
    listed = platformctl("leases", "list")

    said = platformctl("leases", "release", dead, "--reason", "the job was cancelled", "--yes")

    assert f"{ONE}  dead" in listed.out
    assert said.code == 0
    assert f"Next: platformctl settle {ONE}" in said.out
    assert "Nobody holds" in platformctl("leases", "list").out
    told = platformctl("history", ONE, "--output", "json").document["events"][-1]
    assert (told["type"], told["run"], told["body"]["reason"]) == ("released", "run-dead", "the job was cancelled")
    assert platformctl("history", "verify").code == 0


def test_the_lease_of_one_who_lives_and_cant_be_fenced_off_is_refused(
    records: LocalRecords, platformctl: Platformctl
) -> None:
    lease = records.claim(ONE, Holder.here("run-1", "apply"))

    said = platformctl("leases", "release", ONE, "--reason", "I want it", "--yes")

    assert said.code == 4
    assert "run run-1" in " ".join(said.err.split())
    assert records.events(ONE) == ()
    records.release(lease)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("leases", "release", ONE, "--reason", "why not", "--yes"), "There is no lease on desk/note/one."),
        (("leases", "release", ONE, "--yes"), "--reason"),
        (("leases", "release", ONE, "--reason", " ", "--yes"), "3 to 500 characters"),
        (("leases", "release", "one", "--reason", "why not"), "is not environment/kind/name"),
        (("leases", "release", "desk/platformctl/inventory", "--reason", "why not"), "held for a moment only"),
        (("leases", "lst"), "Did you mean 'list'?"),
        (("settle", "--wait", "soon"), "give a number and s, m, h or d"),
    ],
)
def test_misuse_is_told(inside: Project, platformctl: Platformctl, words: tuple[str, ...], told: str) -> None:
    said = platformctl(*words)

    assert said.code == 64
    assert told in " ".join(said.err.split())


def test_nobody_is_asked_without_a_terminal(dead: str, platformctl: Platformctl) -> None:
    said = platformctl("leases", "release", dead, "--reason", "the job was cancelled")

    assert said.code == 64
    assert "no terminal to ask on" in said.err
