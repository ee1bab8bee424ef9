"""What of a request is another word now: the request and its values at the fork point beside those of today."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformctl.errors import Usage
from platformctl.project.documents import Where, parse_document
from platformctl.project.words import spoken
from platformctl.requests.request import REQUEST_NAME
from platformctl.stacks.render import VALUES_NAME
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId

UNITS = {"gb": "GB", "mb": "MB", "days": "days", "hours": "hours", "minutes": "minutes", "seconds": "seconds"}
"""The last word of an input's name, where it says what is counted."""
Read = Callable[[str], bytes]
"""Gives a file by its path in the project; nothing where there is none."""


@dataclass(frozen=True)
class Before:
    """A stack as it was written at the fork point."""

    request: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def inputs(self) -> Mapping[str, Any]:
        """Return what the request said."""
        inputs = self.request.get("inputs")
        return inputs if isinstance(inputs, Mapping) else {}


@dataclass(frozen=True)
class Word:
    """One word that changed, and where the request has it."""

    name: str
    before: str
    after: str
    where: Where
    in_place: bool = True


def before_of(stack: StackId, read: Read) -> Before:
    """Read what lay at the fork point; what can't be read there is as if it had not been."""
    return Before(_request(read(f"{stack.folder}/{REQUEST_NAME}")), _values(read(f"{stack.folder}/{VALUES_NAME}")))


def intent(stack: Stack, before: Before) -> tuple[Word, ...]:
    """List the words that changed; all that the request says, where it is new."""
    return (*_inputs(stack, before), *_module(stack, before), *_bindings(stack, before), *_people(stack, before))


def _inputs(stack: Stack, before: Before) -> Iterator[Word]:
    size, was = stack.request.inputs.get("size"), before.inputs.get("size")
    if stack.contract.sizes and size != was:
        yield Word("size", _said(was), _said(size), ("inputs", "size"))
    for name in stack.contract.inputs:
        now, then = stack.values.get(name), before.values.get(name)
        is_new = not before.request and name not in stack.request.inputs
        if now != then and not is_new:
            yield _input(name, then, now)


def _input(name: str, then: Any, now: Any) -> Word:
    """Take the unit out of the name: "storage_gb" is "storage … GB"."""
    head, _, tail = name.rpartition("_")
    unit = UNITS.get(tail, "") if head else ""
    label = (head if unit else name).replace("_", " ")
    both = _said(then) != "" and _said(now) != ""
    ends = [_said(then) if both else _with(unit, then), _with(unit, now)]
    return Word(label, ends[0], ends[1], ("inputs", name))


def _with(unit: str, value: Any) -> str:
    said = _said(value)
    return f"{said} {unit}" if unit and said else said


def _module(stack: Stack, before: Before) -> Iterator[Word]:
    was = before.request.get("module")
    if was and was != stack.request.module:
        yield Word("module", _said(was), stack.request.module, ("module",))


def _bindings(stack: Stack, before: Before) -> Iterator[Word]:
    listed = before.request.get("bindings")
    was = [str(word) for word in listed] if isinstance(listed, list) else []
    now = stack.request.bindings
    for number, word in enumerate(now):
        if word not in was:
            yield Word("uses", "", word, ("bindings", number))
    yield from (Word("no longer uses", "", word, ("bindings",)) for word in was if word not in now)


def _people(stack: Stack, before: Before) -> Iterator[Word]:
    """Tell who owns it now, and what it may lose."""
    was = before.request.get("team")
    if was and was != stack.request.team:
        yield Word("team", _said(was), stack.request.team, ("team",))
    allowed = stack.request.lifecycle
    if allowed and before.request.get("lifecycle") != allowed.model_dump(mode="json"):
        yield Word("may be lost", "", f"{', '.join(allowed.allow)} until {allowed.until}", ("lifecycle",))


def _said(value: Any) -> str:
    return "" if value is None else spoken(value)


def _request(content: bytes) -> Mapping[str, Any]:
    try:
        found = parse_document(content, Path(REQUEST_NAME)).data if content else {}
    except Usage:
        return {}
    return found if isinstance(found, Mapping) else {}


def _values(content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content) if content else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, Mapping) else {}
