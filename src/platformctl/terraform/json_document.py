"""Turns bytes that should hold one JSON object into that object, or says that they don't."""

import json
from typing import Any, NoReturn


class NotAnObject(ValueError):
    """The bytes are no JSON object: cut short, foreign, or not text."""


def read_object(content: bytes | str) -> dict[str, Any]:
    """Parse strictly: no NaN, no Infinity, nothing deeper than Python can follow."""
    try:
        document = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise NotAnObject(str(error)) from error
    if not isinstance(document, dict):
        raise NotAnObject(f"a {type(document).__name__} instead of an object")
    return document


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
