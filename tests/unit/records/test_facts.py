"""What of the outputs is recorded."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from platformctl.records.facts import NAMED, PartialApply, RecordedOutput, RunFacts, outputs_body
from platformctl.records.local import LocalRecords
from platformctl.records.run import open_run
from platformctl.terraform.state import StateOutput


def test_a_sensitive_output_is_only_named() -> None:
    outputs = {"url": StateOutput("x", sensitive=False), "password": StateOutput("hunter2", sensitive=True)}

    assert outputs_body(outputs) == {"url": {"value": "x", "sensitive": False}, "password": {"sensitive": True}}


def test_a_recorded_output_cannot_hold_a_secret() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(RecordedOutput).validate_python({"value": "hunter2", "sensitive": True})


def test_a_secret_in_the_state_is_in_no_file_of_the_records(
    local: LocalRecords, store: Path, make_holder: Any, make_state: Any
) -> None:
    outputs = {"password": {"value": "hunter2", "type": "string", "sensitive": True}}

    with open_run(local, "dev/db/orders", make_holder(), RunFacts()) as run:
        run.event("applying")
        run.commit(make_state(1, outputs=outputs))
        run.finish("applied")
    local.close()

    assert b"password" in (store / "records.db").read_bytes()
    assert [path.name for path in store.glob("*") if path.is_file() and b"hunter2" in path.read_bytes()] == []


def test_a_partial_apply_is_read_from_among_the_rest_of_its_event() -> None:
    told = PartialApply(made=("module.this.a.b",), failed=("module.this.c.d",))
    body = {**told.model_dump(mode="json"), "state": {"serial": 3}, "outputs": {}}

    assert PartialApply.told_by(body) == told


def test_a_partial_apply_is_told_in_the_order_of_its_course() -> None:
    told = PartialApply(made=("module.this.a.b",), failed=("module.this.c.d",), not_started=("x.y", "x.z"))

    assert told.lines == (("made", "a.b"), ("failed", "c.d"), ("not started", "x.y, x.z"))
    assert told.counted == "1 made, 1 failed, 2 not started"


def test_a_partial_apply_of_hundreds_is_counted() -> None:
    addresses = tuple(f"x.y{number:03}" for number in range(NAMED + 2))

    ((_, words),) = PartialApply(made=addresses).lines

    assert words.endswith(f"x.y{NAMED - 1:03} and 2 more")


def test_events_of_before_say_nothing_of_what_they_did_not_know() -> None:
    assert PartialApply.told_by({"made": ["a.b"], "failed": [], "not_started": []}) == PartialApply(made=("a.b",))
