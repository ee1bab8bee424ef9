"""Turns pydantic models into tables: every key, what may stand there, its default, its meaning."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, TypeAdapter

from docs.writers.markdown import code, codes, section, sentence, table
from platformctl.project.words import Slug

Schema = Mapping[str, Any]


def sections(model: type[BaseModel], title: str) -> str:
    """Return a section for the model, and one for each model that it holds, in the order in which they are met."""
    schema = model.model_json_schema()
    held: Mapping[str, Schema] = schema.get("$defs", {})
    meanings = _meanings(model)
    for name in held:
        meanings |= _meanings(_class(model, name))
    met = ((title, schema, model.__name__), *((name, held[name], name) for name in _order(schema, held)))
    parts = (_section(heading, one, name, meanings) for heading, one, name in met)
    return "\n\n".join(parts)


def _section(title: str, schema: Schema, name: str, meanings: Mapping[str, str]) -> str:
    needed = set(schema.get("required", ()))
    rows = [
        (code(key), allowed(value), _default(key, value, needed), meanings.get(f"{name}.{key}", ""))
        for key, value in schema.get("properties", {}).items()
    ]
    body = table(("key", "value", "default", "meaning"), rows) or "It has no keys: write `{}`."
    return section(title, sentence(str(schema.get("description", ""))), body)


def allowed(value: Schema) -> str:
    """Say what may stand at a place of a schema."""
    match value:
        case {"$ref": reference}:
            name = reference.rpartition("/")[2]
            return f"[{name}](#{name.lower()})"
        case {"const": _} | {"enum": _}:
            return _listed([value["const"]] if "const" in value else value["enum"])
        case {"anyOf": choices} | {"oneOf": choices}:
            return _either([one for one in choices if one.get("type") != "null"])
        case _:
            return _typed(value)


def _listed(words: Sequence[object]) -> str:
    return code(words[0]) if len(words) == 1 else f"one of {codes(words)}"


def _typed(value: Schema) -> str:
    match value:
        case {"type": "array"}:
            return f"list of {allowed(value.get('items', {}))}"
        case {"type": "object"}:
            return _mapping(value)
        case {"type": kind}:
            return _scalar(str(kind), value)
        case _:
            return "anything"


def _either(choices: Sequence[Schema]) -> str:
    words = list(dict.fromkeys(allowed(one) for one in choices))
    if set(SCALARS) <= set(words):
        words = ["scalar", *(word for word in words if word not in (*SCALARS, "number"))]
    return " or ".join(words)


def _mapping(value: Schema) -> str:
    inner = next(iter(value.get("patternProperties", {}).values()), value.get("additionalProperties"))
    if not isinstance(inner, Mapping):
        return "mapping of names to anything"
    return f"mapping of names to {allowed(inner)}"


def _scalar(kind: str, value: Schema) -> str:
    if value.get("pattern") == SLUG:
        return "word"
    said = {"boolean": SCALARS[0], "string": "text"}.get(kind, kind)
    limits = [f"{word} {value[key]}" for key, word in LIMITS.items() if key in value]
    pattern = f"matching {code(value['pattern'])}" if "pattern" in value else ""
    return ", ".join(part for part in (said, pattern, *limits) if part)


SCALARS = ("`true` or `false`", "integer", "text")
SLUG = TypeAdapter(Slug).json_schema()["pattern"]
WORDS = """\
A *word* is 2 to 31 characters long: lower-case letters, digits, single dashes inside, a letter first. A *scalar* is
text, a number, `true` or `false`."""
LIMITS = {
    "minimum": "at least",
    "exclusiveMinimum": "more than",
    "maximum": "at most",
    "minLength": "shortest",
    "maxLength": "longest",
}


def _default(key: str, value: Schema, needed: set[str]) -> str:
    if key in needed:
        return "must be given"
    default = value.get("default")
    if default is None or default in ({}, [], "") or "$ref" in value:
        return "none"
    if isinstance(default, bool):
        return code(str(default).lower())
    return codes(default) if isinstance(default, Sequence) and not isinstance(default, str) else code(default)


def _order(schema: Schema, held: Mapping[str, Schema]) -> list[str]:
    """Return the names of the models in the order in which a reader meets them."""
    met: list[str] = []
    waiting = [*_references(schema.get("properties", {}))]
    while waiting:
        name = waiting.pop(0)
        if name not in met:
            met.append(name)
            waiting += _references(held[name])
    return met


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if "$ref" in value:
            yield str(value["$ref"]).rpartition("/")[2]
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)


def _class(root: type[BaseModel], name: str) -> type[Any]:
    """Find the class that a schema's definition was made from: in the root's file, or where that file has it from."""
    found: type[Any] = getattr(sys.modules[root.__module__], name, BaseModel)
    return found


def _meanings(model: type[Any]) -> dict[str, str]:
    """Return what stands under the fields in the source: Python itself does not keep it."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body[:1]
    body = getattr(tree, "body", [])
    return {
        f"{model.__name__}.{field.target.id}": sentence(words.value.value)
        for field, words in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
        and isinstance(words.value.value, str)
    }
