"""The request (`request.yaml`): one thing to have, in the developer's words, and the only file that people write."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from platformctl.catalog.schema import Value
from platformctl.errors import Usage
from platformctl.model import Model
from platformctl.project.documents import read_document
from platformctl.project.validation import validated
from platformctl.project.words import Slug
from platformctl.requests.binding_words import BindingWord
from platformctl.requests.yaml_text import with_items, with_values, written

REQUEST_NAME = "request.yaml"
ModuleItem = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,30}@[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}$")]
CloudNameText = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,254}$")]


class Lifecycle(Model):
    """The word of a person, in reviewed data, that what holds data may be lost."""

    allow: Annotated[tuple[Literal["destroy", "replace"], ...], Field(min_length=1)]
    until: date
    """The last day on which it counts (UTC)."""
    reason: Annotated[str, StringConstraints(min_length=3, max_length=500)]


class Request(Model):
    """One thing to have."""

    kind: Slug
    """What is asked for."""
    name: Slug
    environment: Slug
    """Where it is to be; with kind and name it makes the stack's id and its folder."""
    module: ModuleItem
    """`kind@version`; platform.lock has its digest."""
    team: Slug
    """Who owns it."""
    inputs: Mapping[str, Value] = {}
    """What the developer said; size and profile fill the rest."""
    bindings: Annotated[tuple[BindingWord, ...], Field(max_length=100)] = ()
    """Stacks that it uses, each with its level of access: `db/orders:connect`."""
    names: Mapping[str, CloudNameText] = {}
    """Cloud names, computed once by `create` and kept."""
    lifecycle: Lifecycle | None = None
    """What may be lost, until when and why; nothing where it is missing."""

    @property
    def stack_id(self) -> str:
        """Return `environment/kind/name`."""
        return f"{self.environment}/{self.kind}/{self.name}"


def read_request(folder: Path) -> Request:
    """Read the request in a stack's folder; it must say what its place says."""
    document = read_document(folder / REQUEST_NAME)
    request = validated(Request, document)
    said, place = request.stack_id, "/".join(folder.parts[-3:])
    if said != place:
        raise Usage(
            "A request lies in the wrong folder",
            detail=f"{document.path} says {said}, its folder says {place}. Moving or renaming a stack is refused: "
            "its name in the cloud and its state would stay behind.",
            hint=f"git checkout -- {document.path}",
        )
    if request.module.partition("@")[0] != request.kind:
        raise Usage(
            "A request names another kind's module",
            detail=f"{document.place(('module',))}: kind {request.kind} needs a module {request.kind}@…",
        )
    return request


def dump_request(request: Request) -> str:
    """Write a new request."""
    data = request.model_dump(mode="json")
    return written({key: value for key, value in data.items() if value not in ({}, [], None)})


def edited_request(
    text: str, changes: Mapping[str, Any], *, bind: Sequence[str] = (), unbind: Sequence[str] = ()
) -> str:
    """Set inputs, add and take out bindings in the text of a request; comments and order stay."""
    edited = with_values(text, "inputs", changes) if changes else text
    return with_items(edited, "bindings", add=bind, remove=unbind) if bind or unbind else edited
