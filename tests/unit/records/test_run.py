"""A run leaves a truthful record, however it ends."""

import re
from typing import Any

import pytest

from platformctl.errors import Blocked, Busy, Interrupted, PlatformError
from platformctl.records.event import Draft
from platformctl.records.facts import PublicOutput, RunFacts, SensitiveOutput
from platformctl.records.local import LocalRecords
from platformctl.records.run import new_run_id, open_run, resume_run
from platformctl.records.store import Records

STACK = "dev/db/orders"
FACTS = RunFacts(command="create", who="ada", commit="c1")


def types(records: Records) -> list[str]:
    """Say the types of the stack's events."""
    return [event.type for event in records.events(STACK)]


def fail(records: Records, holder: Any, error: BaseException, *steps: Any) -> None:
    """Run some steps, then fail."""
    with open_run(records, STACK, holder, FACTS) as run:
        for step in steps:
            run.event(step)
        raise error


def finish_then_fail(records: Records, holder: Any) -> None:
    """Fail when all is done."""
    with open_run(records, STACK, holder, FACTS) as run:
        run.finish("declined")
        raise PlatformError("No view")


def test_a_run_from_its_start_to_its_outcome(records: Records, make_holder: Any, make_state: Any) -> None:
    outputs = {"url": {"value": "x", "type": "string"}, "password": {"value": "y", "type": "string", "sensitive": True}}

    with open_run(records, STACK, make_holder("run-1"), FACTS) as run:
        run.event("planned", {"digest": "d"})
        run.event("judged", {"verdict": "passed"})
        run.event("applying")
        mark = run.commit(make_state(4, outputs=outputs))
        run.finish("applied")

    head = records.head(STACK)
    assert types(records) == ["started", "planned", "judged", "applying", "applied"]
    assert head is not None
    assert (head.status, head.unfinished, head.state) == ("applied", None, mark)
    assert head.outputs == {"url": PublicOutput(value="x"), "password": SensitiveOutput()}
    assert head.last_applied is not None
    assert head.last_applied.facts == FACTS
    assert records.standing(STACK) is None


def test_a_run_is_on_record_and_leased_before_anything_exists(records: Records, make_holder: Any) -> None:
    with open_run(records, STACK, make_holder("run-1"), FACTS) as run:
        standing = records.standing(STACK)

        assert types(records) == ["started"]
        assert standing is not None
        assert standing.holder.run == run.id
        assert run.state == b""
        run.finish("declined")


def test_what_a_run_starts_inherits_the_local_lock(local: LocalRecords, make_holder: Any) -> None:
    with open_run(local, STACK, make_holder("run-1"), FACTS) as run:
        assert len(run.descriptors) == 1
        run.finish("declined")


@pytest.mark.parametrize(
    ("error", "steps", "ending", "unfinished"),
    [
        (PlatformError("Terraform failed"), ["planned"], "failed", None),
        (Blocked("A check says no"), ["planned", "judged"], "blocked", None),
        (Interrupted("Interrupted", signal_number=2), ["planned"], "interrupted", None),
        (KeyboardInterrupt(), ["planned"], "interrupted", None),
        (RuntimeError("secret words"), [], "failed", None),
        (PlatformError("Terraform failed"), ["planned", "applying"], "interrupted", "run-1"),
        (Blocked("A check says no"), ["applying"], "interrupted", "run-1"),
        (KeyboardInterrupt(), ["applying"], "interrupted", "run-1"),
    ],
)
def test_an_error_ends_the_run_on_record(
    records: Records, make_holder: Any, error: BaseException, steps: list[str], ending: str, unfinished: str | None
) -> None:
    with pytest.raises(type(error)):
        fail(records, make_holder("run-1"), error, *steps)

    head = records.head(STACK)
    assert types(records) == ["started", *steps, ending]
    assert head is not None
    assert head.unfinished == unfinished
    assert records.standing(STACK) is None
    assert "secret words" not in str(records.events(STACK))


def test_a_run_left_without_an_outcome_is_an_error(records: Records, make_holder: Any) -> None:
    with pytest.raises(PlatformError, match="without an outcome"), open_run(records, STACK, make_holder(), FACTS):
        pass

    assert types(records) == ["started", "failed"]


def test_an_error_after_the_outcome_changes_nothing_on_record(records: Records, make_holder: Any) -> None:
    with pytest.raises(PlatformError, match="No view"):
        finish_then_fail(records, make_holder())

    assert types(records) == ["started", "declined"]
    assert records.standing(STACK) is None


def test_a_run_after_a_killed_apply_must_settle_first(records: Records, make_holder: Any) -> None:
    records.append(Draft(STACK, "run-1", "started"))
    records.append(Draft(STACK, "run-1", "applying"))

    with pytest.raises(Busy, match="must be settled") as refused, open_run(records, STACK, make_holder("run-2"), FACTS):
        pass

    assert refused.value.hint == f"platformctl settle {STACK}"
    assert types(records) == ["started", "applying"]
    assert records.standing(STACK) is None


def test_a_run_that_was_killed_before_it_applied_is_closed_by_the_next(records: Records, make_holder: Any) -> None:
    records.append(Draft(STACK, "run-1", "started"))
    records.append(Draft(STACK, "run-1", "planned"))

    with open_run(records, STACK, make_holder("run-2"), FACTS) as run:
        run.finish("declined")

    settled = records.events(STACK)[2]
    assert types(records) == ["started", "planned", "settled", "started", "declined"]
    assert (settled.run, settled.body) == ("run-1", {"verdict": "not-started", "by": "run-2"})


def test_settling_goes_on_with_the_unfinished_run(records: Records, make_holder: Any, make_state: Any) -> None:
    records.append(Draft(STACK, "run-1", "started", {"facts": FACTS.model_dump(mode="json")}))
    records.append(Draft(STACK, "run-1", "applying"))

    with resume_run(records, STACK, make_holder("run-2")) as run:
        assert run is not None
        run.commit(make_state(2))
        run.finish("settled", {"verdict": "complete"})

    head = records.head(STACK)
    assert head is not None
    assert (head.status, head.unfinished) == ("applied", None)
    assert head.last_applied is not None
    assert (head.last_applied.id, head.last_applied.facts) == ("run-1", FACTS)
    assert head.state is not None
    assert head.state.serial == 2


def test_a_failed_settling_leaves_the_run_unfinished(records: Records, make_holder: Any) -> None:
    records.append(Draft(STACK, "run-1", "started"))
    records.append(Draft(STACK, "run-1", "applying"))

    with pytest.raises(PlatformError), resume_run(records, STACK, make_holder("run-2")):
        raise PlatformError("Unclear")

    assert types(records) == ["started", "applying"]
    assert records.standing(STACK) is None


def test_there_is_nothing_to_settle_where_nothing_is_unfinished(records: Records, make_holder: Any) -> None:
    with resume_run(records, STACK, make_holder()) as run:
        assert run is None


def test_a_failure_to_record_the_end_does_not_hide_the_error(
    local: LocalRecords, make_holder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = local.append

    def full(draft: Draft, lease: Any = None) -> Any:
        if draft.type == "failed":
            raise PlatformError("The disk is full", detail="No room.")
        return kept(draft, lease)

    monkeypatch.setattr(local, "append", full)

    with pytest.raises(RuntimeError) as failed:
        fail(local, make_holder(), RuntimeError())

    assert failed.value.__notes__ == ["The end of the run could not be recorded: The disk is full. No room."]
    assert local.standing(STACK) is None


def test_run_ids_sort_by_time_and_can_name_a_folder() -> None:
    one = new_run_id()

    assert re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{6}", one)
    assert one != new_run_id()
