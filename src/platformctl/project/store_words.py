"""How a store is said in one word: `local`, `postgres=${env:PG_URL}`, `s3=BUCKET/PREFIX?region=eu-central-1`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError

from platformctl.errors import Usage
from platformctl.project.documents import parse_document
from platformctl.project.stores import PostgresState, S3State, Store
from platformctl.project.validation import complaint

FORM = "local, postgres=${env:NAME}[#PREFIX], s3=BUCKET[/PREFIX]?region=REGION[&endpoint=…&role=…&kms_key_id=…]"


def parse_store(word: str, option: str) -> Store:
    """Read a store as it is said on the command line, or as platform.yaml has it (`{s3: {…}}`)."""
    text = word if word.startswith("{") else json.dumps(_said(word, option))
    document = parse_document(text.encode(), Path(option))
    try:
        return Store.model_validate(document.data)
    except ValidationError as error:
        raise _unreadable(word, option, complaint(error, document, Store)) from error


def state_of(store: Store) -> Mapping[str, Any]:
    """Return a store as platform.yaml has it, without what goes without saying."""
    return store.model_dump(mode="json", exclude_defaults=True)


def flow_of(store: Store) -> str:
    """Write a store as it stands in platform.yaml, in one line."""
    return _flow(state_of(store))


def word_of(store: Store) -> str:
    """Return the word for a store; no secret is in it, since none may be in platform.yaml."""
    if store.postgres:
        return "".join(_postgres(store.postgres))
    return "".join(_s3(store.s3)) if store.s3 else "local"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    return json.dumps(value)


def _postgres(place: PostgresState) -> Iterator[str]:
    yield f"postgres={place.url}"
    if "prefix" in place.model_dump(exclude_defaults=True):
        yield f"#{place.prefix}"


def _s3(place: S3State) -> Iterator[str]:
    said = place.model_dump(mode="json", exclude_defaults=True)
    yield f"s3={said.pop('bucket')}"
    yield f"/{said.pop('prefix')}" if "prefix" in said else ""
    yield "?" + "&".join(f"{name}={value}" for name, value in said.items())


def _said(word: str, option: str) -> dict[str, Any]:
    kind, _, rest = word.partition("=")
    match kind:
        case "local" if not rest:
            return {"local": {}}
        case "postgres" if rest:
            url, _, prefix = rest.partition("#")
            return {"postgres": {"url": url, **({"prefix": prefix} if prefix else {})}}
        case "s3" if rest:
            place, _, settings = rest.partition("?")
            bucket, _, prefix = place.partition("/")
            named = {"bucket": bucket, **({"prefix": prefix} if prefix else {})}
            return {"s3": {**named, **dict(parse_qsl(settings, keep_blank_values=True))}}
    raise _unreadable(word, option, f"It is one of: {FORM}.")


def _unreadable(word: str, option: str, why: str) -> Usage:
    """Make the error; what was typed for a database's address may hold a password and is not repeated."""
    shown = "postgres=…" if "postgres" in word else word
    return Usage("Not a store", detail=f"{option} {shown}: {why}")
