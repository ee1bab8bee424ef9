"""The audit trail from the command line: runs, pages, the table, the proof, retention."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.unit.cli.conftest import Platformctl
from tests.unit.projects import make_stack

from platformctl.project.project import Project
from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder
from platformctl.records.local import LocalRecords
from platformctl.records.run import open_run

ONE, TWO = "desk/note/one", "desk/note/two"
Applied = Callable[..., str]


@pytest.fixture
def apply(inside: Project, tmp_path: Path) -> Applied:
    """Put a run on record, at a time of its own."""

    def applied(stack: str, number: int, who: str = "ada", year: int = 2026) -> str:
        records = LocalRecords(
            inside.store, tmp_path / "state/platformctl", lambda: f"{year}-01-{number:02}T00:00:00.000000+00:00"
        )
        with open_run(records, stack, Holder.here(f"run-{number}", "apply"), RunFacts(command="apply", who=who)) as run:
            run.event("planned", {"summary": {"create": number}, "plan": "f" * 64})
            run.finish("applied")
        records.close()
        return run.id

    return applied


@pytest.fixture
def tamper(inside: Project) -> Callable[[str], None]:
    """Change the records behind platformctl's back."""

    def changed(statement: str) -> None:
        with closing(sqlite3.connect(inside.store / "records.db", isolation_level=None)) as connection:
            connection.executescript(statement)

    return changed


def test_the_runs_of_the_environment_come_newest_first(apply: Applied, platformctl: Platformctl) -> None:
    apply(ONE, 1)
    apply(TWO, 2)
    apply(ONE, 3)

    said, document = platformctl("history"), platformctl("history", "--output", "json").document

    assert [line.split()[2:4] for line in said.out.splitlines()[1:]] == [[ONE, "apply"], [TWO, "apply"], [ONE, "apply"]]
    assert [run["run"] for run in document["runs"]] == ["run-3", "run-2", "run-1"]
    assert document["runs"][0]["facts"]["who"] == "ada"
    assert document["runs"][0]["summary"] == {"create": 3}


def test_pages_follow_one_another(apply: Applied, platformctl: Platformctl) -> None:
    runs = [apply(ONE, number) for number in range(1, 6)]

    first = platformctl("history", "--limit", "2")
    second = platformctl(*first.out.split("Next: platformctl ")[1].split(), "--limit", "2", "--output", "json").document

    assert len(runs) == 5
    assert [run["run"] for run in second["runs"]] == ["run-3", "run-2"]
    assert second["has_more"]


def test_a_person_sees_the_newest_runs_of_a_stack_and_how_to_see_more(apply: Applied, platformctl: Platformctl) -> None:
    runs = [apply(ONE, number) for number in range(1, 24)]

    said, document = platformctl("history", ONE), platformctl("history", ONE, "--output", "json").document

    assert len([line for line in said.out.splitlines() if "applied" in line]) == 20
    assert f"Next: platformctl history {ONE} --before 2026-01-04T00:00:00" in said.out
    assert len(document["events"]) == 3 * len(runs)


def test_the_table_has_a_row_for_each_event_and_nothing_to_compute(
    apply: Applied, platformctl: Platformctl, tmp_path: Path
) -> None:
    apply(ONE, 1, who="=HYPERLINK(1)")
    apply(TWO, 2, who="@grace")

    said = platformctl("history", "--report", f"csv={tmp_path / 'trail.csv'}")

    rows = list(csv.DictReader((tmp_path / "trail.csv").read_text("utf-8").splitlines()))
    assert said.code == 0
    assert [row["event"] for row in rows] == ["started", "planned", "applied"] * 2
    assert {row["who"] for row in rows} == {"'=HYPERLINK(1)", "'@grace"}
    assert rows[1]["previous"] == rows[0]["hash"]


def test_the_table_of_a_stack_is_of_that_stack_only(apply: Applied, platformctl: Platformctl, tmp_path: Path) -> None:
    apply(ONE, 1)
    apply(TWO, 2)

    platformctl("history", TWO, "--report", f"csv={tmp_path / 'trail.csv'}")

    rows = list(csv.DictReader((tmp_path / "trail.csv").read_text("utf-8").splitlines()))
    assert {row["stack"] for row in rows} == {TWO}


def test_chains_that_hold_are_proven(apply: Applied, platformctl: Platformctl) -> None:
    apply(ONE, 1)
    apply(TWO, 2)

    said = platformctl("history", "verify", "--verbose")

    assert said.code == 0
    assert "desk: 2 chains proven, 6 events." in said.out
    newest = platformctl("history", "verify", TWO, "--output", "json").document["chains"][0]["hash"]
    assert newest in said.out


