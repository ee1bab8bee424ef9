"""Where platform.yaml may name a variable of the caller's: `${env:NAME}` as a database's whole address, only there."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from platformctl.errors import Usage
from platformctl.project.documents import Document, Where

_REFERENCE = re.compile(r"\$\{\s*env\s*:", re.IGNORECASE)
_WHOLE = re.compile(r"\$\{env:([A-Z][A-Z0-9_]*)\}")

_ADDRESSES = ("postgresql://", "postgres://")


def refuse_references(document: Document) -> None:
    """Stop at a `${env:…}` that stands anywhere else: a file of the repository can't ask for what the caller knows."""
    for where, text in _texts(document.data, ()):
        if _REFERENCE.search(text) and not (_is_database(where) and _WHOLE.fullmatch(text)):
            raise Usage(
                "A variable is named where none is read",
                detail=f"{document.place(where)}: {'.'.join(map(str, where))}: ${{env:NAME}} is read only as the whole "
                "value of state.postgres.url. Anywhere else write the value itself; secrets don't belong in files.",
            )


def resolved(text: str, environ: Mapping[str, str], where: str) -> str:
    """Return an address as it is used: a variable's value, which is a secret, or the address itself."""
    reference = _WHOLE.fullmatch(text)
    if reference is None:
        return text
    name, value = reference[1], environ.get(reference[1], "")
    if not value.startswith(_ADDRESSES):
        what = f"{name} does not hold the address of a database" if value else f"{name} is not set here, or is empty"
        raise Usage(
            "A variable holds no address" if value else "A variable is not set",
            detail=f"platform.yaml: {where} is ${{env:{name}}}, and {what}.",
            hint=f"export {name}=postgresql://USER@HOST/DATABASE      (the password beside it, in PGPASSWORD)",
        )
    return value


def _is_database(where: Where) -> bool:
    return len(where) == 5 and where[0] == "environments" and where[2:] == ("state", "postgres", "url")


def _texts(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Yield every text of a document, keys included, with its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield (*where, key), key
            yield from _texts(inner, (*where, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*where, number))
