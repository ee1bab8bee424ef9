"""Says in words what a change says otherwise than the protected branch: in platform.yaml, in platform.lock.

What is written there is the branch's own and hostile: places and strictly patterned words are told, no other value.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from platformctl.project.lock_file import Lock, Pinned
from platformctl.project.platform_file import Platform

MOST = 40
"""Differences that are told one by one."""
_TOLD = frozenset({"tier", "region", "account", "apply", "default_environment", "default_team", "organisation"})
"""Words whose values are short, patterned, and what a reviewer has to know."""
_PLAIN = re.compile(r"[A-Za-z0-9_./ -]{1,60}")
_LEVELS = 4
"""How deep a place is told: environments.prod.cloud.aws."""


def platform_differences(before: Platform, after: Platform) -> tuple[str, ...]:
    """Say what platform.yaml says otherwise."""
    told = list(dict.fromkeys(_differing(before.model_dump(mode="json"), after.model_dump(mode="json"), ())))
    return _bounded([f"platform.yaml: {line}" for line in told], "platform.yaml")


def lock_differences(before: Lock, after: Lock) -> tuple[str, ...]:
    """Say what platform.lock pins otherwise."""
    tables: Sequence[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = (
        ("module", before.modules, after.modules),
        ("pack", before.packs, after.packs),
        ("provider", before.providers, after.providers),
        ("tool", before.tools, after.tools),
    )
    lines = [f"platform.lock: {line}" for what, old, new in tables for line in _pins(what, old, new)]
    if before.render_format != after.render_format:
        lines.append(f"platform.lock: render format {after.render_format}, not {before.render_format}")
    return _bounded(lines, "platform.lock")


def _pins(what: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for item in sorted({*before, *after}):
        old, new = before.get(item), after.get(item)
        if old == new:
            continue
        if old is None or new is None:
            yield f"{what} {item} is {'new' if old is None else 'gone'}"
        else:
            yield f"{what} {item} {_how(old, new)}"


def _how(old: Any, new: Any) -> str:
    if isinstance(old, Pinned) and isinstance(new, Pinned):
        return "has another digest" if old.digest != new.digest else "comes from elsewhere"
    if isinstance(old, str):
        return f"is {new}, not {old}"
    return "has other hashes" if old.version == new.version else f"is {new.version}, not {old.version}"


def _differing(before: Any, after: Any, where: tuple[str, ...]) -> Iterator[str]:
    """Go down as long as both sides are tables; name the place, and the words where they may be told."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _differing(before.get(key), after.get(key), (*where, str(key)))
    else:
        yield _line(before, after, where)


def _line(before: Any, after: Any, where: tuple[str, ...]) -> str:
    place = ".".join(where[:_LEVELS] if where[-1] not in _TOLD else where)
    place = place if _PLAIN.fullmatch(place) else "something"
    if where[-1] in _TOLD and all(isinstance(side, str) and _PLAIN.fullmatch(side) for side in (before, after)):
        return f"{place} is {after}, not {before}"
    if not before or not after:
        return f"{place} is {'gone' if before else 'new'}"
    return f"{place} is another one"


def _bounded(lines: Sequence[str], name: str) -> tuple[str, ...]:
    more = (f"{name}: {len(lines) - MOST} more differences",) if len(lines) > MOST else ()
    return (*lines[:MOST], *more)
