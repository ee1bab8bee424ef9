"""Finds a text among the attributes of a state; what is sensitive is not searched, so that nothing can be guessed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from platformctl.terraform.addresses import instance_address
from platformctl.terraform.json_document import NotAnObject, read_object
from platformctl.terraform.known_secrets import repeats_secret
from platformctl.terraform.state import State, parse_state


@dataclass(frozen=True)
class Hit:
    """One attribute that is, or contains, what was looked for."""

    address: str
    attribute: str
    """Its path, as `arn` or `tags.team`."""
    value: str
    exact: bool


def find_text(content: bytes, text: str) -> tuple[Hit, ...]:
    """List the attributes of managed objects that hold the text; those that are it come first."""
    state = parse_state(content)
    if not isinstance(state, State) or not text:
        return ()
    try:
        document = read_object(content) if content else {}
    except NotAnObject:
        return ()
    found = [
        Hit(address, path, value, value == text)
        for address, attributes in _objects(document)
        for path, value in _texts(attributes, "")
        if text in value and not repeats_secret(value, state.secrets)
    ]
    return tuple(sorted(found, key=lambda hit: not hit.exact))


def _objects(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for resource in document.get("resources", []):
        if resource["mode"] == "managed":
            for instance in resource["instances"]:
                name = f"{resource['type']}.{resource['name']}"
                key = instance.get("index_key")
                yield instance_address(resource.get("module", ""), "managed", name, key), instance.get("attributes")


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Yield every text and number below a value, with the way to it."""
    begin = f"{path}." if path else ""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{begin}{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{begin}{number}")
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path, str(value)