@pytest.mark.parametrize(
    ("statement", "seq", "reason"),
    [
        (f"update event set body = '{{}}' where stack = '{ONE}' and seq = 2", 2, "changed after it was written"),
        (f"delete from event where stack = '{ONE}' and seq = 2", 2, "event 2 is missing"),
        ("update event set seq = 9 where seq = 2; update event set seq = 2 where seq = 3", 2, "does not follow"),
        (f"delete from head where stack = '{ONE}'", 3, "the head does not say"),
        (f"update head set body = 'nonsense' where stack = '{ONE}'", 3, "the head does not say"),
    ],
)
def test_the_first_break_of_a_chain_is_named(
    apply: Applied, tamper: Callable[[str], None], platformctl: Platformctl, statement: str, seq: int, reason: str
) -> None:
    apply(ONE, 1)
    tamper(statement)

    said, document = platformctl("history", "verify"), platformctl("history", "verify", "--output", "json").document

    assert said.code == 1
    assert document["chains"][0]["broken"]["seq"] == seq
    assert reason in document["chains"][0]["broken"]["reason"]


def test_a_chain_that_was_written_anew_is_found_by_heads_that_were_anchored(
    apply: Applied, tamper: Callable[[str], None], platformctl: Platformctl, tmp_path: Path
) -> None:
    apply(ONE, 1)
    heads = tmp_path / "heads.json"
    platformctl("history", "verify", "--report", f"heads={heads}")
    apply(ONE, 2)
    unchanged = platformctl("history", "verify", "--against", str(heads))
    tamper("delete from event; delete from head")
    apply(ONE, 1, who="mallory")

    alone, compared = platformctl("history", "verify"), platformctl("history", "verify", "--against", str(heads))

    assert (unchanged.code, alone.code, compared.code) == (0, 0, 1)
    assert "written anew" in " ".join(compared.out.split())


def test_a_chain_that_is_gone_as_a_whole_is_missed(
    apply: Applied, tamper: Callable[[str], None], platformctl: Platformctl, tmp_path: Path
) -> None:
    apply(ONE, 1)
    platformctl("history", "verify", "--report", f"heads={tmp_path / 'heads.json'}")
    tamper("delete from event; delete from head")

    said = platformctl("history", "verify", "--against", str(tmp_path / "heads.json"), "--output", "json")

    assert said.code == 1
    assert "its chain is gone" in said.document["chains"][0]["broken"]["reason"]


def test_pruning_cuts_once_a_checkpoint_is_old_enough_and_the_chain_holds(
    apply: Applied, tamper: Callable[[str], None], platformctl: Platformctl
) -> None:
    apply(ONE, 1, year=2020)
    first = platformctl("history", "prune", "--older-than", "400d", "--yes")
    apply(ONE, 2)
    second = platformctl("history", "prune", "--older-than", "400d", "--yes", "--output", "json")

    proof = platformctl("history", "verify", "--output", "json")

    assert (first.code, second.code, proof.code) == (0, 0, 0)
    assert "nothing was old enough" in first.out
    assert second.document["stacks"][0]["cut"] == 0
    assert proof.document["chains"][0]["events"] == 8


def test_a_broken_chain_is_not_pruned(apply: Applied, tamper: Callable[[str], None], platformctl: Platformctl) -> None:
    apply(ONE, 1, year=2020)
    tamper("update event set body = '{}' where seq = 2")

    said = platformctl("history", "prune", "--older-than", "400d", "--yes", "--output", "json")

    assert said.code == 1
    assert "does not hold" in said.document["stacks"][0]["left"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("history", "verfy"), "Did you mean 'verify'?"),
        (("history", "--limit", "3", ONE), "after the stack"),
        (("history", "--before", "yesterday"), "2026-11-24T09:00:00"),
        (("history", "--report", "pdf=x"), "Formats: csv"),
        (("history", "verify", "nonsense"), "is not environment/kind/name"),
        (("history", "verify", "--against", "nowhere.json"), "can't be read"),
        (("history", "prune", "--older-than", "long", "--yes"), "give a number and s, m, h or d"),
        (("history", "prune", "--older-than", "5m", "--yes"), "at least a day"),
        (("history", "prune", "--older-than", "400d"), "no terminal to ask on"),
    ],
)
def test_misuse_is_told_and_changes_nothing(
    inside: Project, platformctl: Platformctl, words: tuple[str, ...], told: str
) -> None:
    said = platformctl(*words)

    assert said.code == 64
    assert told in " ".join(said.err.split())
    assert not (inside.store / "records.db").exists()


def test_a_stack_with_the_name_of_a_command_is_a_stack(inside: Project, platformctl: Platformctl) -> None:
    make_stack(inside, "verify")

    assert "Nothing was ever done to desk/note/verify." in platformctl("history", "note/verify").out


def test_a_file_of_heads_that_somebody_edited_is_refused(inside: Project, platformctl: Platformctl) -> None:
    (inside.root / "heads.json").write_text(json.dumps({"version": 1, "heads": {ONE: "x"}}))

    said = platformctl("history", "verify", "--against", "heads.json")

    assert (said.code, "not what platformctl wrote" in said.err) == (64, True)
