"""The words that people type, and the nearest valid one to a mistyped one."""

import difflib
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", min_length=2, max_length=31)]
"""A kind, a name, an environment, a team: 2 to 31 characters, lower case, digits, single dashes inside."""
Tier = Literal["dev", "staging", "prod"]
"""How much it matters."""


def spoken(value: object) -> str:
    """Say a value as people would: yes and no, a list with commas."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(spoken, value)) or "none"
        case dict():
            return ", ".join(f"{key}={spoken(part)}" for key, part in value.items()) or "none"
        case _:
            return str(value)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return " Did you mean 'x'?", or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean '{close[0]}'?" if close else ""
