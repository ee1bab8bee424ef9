"""Puts values into pipeline files: as data that no parser, no shell and no host's expression can take for more."""

import json
import re
from dataclasses import dataclass

from platformctl.errors import Usage

_PLAIN = re.compile(r"[ -#%-~]*")
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")


@dataclass(frozen=True)
class Word:
    """Letters, digits, dots and dashes: the same in any language, so it may stand bare."""

    text: str


def scalar(value: object) -> str:
    """Return what a template puts there: a number, a bare word, else a quoted YAML string."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Word():
            return value.text
        case str():
            return json.dumps(_harmless(value))
        case list() | tuple():
            return f"[{', '.join(map(scalar, value))}]"
    raise TypeError(f"a template may not say a {type(value).__name__}")


def word(text: str) -> Word:
    """Let a text stand bare, inside a name or a line of shell; Usage for what is more than a word."""
    if not _WORD.fullmatch(text):
        raise _refused(text, "letters, digits, dots and dashes")
    return Word(text)


def literal(value: str | list[str]) -> Word:
    """Return a text, or a list of them as JSON, as a string of a host's expressions: single quotes, doubled inside."""
    text = _harmless(value if isinstance(value, str) else json.dumps(value))
    return Word("'" + text.replace("'", "''") + "'")


def _harmless(text: str) -> str:
    """Every host replaces something that begins with a dollar sign, somewhere; so there is none."""
    if not _PLAIN.fullmatch(text):
        raise _refused(text, "printable ASCII without a dollar sign")
    return text


def _refused(text: str, good: str) -> Usage:
    return Usage("A value can't stand in a pipeline", detail=f"{json.dumps(text)} is not {good}.")
