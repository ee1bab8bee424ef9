"""What the records say about a run, a state and an output; sensitive values are dropped at this door."""

import hashlib
from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, JsonValue, model_validator

from platformctl.terraform.state import StateOutput


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModuleFacts(_Fact):
    """Which vetted module a run was about."""

    name: str
    version: str
    digest: str


class RunFacts(_Fact):
    """Why and from what a run was made; told once, by its `started` event."""

    command: str = ""
    """`create`, `change`, `apply`, `destroy` …"""
    who: str = ""
    host: str = ""
    folder: str = ""
    """Where the project lay; matters for runs on uncommitted files."""
    commit: str = ""
    """Empty outside git."""
    uncommitted: bool = False
    """The stack's files were not those of the commit."""
    stack_digest: str = ""
    module: ModuleFacts | None = None
    sandbox: str = ""
    """The id of the emulator whose memory holds the stack; empty for what is real."""


class StateMark(_Fact):
    """Which state: the serial alone does not identify one, the digest does."""

    sha256: str
    serial: int

    @classmethod
    def of(cls, content: bytes, serial: int) -> Self:
        """Mark these bytes."""
        return cls(sha256=hashlib.sha256(content).hexdigest(), serial=serial)


class RecordedOutput(_Fact):
    """One output: its value, or only that it is sensitive."""

    value: JsonValue = None
    sensitive: bool = False

    @model_validator(mode="after")
    def _holds_no_secret(self) -> Self:
        if self.sensitive and self.value is not None:
            raise ValueError("a sensitive output carries its value")
        return self


def outputs_body(outputs: Mapping[str, StateOutput]) -> dict[str, JsonValue]:
    """Say the outputs as events carry them: public values, and of sensitive ones only that they exist."""
    return {name: _recorded(output) for name, output in outputs.items()}


def _recorded(output: StateOutput) -> JsonValue:
    if output.sensitive:
        return {"sensitive": True}
    return RecordedOutput.model_validate({"value": output.value}).model_dump(mode="json")
