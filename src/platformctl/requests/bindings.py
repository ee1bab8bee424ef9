"""`bindings.json`: what other stacks hand to this one, and the runs that produced it. Generated and committed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue, StringConstraints, ValidationError

from platformctl.errors import Usage
from platformctl.model import Model

BINDINGS_NAME = "bindings.json"
_ModuleItem = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,30}@[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$")]
_StackId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,30}(/[a-z][a-z0-9-]{1,30}){2}$")]
_Run = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{0,60}$")]
_OutputName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")]


def _finite(outputs: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    json.dumps(outputs, allow_nan=False)  # ValueError: pydantic takes Infinity for JSON
    return outputs


class Bound(Model):
    """What one producer hands over."""

    producer: _StackId
    module: _ModuleItem
    """Whose contract says what the outputs are good for."""
    run: _Run = ""
    """The run that produced them; empty: the producer is not applied yet, the binding is pending."""
    outputs: Annotated[Mapping[_OutputName, JsonValue], AfterValidator(_finite)] = {}
    """By output name; `key.arn` is what the producer's environment supplies. Null while pending."""

    @property
    def is_pending(self) -> bool:
        """Claim that the producer has handed nothing over yet."""
        return not self.run


class Bindings(Model):
    """The whole file."""

    version: Literal[1] = 1
    bindings: Annotated[Mapping[str, Bound], Field(max_length=200)] = {}
    """By the binding as the request writes it, or `context.NAME`."""

    @property
    def producers(self) -> tuple[str, ...]:
        """Return the ids of the stacks that are used, sorted."""
        return tuple(sorted({bound.producer for bound in self.bindings.values()}))

    @property
    def pending(self) -> tuple[str, ...]:
        """Return the ids of the producers that are not applied yet, sorted."""
        return tuple(sorted({bound.producer for bound in self.bindings.values() if bound.is_pending}))


def read_bindings(folder: Path) -> Bindings:
    """Read a stack's bindings; none where there is no file, Usage where it is not what we write."""
    path = folder / BINDINGS_NAME
    if not path.exists():
        return Bindings()
    if path.is_symlink() or not path.is_file():
        raise Usage("A file is a link", detail=f"{path} is no plain file.")
    return parse_bindings(path.read_bytes(), str(path))


def parse_bindings(content: bytes, where: str) -> Bindings:
    """Read the bytes of a bindings.json."""
    try:
        return Bindings.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the document"
        raise Usage(
            "bindings.json is not valid",
            detail=f"{where}: {place}: {first['msg']}. It is generated and never edited.",
            hint="platformctl render",
        ) from error


def dump_bindings(bindings: Bindings) -> bytes:
    """Write the file."""
    data = bindings.model_dump(mode="json")
    return (json.dumps(data, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False) + "\n").encode()
