"""Turns pydantic's complaint about a document into one clear error: what, where, what would be right."""

from collections.abc import Mapping
from typing import Any, TypeVar

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
    """Say the first thing that is wrong."""
    found = error.errors(include_url=False)
    first = min(found, key=lambda one: one["type"] != "extra_forbidden")  # a misspelt key explains a missing one
    where = _existing(first["loc"], document)
    name = ".".join(str(part) for part in where) or "the document"
    return f"{document.place(where)}: {name}: {words_for(first)}{_nearest(first, model)}"


def words_for(error: Mapping[str, Any]) -> str:
    """Say what pydantic found in a reader's words, without the value."""
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return "is not known here."
        case "missing":
            return f"'{error['loc'][-1]}' is missing."
        case "string_pattern_mismatch":
            return f"must match {context['pattern']}"
        case "literal_error" | "enum":
            return f"must be {context['expected']}."
        case _:
            message = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input ")
            return f"{message}."


def _existing(loc: tuple[int | str, ...], document: Document) -> Where:
    """Keep of pydantic's location only what exists in the document (it also names union members)."""
    where: Where = ()
    for part in loc:
        if (*where, part) in document.places:
            where = (*where, part)
    return where


def _nearest(error: Any, model: type[BaseModel]) -> str:
    if error["type"] != "extra_forbidden" or len(error["loc"]) != 1:
        return ""
    return nearest(str(error["loc"][0]), model.model_fields)
