"""What of the outputs is recorded."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from platformctl.records.facts import RecordedOutput, RunFacts, outputs_body
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
