"""What the records say about a run, a state and an output; sensitive values are dropped at this door."""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

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
    over: str = ""
    """The run whose work this one knowingly took back: it is not in the history of this one's branch."""


class StateMark(_Fact):
    """Which state: the serial alone does not identify one, the digest does."""

    sha256: str
    serial: int

    @classmethod
    def of(cls, content: bytes, serial: int) -> Self:
        """Mark these bytes."""
        return cls(sha256=hashlib.sha256(content).hexdigest(), serial=serial)


class PublicOutput(_Fact):
    """An output that may be shown."""

    value: JsonValue
    sensitive: Literal[False] = False


class SensitiveOutput(_Fact):
    """An output of which the records know only that it exists: the type has no place for its value."""

    sensitive: Literal[True] = True


RecordedOutput = Annotated[PublicOutput | SensitiveOutput, Field(union_mode="left_to_right")]


def outputs_body(outputs: Mapping[str, StateOutput]) -> dict[str, JsonValue]:
    """Say the outputs as events carry them: public values, and of sensitive ones only that they exist."""
    return {name: _recorded(output) for name, output in outputs.items()}


def _recorded(output: StateOutput) -> JsonValue:
    told = SensitiveOutput() if output.sensitive else PublicOutput(value=output.value)
    return told.model_dump(mode="json")
