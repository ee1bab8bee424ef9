"""Turns pydantic's complaint about a document into one clear error: what, where, what would be right."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from platformctl.errors import Usage
from platformctl.project.documents import Document, Where
from platformctl.project.words import nearest

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], document: Document) -> Model:
    """Make the model from the document; Usage with file, line and column otherwise."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise Usage("A file is not valid", detail=complaint(error, document, model)) from error


def complaint(error: ValidationError, document: Document, model: type[BaseModel]) -> str:
    """Say the first thing that is wrong; of alternatives, the one that came furthest."""
    found = [(_existing(one["loc"], document), one) for one in error.errors(include_url=False)]
    start, _ = min(
        found, key=lambda pair: pair[1]["type"] != "extra_forbidden"
    )  # a misspelt key explains a missing one
    where, first = max((pair for pair in found if pair[0][: len(start)] == start), key=lambda pair: len(pair[0]))
    name = ".".join(str(part) for part in where) or "the document"
    words = dict.fromkeys(words_for(one) for place, one in found if place == where and _is_alternative(one, first))
    said = ", or ".join(word.removesuffix(".") for word in words)
    return f"{document.place(where)}: {name}: {said}.{_nearest(first, model)}"


def _is_alternative(one: Any, first: Any) -> bool:
    """Say whether both errors are about what a value is at all, as the members of a union have it."""
    return one is first or all(
        each["type"].endswith("_type") or each["type"] == "literal_error" for each in (one, first)
    )


_SAID: Mapping[str, str] = {
    "extra_forbidden": "is not known here.",
    **dict.fromkeys(("model_type", "dict_type", "mapping_type"), "must hold keys and values."),
    "union_tag_not_found": "'type' is missing.",
}


def words_for(error: Mapping[str, Any]) -> str:
    """Say what pydantic found in a reader's words, without the value."""
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return f"'{error['loc'][-1]}' is missing."
        case "string_pattern_mismatch":
            return f"must match {context['pattern']}"
        case "union_tag_invalid":
            return f"type must be one of {context['expected_tags']}."
        case "literal_error" | "enum":
            return f"must be {context['expected']}."
        case other:
            message = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input ")
            return _SAID.get(other, f"{message}.")


def _existing(loc: tuple[int | str, ...], document: Document) -> Where:
    """Keep of pydantic's location only what exists in the document (it also names union members)."""
    where: Where = ()
    for part in loc:
        if (*where, part) in document.places:
            where = (*where, part)
    return where


def _nearest(error: Any, model: type[BaseModel]) -> str:
    if error["type"] != "extra_forbidden":
        return ""
    models = {model}
    for part in error["loc"][:-1]:
        fields = (one.model_fields[part] for one in models if part in one.model_fields)
        models = {inner for field in fields for inner in _models(field.annotation)} or models
    return nearest(str(error["loc"][-1]), sorted(name for one in models for name in one.model_fields))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that a field may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)
