"""What the records say about a run, a state and an output; sensitive values are dropped at this door."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue

from platformctl.model import Model
from platformctl.terraform.narration import short
from platformctl.terraform.state import StateOutput

NAMED = 8
"""Resources named one by one; more are counted."""


class ModuleFacts(Model):
    """Which vetted module a run was about."""

    name: str
    version: str
    digest: str


class RunFacts(Model):
    """Why and from what a run was made; told once, by its `started` event."""

    command: str = ""
    """`create`, `change`, `apply`, `destroy` …"""
    who: str = ""
    host: str = ""
    pipeline: str = ""
    """The address of the CI run; empty for a person."""
    folder: str = ""
    """Where the project lay; matters for runs on uncommitted files."""
    commit: str = ""
    """Empty outside git."""
    uncommitted: bool = False
    """The stack's files were not those of the commit."""
    request: str = ""
    """SHA-256 of request.yaml."""
    stack_digest: str = ""
    module: ModuleFacts | None = None
    packs: dict[str, str] = {}
    """The digests of the guardrails that it was judged by, by `name@version`."""
    sandbox: str = ""
    """The id of the emulator whose memory holds the stack; empty for what is real."""
    over: str = ""
    """The run whose work this one knowingly took back: it is not in the history of this one's branch."""
    files_of: str = ""
    """The run whose kept files it was planned from: the request was deleted."""
    uses: tuple[str, ...] = ()
    """The stacks that this one was bound to, by id: they stay as long as it does."""


class StateMark(Model):
    """Which state: the serial alone does not identify one, the digest does."""

    sha256: str
    serial: int

    @classmethod
    def of(cls, content: bytes, serial: int) -> Self:
        """Mark these bytes."""
        return cls(sha256=hashlib.sha256(content).hexdigest(), serial=serial)


class PartialApply(Model):
    """How far an apply came that did not end well; told by its `failed` event. Addresses, never values."""

    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    destroyed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    """Asked for, and nobody knows what became of it; settling finds out."""
    not_started: tuple[str, ...] = ()

    @classmethod
    def told_by(cls, body: Mapping[str, JsonValue]) -> Self:
        """Read it off an event's body, among what else is told there."""
        return cls.model_validate({name: body[name] for name in cls.model_fields if name in body})

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Say in words what happened to what, where anything did."""
        return tuple((what, _some(addresses)) for what, addresses in self._parts())

    @property
    def counted(self) -> str:
        """Say in words how much came to what."""
        return ", ".join(f"{len(addresses)} {what}" for what, addresses in self._parts())

    def _parts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for name in type(self).model_fields:
            addresses: tuple[str, ...] = getattr(self, name)
            if addresses:
                yield name.replace("_", " "), addresses


class PublicOutput(Model):
    """An output that may be shown."""

    value: JsonValue
    sensitive: Literal[False] = False


class SensitiveOutput(Model):
    """An output of which the records know only that it exists: the type has no place for its value."""

    sensitive: Literal[True] = True


RecordedOutput = Annotated[PublicOutput | SensitiveOutput, Field(union_mode="left_to_right")]


def _some(addresses: Sequence[str]) -> str:
    """Name the first few, and count the rest."""
    rest = len(addresses) - NAMED
    named = ", ".join(short(address) for address in addresses[:NAMED])
    return f"{named} and {rest} more" if rest > 0 else named


def outputs_body(outputs: Mapping[str, StateOutput]) -> dict[str, JsonValue]:
    """Say the outputs as events carry them: public values, and of sensitive ones only that they exist."""
    return {name: _recorded(output) for name, output in outputs.items()}


def _recorded(output: StateOutput) -> JsonValue:
    told = SensitiveOutput() if output.sensitive else PublicOutput(value=output.value)
    return told.model_dump(mode="json")
