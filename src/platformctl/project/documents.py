"""Turns a YAML text into plain data with the place of every value, and refuses what a person can't see through.

YAML 1.2 core schema only. Duplicate keys, anchors, aliases, tags, merge keys, several documents, invisible
characters, more than 256 KB or 20 levels are errors with line and column.
"""

import math
import re
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from platformctl.errors import Usage

MAX_BYTES = 256 * 1024
MAX_LEVELS = 20
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Zero-width, filling and bidirectional characters: text that reads differently from what it is."""
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

Where = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


@dataclass(frozen=True)
class Document:
    """Plain data and where each value stands."""

    path: Path
    data: Any
    places: Mapping[Where, tuple[int, int]]
    """Line and column, from 1, of each value."""

    def place(self, where: Where) -> str:
        """Return `file:line:column` of a value, or of the nearest thing around it."""
        while where and where not in self.places:
            where = where[:-1]
        line, column = self.places.get(where, (1, 1))
        return f"{self.path}:{line}:{column}"


def read_document(path: Path) -> Document:
    """Read and parse a file; Usage when it can't be read or isn't acceptable YAML."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise Usage("A file is a link", detail=f"{path} is a symbolic link; platformctl reads plain files only.")
        if not stat.S_ISREG(mode):
            raise Usage("A file can't be read", detail=f"{path} is not a plain file.")
        return parse_document(path.read_bytes(), path)
    except OSError as error:
        raise Usage("A file can't be read", detail=f"{path}: {error.strerror}.") from error


@lru_cache(maxsize=64)
def parse_document(raw: bytes, path: Path) -> Document:
    """Parse YAML bytes, the same ones once; `path` is only for messages."""
    text = _text(raw, path)
    builder = _Builder(path)
    data = builder.build(_events(text, path))
    return Document(path, data, builder.places)


def _text(raw: bytes, path: Path) -> str:
    if len(raw) > MAX_BYTES:
        raise Usage("A file is too large", detail=f"{path} has {len(raw)} bytes; at most {MAX_BYTES} are read.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Usage("A file is not UTF-8", detail=f"{path}: byte {error.start} is not UTF-8.") from error
    found = INVISIBLE.search(text) or _NO_TEXT.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - text.rfind("\n", 0, found.start())
        raise Usage(
            "A file holds an invisible character",
            detail=f"{path}:{line}:{column}: U+{ord(found.group()):04X} can't be seen and may hide what is there.",
        )
    return text


def _events(text: str, path: Path) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else str(path)
        raise Usage("A file is not YAML", detail=f"{where}: {error.problem or error.context}.") from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise Usage("A file is not YAML", detail=f"{path}: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


class _Builder:
    """Builds plain data from parser events; keeps the place of each value."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places: dict[Where, tuple[int, int]] = {}

    def build(self, events: Iterator[Any]) -> Any:
        data: Any = None
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self.refused(event, "a second document starts here; one file holds one document")
            elif kind not in {"StreamStartEvent", "StreamEndEvent", "DocumentEndEvent", "CommentEvent"}:
                data = self.value(event, events, ())
        return data

    def value(self, event: Any, events: Iterator[Any], where: Where) -> Any:
        self.places[where] = (event.start_mark.line + 1, event.start_mark.column + 1)
        self.check(event, where)
        kind = type(event).__name__
        if kind == "ScalarEvent":
            return self.scalar(event)
        return self.mapping(events, where) if kind == "MappingStartEvent" else self.sequence(events, where)

    def check(self, event: Any, where: Where) -> None:
        if type(event).__name__ == "AliasEvent" or getattr(event, "anchor", None):
            raise self.refused(event, "anchors and aliases are not read; write the value out")
        if getattr(event, "tag", None) is not None or getattr(event, "ctag", None):
            raise self.refused(event, "tags are not read; write the plain value")
        if len(where) > MAX_LEVELS:
            raise self.refused(event, f"nested deeper than {MAX_LEVELS} levels")

    def mapping(self, events: Iterator[Any], where: Where) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self.key(event, result, where)
            result[key] = self.value(next(events), events, (*where, key))
        return result

    def key(self, event: Any, known: Mapping[str, Any], where: Where) -> str:
        self.check(event, where)
        if type(event).__name__ != "ScalarEvent":
            raise self.refused(event, "a key is a plain word")
        if event.value == "<<":
            raise self.refused(event, "merge keys are not read; write the values out")
        if (key := self.whole(event)) in known:
            raise self.refused(event, f"'{key}' is there twice")
        return key

    def sequence(self, events: Iterator[Any], where: Where) -> list[Any]:
        result: list[Any] = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            result.append(self.value(event, events, (*where, len(result))))
        return result

    def scalar(self, event: Any) -> Any:
        if event.style is not None:
            return self.whole(event)
        try:
            return plain_scalar(event.value)
        except ValueError as error:
            raise self.refused(event, str(error)) from error

    def whole(self, event: Any) -> str:
        """Return a text in NFC, escaped surrogates (JSON's way to write an emoji) joined."""
        try:
            return unicodedata.normalize("NFC", event.value.encode("utf-16", "surrogatepass").decode("utf-16"))
        except UnicodeDecodeError as error:
            raise self.refused(event, "half of a surrogate pair is no character") from error

    def refused(self, event: Any, why: str) -> Usage:
        mark = event.start_mark
        return Usage("A file holds what is not read", detail=f"{self.path}:{mark.line + 1}:{mark.column + 1}: {why}.")


_WORDS: Mapping[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
LONGEST_NUMBER = 200
"""Characters; Terraform keeps 512 bits of a number, which are 155 digits. What is longer is text."""
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NUMBER = re.compile("|".join(each.pattern for each in (_INTEGER, _FLOAT, _OTHER_BASE, _NOT_FINITE)))


def plain_scalar(text: str) -> Any:
    """Resolve an unquoted scalar as YAML 1.2's core schema does (chapter 10.3.2); ValueError for what is no number."""
    if text in _WORDS:
        return _WORDS[text]
    return (
        _number(text) if len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text) else unicodedata.normalize("NFC", text)
    )


def _number(text: str) -> int | float:
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    number = float(text) if _FLOAT.fullmatch(text) else math.inf
    if math.isinf(number):
        raise ValueError("infinity and NaN are not values")
    return number
