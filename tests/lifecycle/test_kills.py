"""SIGKILL at a random moment of create, change and destroy: nothing is lost, nothing is doubled, no record lies.

The same on each store; where that is a database, its server is killed as well.

The seed of each test is shown at the end of the run; PLATFORMCTL_TEST_SEED repeats its moment as far as the machine
allows.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.lifecycle.killing import Tell, drawn, killed_at_random, leftovers
from tests.lifecycle.remote import new_bucket, on_postgres, on_s3
from tests.lifecycle.witness import Witness, number_of
from tests.postgres import Server
from tests.project import Project, Said, desk_project

from platformctl.records.head import Head

STACK = "desk/note/one"
NONE = hashlib.sha256(b"").hexdigest()
TWICE, SETTLED = 0.3, 0.3
"""How often the command that goes on is killed as well, and how often somebody settles in between."""


@dataclass(frozen=True)
class Scene:
    """A command that is killed, and how many copies there are before and after it."""

    words: tuple[str, ...]
    before: int
    after: int
    proof: tuple[str, ...] = ("plan", "--detailed-exitcode")
    """What succeeds when all is as it should be."""

    @property
    def lines(self) -> int:
        """Say how much Terraform says of it: two lines for each copy."""
        return 2 * max(self.before, self.after)


SCENES = {
    "create": Scene(("create", "note", "one", "--copies", "60", "--yes"), 0, 60),
    "grow": Scene(("change", STACK, "--copies", "90", "--text", "more", "--yes"), 60, 90),
    "shrink": Scene(("change", STACK, "--copies", "30", "--text", "less", "--yes", "--confirm", "one"), 60, 30),
    "destroy": Scene(("destroy", STACK, "--yes", "--confirm", "one"), 60, 0, ("create", "note", "one", "--yes")),
}
STORES = ("local", "postgres", "s3")
FEW = {"create": 6, "grow": 5, "shrink": 4, "destroy": 5}
"""How often each is killed on each store in each run of CI: sixty in all."""
MANY = {"create": 55, "grow": 45, "shrink": 40, "destroy": 40}
"""With the twenty of moving to another store, two hundred on each store."""


def each_of(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    return [(store, name, number) for name, count in counts.items() for number in range(count) for store in STORES]


@pytest.fixture
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Project, Server | None]:
    """A project on the store that the test names, and the database's server where there is one."""
    match request.param:
        case "postgres":
            server: Server = request.getfixturevalue("postgres_server")
            return on_postgres(tmp_path, server.url(server.new_database())).project, server
        case "s3":
            emulator: str = request.getfixturevalue("emulator")
            return on_s3(tmp_path, emulator, new_bucket(emulator)).project, None
        case _:
            return desk_project(tmp_path), None


def truthful(project: Project, scene: Scene, first: str) -> None:
    """Hold what the records say at any moment against what is there."""
    records = project.records()
    head, content, broken = records.head(STACK), records.read_state(STACK), records.verify_chain(STACK)
    records.close()
    have = len(Witness(project, STACK, 0).have())
    assert broken is None
    assert have in allowed(head, scene, first)
    assert head is None or head.status in {"planned", "applying", "interrupted"} or marks(head, content)


def allowed(head: Head | None, scene: Scene, first: str) -> range:
    """Say how many copies there may be, by what the record says; `first` is the run before the kills, if any."""
    status = head.status if head else "planned"
    if status in {"applying", "interrupted", "failed"}:
        return range(max(scene.before, scene.after) + 1)
    applied = head.last_applied if head else None
    whole = scene.before if applied and applied.id == first else scene.after
    copies = whole if status == "applied" else 0
    return range(copies, copies + 1)


def marks(head: Head, content: bytes) -> bool:
    """Say whether the record means exactly this state; one that knows of none means that there is none."""
    return (head.state.sha256 if head.state else NONE) == hashlib.sha256(content).hexdigest()


def began(project: Project, scene: Scene) -> str:
    """Make what the scene begins with; return the id of the run that made it."""
    if not scene.before:
        return ""
    project.run("create", "note", "one", "--copies", str(scene.before), "--yes")
    run: str = project.events(STACK)[-1]["run"]
    return run


def went_on(project: Project, scene: Scene) -> Said:
    """Give the command again; where a kill came between a request and its files, do first what the hint says."""
    said = project.run(*scene.words)
    if said.code == 64 and "platformctl render" in said.stderr:
        project.run("render")
        return project.run(*scene.words)
    return said


def settled_in_between(project: Project) -> None:
    """Settle by itself; afterwards no run is left unfinished."""
    project.run("settle")
    assert unfinished(project) is None


def unfinished(project: Project) -> str | None:
    """Return the id of the run that must be settled, if there is one."""
    records = project.records()
    head = records.head(STACK)
    records.close()
    return head.unfinished if head else None


def settled_truth(project: Project, scene: Scene) -> None:
    """Hold the records against the state when all has come to its end."""
    records = project.records()
    head, content, broken = records.head(STACK), records.read_state(STACK), records.verify_chain(STACK)
    records.close()
    have = Witness(project, STACK, 0).have()
    assert broken is None
    assert head is not None
    assert (head.status, head.unfinished) == ("applied" if scene.after else "destroyed", None)
    assert marks(head, content)
    assert ids_on_record(head) == [have[address] for address in sorted(have, key=number_of)]
    assert project.folder(STACK).exists() == bool(scene.after)


def ids_on_record(head: Head) -> object:
    """Return the ids that the record's outputs tell."""
    return head.outputs["ids"].model_dump()["value"] if head.outputs else []


def survives(kept: tuple[Project, Server | None], name: str, number: int, tell: Tell) -> None:
    """Kill one command, or two in a row, let the next one go on, and hold the end against all that ever was."""
    scene, (project, server) = SCENES[name], kept
    way = drawn(name, number, tell, server)
    first = began(project, scene)
    witness = Witness(project, STACK, scene.after)
    for _ in range(1 + (way.chance.random() < TWICE)):
        killed_at_random(project, scene.words, way, scene.lines)
        truthful(project, scene, first)
        assert witness.look(ended=unfinished(project) is None) == []
        if way.chance.random() < SETTLED:
            settled_in_between(project)
            truthful(project, scene, first)

    again = went_on(project, scene)

    assert again.code in ({0} if scene.after else {0, 64})  # 64: all was done but for the last words
    whole(project, scene, witness.kept())
    witness.close()
    settled_truth(project, scene)
    assert project.run(*scene.proof).code == 0
    assert leftovers(project) == []


def whole(project: Project, scene: Scene, kept: Mapping[str, str]) -> None:
    """Hold what is there at the end against what was asked for, and against what had been made before."""
    after = Witness(project, STACK, scene.after).have()
    assert sorted(map(number_of, after)) == [*range(scene.after)]
    assert len(set(after.values())) == scene.after
    assert kept.items() <= after.items(), "an object that had been made was lost or made anew"


@pytest.mark.lifecycle
@pytest.mark.parametrize(("kept", "name", "number"), each_of(FEW), indirect=["kept"])
def test_a_kill_at_any_moment_loses_nothing_doubles_nothing_and_leaves_no_lie(
    kept: tuple[Project, Server | None], name: str, number: int, record_property: Tell
) -> None:
    survives(kept, name, number, record_property)


@pytest.mark.campaign
@pytest.mark.parametrize(("kept", "name", "number"), each_of(MANY), indirect=["kept"])
def test_hundreds_of_kills_lose_nothing_double_nothing_and_leave_no_lie(
    kept: tuple[Project, Server | None], name: str, number: int, record_property: Tell
) -> None:
    survives(kept, name, number, record_property)
