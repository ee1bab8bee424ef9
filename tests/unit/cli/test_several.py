"""What `apply` and `destroy` of several stacks hear: whose data may be lost, one question for all, one summary."""

import io
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from tests.unit.cli.conftest import Platformctl
from tests.unit.cli.test_asking import words
from tests.unit.projects import make_stack
from tests.unit.views import samples

from platformctl.catalog.sources import module_on_offer
from platformctl.cli.once import once
from platformctl.cli.several import pace_of, said_about
from platformctl.errors import Usage
from platformctl.project.project import Project
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action, ResourceChange
from platformctl.workflows.locking import adopted
from platformctl.workflows.results import Preview

QUEUE, DB, OTHER = StackId("dev", "queue", "mail"), StackId("dev", "db", "mail"), StackId("dev", "db", "orders")

MADE = ResourceChange("terraform_data.this", "managed", "terraform_data", "this", "builtin", Action.CREATE, (), {})


@pytest.fixture
def previews(project: Project) -> list[Preview]:
    """Previews of two stacks."""
    return [Preview(make_stack(project, name), samples.plan(MADE), ()) for name in ("one", "two")]


@pytest.mark.parametrize(("name", "why"), [("mail", "is dev/queue/mail and dev/db/mail"), ("none", "is none of")])
def test_a_confirmation_that_could_mean_two_stacks_or_none_is_refused(name: str, why: str) -> None:
    with pytest.raises(Usage, match="Whose data may be lost") as refused:
        said_about([QUEUE, DB], True, [name], None, 2)

    assert why in refused.value.detail


def test_a_confirmation_that_means_one_stack_speaks_for_it() -> None:
    said = said_about([QUEUE, DB, OTHER], True, ["db/mail", "orders"], ["run"], 2)

    assert (sorted(said.confirmed), sorted(said.over), said.beside) == (["db/mail", "orders"], ["run"], 2)


def test_no_more_stacks_go_side_by_side_than_there_are() -> None:
    assert pace_of(7, False, 3).side_by_side == 3
    assert pace_of(2, True, 3).side_by_side == 2


@pytest.mark.parametrize(
    ("answer", "said", "names"),
    [
        ("y\n", {}, []),
        ("n\n", {}, None),
        ("one\ny\n", {"losing": ["one"]}, ["one"]),
        ("wrong\ny\n", {"losing": ["one"]}, []),
        ("y\n", {"losing": ["one"], "confirmed": frozenset({"note/one"})}, ["one"]),
        ("two\ny\n", {"losing": ["one", "two"], "confirmed": frozenset({"one"})}, ["one", "two"]),
        ("one\nn\n", {"losing": ["one"]}, None),
        ("wrong\nwrong\ny\n", {"losing": ["one", "two"]}, None),
    ],
)
def test_all_is_asked_about_once_and_the_names_of_those_that_would_lose_data(
    monkeypatch: pytest.MonkeyPatch, previews: list[Preview], answer: str, said: dict[str, Any], names: list[str] | None
) -> None:
    losing = {StackId("desk", "note", name) for name in said.pop("losing", [])}
    asking = words(monkeypatch, answer, **said)

    agreed = asking.approves_all(previews, losing)

    assert (None if agreed is None else sorted(stack.name for stack in agreed)) == names


def test_what_was_said_beforehand_asks_nobody(monkeypatch: pytest.MonkeyPatch, previews: list[Preview]) -> None:
    asking = words(monkeypatch, "y\none\n", confirmed=frozenset({"two"}))

    beforehand = asking.beforehand()

    assert (asking.asks, beforehand.asks) == (True, False)
    assert [beforehand.names_again(preview) for preview in previews] == [False, True]
    assert not beforehand.approves(previews[0])


def test_one_name_does_not_speak_for_several_where_nobody_can_be_asked(
    inside: Project, platformctl: Platformctl, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_stack(inside)
    make_stack(inside, "two")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    result = platformctl("destroy", "note/one", "note/two", "--confirm", "one")

    assert result.code == 64
    assert "Nobody can be asked" in result.err


def test_what_is_made_once_is_made_once_whoever_asks() -> None:
    together, numbers = Barrier(8, timeout=10), count()
    the_one = once(lambda: next(numbers))

    with ThreadPoolExecutor(8) as pool:
        got = [pool.submit(lambda: (together.wait(), the_one())[1]) for _ in range(8)]

    assert {one.result() for one in got} == {0}


@pytest.mark.parametrize(
    ("binding", "said"),
    [
        ("board/wall", "A stack can't use itself"),
        ("note/nowhere", "A stack that is used is not there"),
        ("prod/note/one", "A binding leads to another environment"),
        ("note/one:write", "Which access?"),
        ("two words", "Not a binding"),
    ],
)
def test_a_binding_that_leads_nowhere_is_told_at_the_door(
    inside: Project, platformctl: Platformctl, binding: str, said: str
) -> None:
    make_stack(inside)
    make_stack(inside, environment="prod")

    result = platformctl("create", "board", "wall", "--bind", binding, "--yes")

    assert result.code == 64
    assert said in result.err
    assert not (inside.root / "stacks/desk/board").exists()


def test_a_stack_that_waits_for_another_one_is_refused_alone(inside: Project, platformctl: Platformctl) -> None:
    make_stack(inside)
    request = inside.root / "stacks/desk/board/wall/request.yaml"
    request.parent.mkdir(parents=True)
    adopted(inside, module_on_offer("board", inside))
    words = {"kind": "board", "name": "wall", "environment": "desk", "module": "board@1.0.0", "team": "writers"}
    request.write_text(json.dumps({**words, "inputs": {}, "bindings": ["note/one:read"], "names": {}}), "utf-8")
    platformctl("render")

    result = platformctl("apply", "board/wall", "--yes")

    assert result.code == 3
    assert "platformctl apply desk/note/one desk/board/wall" in " ".join(result.out.split())
