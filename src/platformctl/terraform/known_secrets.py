"""Finds the secret texts of plans, states and environments, so that a copy in an unmasked place is hidden as well.

Terraform forgets its mark now and then: `terraform_data.output` repeats a secret `input` in clear once it is applied.
A cloud's error message never had one.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

MARK = "(sensitive)"
"""What stands in the place of a secret."""

_NOWHERE = object()
"""Where a path of a mask leads that a value does not have; null is a place: a secret that is not set."""
_SHORTEST = 6
"""Shorter texts are everywhere by chance."""
_OPENING = re.compile(r"SECRET|TOKEN|PASSWORD|PASSWD|PRIVATE_KEY|API_KEY", re.IGNORECASE)
_NO_SECRET = re.compile(r"_(FILE|PATH|URI|URL)$", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"://[^/\s:@]*:([^/\s@]+)@")


def masked_texts(value: Any, mask: Any) -> Iterator[str]:
    """List the texts of a value that its mask hides."""
    if mask is True:
        yield from (text for text in texts(value) if len(text) >= _SHORTEST)
    elif isinstance(mask, Mapping) and isinstance(value, Mapping):
        for key in mask:
            yield from masked_texts(value.get(key), mask[key])
    elif isinstance(mask, list) and isinstance(value, list):
        for each, hidden in zip(value, mask, strict=False):
            yield from masked_texts(each, hidden)


def texts(value: Any) -> Iterator[str]:
    """List every text inside a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from (key, *texts(each))
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def repeats_secret(value: Any, secrets: frozenset[str]) -> bool:
    """Claim that a value contains one of the secrets."""
    return bool(secrets) and any(secret in text for text in texts(value) for secret in secrets)


def hidden(text: str, secrets: Collection[str]) -> str:
    """Return a text with a mark in the place of each secret, also where it stands escaped as JSON or in an address."""
    return hiding(secrets)(text)


def hiding(secrets: Collection[str]) -> Callable[[str], str]:
    """Return what does so to many texts."""
    forms = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)

    def hide(text: str) -> str:
        for form in forms:
            text = text.replace(form, MARK)
        return text

    return hide


def _forms(secret: str) -> tuple[str, ...]:
    """List how a secret may be written; the longest is looked for first, since one may begin with another."""
    return (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], quote(secret, safe=""))


def secrets_of_environment(environment: Mapping[str, str]) -> frozenset[str]:
    """List what opens something: values of variables that say so in their names, and passwords in addresses."""
    named = (value for name, value in environment.items() if _OPENING.search(name) and not _NO_SECRET.search(name))
    inside = (found for value in environment.values() for found in _IN_ADDRESS.findall(value))
    return frozenset(secret for secret in (*named, *inside) if len(secret) >= _SHORTEST)


def secrets_at(attributes: Any, paths: Sequence[Any]) -> Iterator[str]:
    """List the texts at the paths that a state marks as sensitive; all around a path that leads nowhere."""
    for path in paths:
        yield from masked_texts(_at(attributes, path if isinstance(path, list) else []), mask=True)


def _at(value: Any, path: Sequence[Any]) -> Any:
    for step in path:
        key = step.get("value") if isinstance(step, Mapping) else None
        inner = _inside(value, key.get("value") if isinstance(key, Mapping) else key)
        if inner is _NOWHERE:
            break
        value = inner
    return value


def _inside(value: Any, key: Any) -> Any:
    """Return a part of a value; one of a dynamic type is stored as `{"value": …, "type": …}`."""
    if isinstance(value, Mapping) and value.keys() == {"value", "type"}:
        value = value["value"]
    if isinstance(value, Mapping):
        return value.get(key, _NOWHERE) if isinstance(key, str) else _NOWHERE
    is_index = isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value)
    return value[key] if is_index else _NOWHERE
