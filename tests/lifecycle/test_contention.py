"""Many at once on one stack: one of them applies, each of the others is told who does."""

import json
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.lifecycle.remote import new_bucket, on_postgres, on_s3
from tests.project import COMMAND, Project, desk_project

STACK = "desk/note/one"
CROWD = 8


@pytest.fixture(params=["local", "postgres", "s3"])
def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> list[Project]:
    """One project as each of the crowd has it: on the local store in one folder, else each in a clone of its own."""
    match request.param:
        case "postgres":
            server = request.getfixturevalue("postgres_server")
            return clones(on_postgres(tmp_path, server.url(server.new_database())).project)
        case "s3":
            emulator = request.getfixturevalue("emulator")
            return clones(on_s3(tmp_path, emulator, new_bucket(emulator)).project)
        case _:
            return [desk_project(tmp_path)] * CROWD


def clones(project: Project) -> list[Project]:
    """Name a folder and a state folder for each; the files come with `spread`."""
    places = [project.root.parent / f"person-{number}" for number in range(1, CROWD)]
    return [project, *(person(project, place) for place in places)]


def person(project: Project, place: Path) -> Project:
    environ = {**project.environ, "XDG_STATE_HOME": str(place / "state")}
    return replace(project, root=place / "project", state=place / "state", environ=environ)


def spread(crowd: list[Project]) -> None:
    """Give everybody the files of the first."""
    for other in {one.root: one for one in crowd[1:] if one.root != crowd[0].root}.values():
        shutil.rmtree(other.root, ignore_errors=True)
        shutil.copytree(crowd[0].root, other.root)


def apply(project: Project) -> "subprocess.Popen[str]":
    words = [*COMMAND, "apply", STACK, "--yes"]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, cwd=project.root, env=project.environ, stdout=pipe, stderr=pipe, text=True)


def round_of(crowd: list[Project], copies: int) -> list[tuple[int, str, str]]:
    """Let everybody apply the same new request at once; return how each ended and what it said."""
    first = crowd[0]
    words = ("change", STACK) if first.folder(STACK).exists() else ("create", "note", "one")
    assert first.run(*words, "--copies", str(copies), "--plan-only").code == 0
    spread(crowd)
    processes = [apply(one) for one in crowd]
    said = [process.communicate(timeout=600) for process in processes]
    return [(process.returncode, *words) for process, words in zip(processes, said, strict=True)]


def applied(events: list[dict[str, Any]]) -> list[int]:
    """Return how much each run that applied anything has changed."""
    return [event["body"]["changes"] for event in events if event["type"] == "applied" and event["body"]["changes"]]


def contend(crowd: list[Project], rounds: int) -> None:
    results = [one for number in range(1, rounds + 1) for one in round_of(crowd, copies=10 * number)]

    codes = Counter(code for code, _, _ in results)
    losers = [out + complained for code, out, complained in results if code == 4]
    assert set(codes) <= {0, 4}, results
    assert applied(crowd[0].events(STACK)) == [10] * rounds
    assert all("is held by" in said and "process" in said for said in losers), losers
    assert len(json.dumps(crowd[0].state_of(STACK))) > 2
    assert crowd[0].run("plan", "--detailed-exitcode").code == 0


@pytest.mark.lifecycle
def test_of_eight_that_apply_at_once_one_does(crowd: list[Project]) -> None:
    contend(crowd, rounds=1)


@pytest.mark.campaign
def test_of_eight_that_apply_at_once_one_does_three_times_over(crowd: list[Project]) -> None:
    contend(crowd, rounds=3)
