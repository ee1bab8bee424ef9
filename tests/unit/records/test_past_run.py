"""The story of a run, folded from its events."""

from typing import Any

from platformctl.records.facts import RunFacts
from platformctl.records.past_run import runs_of
from platformctl.records.run import open_run
from platformctl.records.store import Records

STACK = "dev/db/orders"
FACTS = RunFacts(command="create", who="ada", pipeline="https://ci.example/1", packs={"builtin@1.0.0": "sha256:0"})


def test_a_run_tells_who_from_what_and_what_it_came_to(local: Records, make_holder: Any, make_state: Any) -> None:
    with open_run(local, STACK, make_holder("r1"), FACTS) as run:
        run.event("judged", {"stage": "plan", "findings": [{"blocking": True}, {"blocking": False}]})
        run.event("planned", {"plan": "d" * 64, "summary": {"create": 2}})
        run.event("applying")
        mark = run.commit(make_state(4))
        run.finish("applied")

    (told,) = runs_of(local.events(STACK))

    assert (told.id, told.stack, told.facts, told.outcome) == ("r1", STACK, FACTS, "applied")
    assert (told.plan, told.summary, told.verdicts) == ("d" * 64, {"create": 2}, (("plan", 1),))
    assert told.before is not None
    assert (told.before.serial, told.after) == (0, mark)
    assert [step for step, _ in told.steps] == ["started", "judged", "planned", "applying", "applied"]
    assert told.took is not None


def test_a_run_without_an_outcome_has_none(local: Records, make_holder: Any) -> None:
    with open_run(local, STACK, make_holder("r1"), FACTS) as run:
        (told,) = runs_of(local.events(STACK))
        run.finish("declined")

    assert (told.end, told.outcome, told.took) == (None, "", None)


def test_runs_come_in_the_order_in_which_they_began(local: Records, make_holder: Any) -> None:
    with open_run(local, STACK, make_holder("r1"), FACTS) as run:
        run.finish("declined")
    with open_run(local, STACK, make_holder("r2"), FACTS) as run:
        run.finish("declined")

    told = runs_of(local.events(STACK))

    assert [one.id for one in told] == ["r1", "r2"]
    assert runs_of(local.events(STACK, newest=3)) == told[1:]
