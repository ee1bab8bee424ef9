"""Takes parts out of what a host said, whose shape is not to be trusted."""

from collections.abc import Mapping, Sequence
from typing import Any


def part(of: Any, *names: str) -> Mapping[str, Any]:
    """Return an object inside another one; an empty one where there is none."""
    for name in names:
        of = of.get(name) if isinstance(of, dict) else None
    return of if isinstance(of, dict) else {}


def items(of: Any) -> Sequence[Mapping[str, Any]]:
    """Return the objects of a list that have a number."""
    found = of if isinstance(of, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("id"), int)]
