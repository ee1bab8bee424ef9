"""Turns the bytes of a state file into a State, and says whether one state may follow another.

Reads meet half-written files (287 of 554 while Terraform applied): `Torn` is an answer, not an exception.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from platformctl.errors import PlatformError
from platformctl.terraform.addresses import instance_address
from platformctl.terraform.json_document import NotAnObject, read_object
from platformctl.terraform.known_secrets import repeats_secret, secrets_at

VERSION = 4
"""The only version of the state format that Terraform 1.x and OpenTofu write."""


@dataclass(frozen=True)
class StateObject:
    """One object that Terraform knows."""

    address: str
    mode: str
    type: str
    id: str
    """The `id` attribute, or nothing where the type has none."""
    tainted: bool = False
    """The next plan replaces it."""
    deposed: str = ""


@dataclass(frozen=True)
class StateOutput:
    """One recorded output; a sensitive value is here in clear and must not travel."""

    value: Any = field(repr=False)
    sensitive: bool


@dataclass(frozen=True)
class State:
    """What one state file says. The empty state has no lineage."""

    serial: int = 0
    lineage: str = ""
    terraform_version: str = ""
    objects: tuple[StateObject, ...] = ()
    outputs: Mapping[str, StateOutput] = field(default_factory=dict)
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Texts of attributes that are sensitive."""

    @property
    def is_empty(self) -> bool:
        """Claim that nothing was ever written."""
        return not self.lineage and not self.objects

    @property
    def managed(self) -> tuple[StateObject, ...]:
        """List what exists because of this stack: no data sources."""
        return tuple(each for each in self.objects if each.mode == "managed")


@dataclass(frozen=True)
class Torn:
    """The bytes are no whole state: read again."""

    why: str


class _Foreign(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)


class _Instance(_Foreign):
    index_key: str | int | None = None
    status: str = ""
    deposed: str = ""
    attributes: dict[str, Any] | None = None
    sensitive_attributes: list[Any] | None = None


class _Resource(_Foreign):
    module: str = ""
    mode: str
    type: str
    name: str
    instances: list[_Instance]


class _Output(_Foreign):
    value: Any
    sensitive: bool = False


class _State(_Foreign):
    version: int
    serial: int = Field(ge=0)
    lineage: str
    terraform_version: str = ""
    outputs: dict[str, _Output]
    resources: list[_Resource]


def parse_state(content: bytes) -> State | Torn:
    """Read a state; no bytes at all are the empty state; whole JSON that is no state is an error."""
    if not content:
        return State()
    try:
        document = read_object(content)
    except NotAnObject as error:
        return Torn(str(error))
    if document.get("version") != VERSION:
        raise _not_a_state(f"Its version is {document.get('version')!r}; platformctl reads {VERSION}.")
    try:
        return _state(_State.model_validate(document))
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        raise _not_a_state(f"At {'.'.join(map(str, first['loc']))}: {first['msg']}.") from error


def may_follow(old: State, new: State) -> bool:
    """Allow only the same story to go on: same lineage, serial not lower; anything may follow the empty state."""
    return old.is_empty or (new.lineage == old.lineage and new.serial >= old.serial)


def emptied(content: bytes) -> bytes:
    """Return the state that follows when nothing of what it knows exists any more."""
    document = read_object(content)
    serial = int(document["serial"]) + 1
    return json.dumps({**document, "serial": serial, "outputs": {}, "resources": []}, indent=2).encode()


def _state(raw: _State) -> State:
    secrets = frozenset(_secrets(raw))
    return State(
        serial=raw.serial,
        lineage=raw.lineage,
        terraform_version=raw.terraform_version,
        objects=tuple(_object(resource, instance) for resource in raw.resources for instance in resource.instances),
        outputs={name: _output(each, secrets) for name, each in raw.outputs.items()},
        secrets=secrets,
    )


def _secrets(raw: _State) -> Iterator[str]:
    for instance in (each for resource in raw.resources for each in resource.instances):
        yield from secrets_at(instance.attributes, instance.sensitive_attributes or ())


def _output(raw: _Output, secrets: frozenset[str]) -> StateOutput:
    """Take an output for sensitive also where Terraform has lost the mark of what it repeats."""
    return StateOutput(raw.value, raw.sensitive or repeats_secret(raw.value, secrets))


def _object(resource: _Resource, instance: _Instance) -> StateObject:
    identifier = (instance.attributes or {}).get("id")
    return StateObject(
        address=instance_address(
            resource.module, resource.mode, f"{resource.type}.{resource.name}", instance.index_key
        ),
        mode=resource.mode,
        type=resource.type,
        id=identifier if isinstance(identifier, str) else "",
        tainted=instance.status == "tainted",
        deposed=instance.deposed,
    )


def _not_a_state(why: str) -> PlatformError:
    return PlatformError("Not a Terraform state", detail=why, hint="run the same command again with --verbose")
