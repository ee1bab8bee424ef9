"""Writes YAML that reads back as exactly what was written, and edits it so that everything else stays as it stands.

ruamel's round trip resolves plain words by itself (dates, floats) and writes them back in another form; here it sees
nothing but text, and what a new value looks like is decided by the same rules that read it.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from io import StringIO
from typing import Any

from platformctl.project.documents import plain_scalar

WIDTH = 110


def written(data: Mapping[str, Any]) -> str:
    """Write a new document."""
    return _dumped(_as_text(data))


def with_values(text: str, part: str, values: Mapping[str, Any]) -> str:
    """Set values in one mapping of a document; comments, order, quotes of the rest stay."""
    document = _yaml().load(text)
    document.setdefault(part, {}).update(_as_text(values))
    return _dumped(document)


def with_items(text: str, part: str, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> str:
    """Add texts to one list of a document and take others out; comments, order, quotes of the rest stay."""
    document = _yaml().load(text)
    items = document.setdefault(part, [])
    for item in remove:
        items.remove(item)
    items.extend(_as_text([item for item in add if item not in items]))
    if not items:
        del document[part]
    return _dumped(document)


def _dumped(document: Any) -> str:
    out = StringIO()
    _yaml().dump(document, out)
    return out.getvalue()


def _as_text(value: Any) -> Any:
    """Return a value whose scalars are all texts, in the form in which they are read back as what they are."""
    match value:
        case Mapping():
            return {key: _as_text(part) for key, part in value.items()}
        case list() | tuple():
            return [_as_text(part) for part in value]
        case str():
            return _scalar(value, plain=_stays(value))
        case None:
            return _scalar("null", plain=True)
        case bool():
            return _scalar(str(value).lower(), plain=True)
        case _:
            return _scalar(repr(value), plain=True)


def _stays(text: str) -> bool:
    """Say whether a text is read back as itself without quotes."""
    try:
        return bool(plain_scalar(text) == unicodedata.normalize("NFC", text))
    except ValueError:
        return False


def _scalar(text: str, *, plain: bool) -> Any:
    """Return a text that says how it is written; a bare one would take over the quotes of what it replaces."""
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, PlainScalarString

    return PlainScalarString(text) if plain else DoubleQuotedScalarString(text)


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _text_resolver()
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    return yaml


@cache
def _text_resolver() -> Any:
    from ruamel.yaml.nodes import ScalarNode
    from ruamel.yaml.resolver import VersionedResolver

    class TextResolver(VersionedResolver):
        """Takes every scalar for a text."""

        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
            return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else super().resolve(kind, value, implicit)

    return TextResolver
