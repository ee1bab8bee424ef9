"""`platform.lock`: one sorted line per item, so that two branches that add things merge without a conflict.

module db@1.0.0 sha256:… from builtin
pack builtin@1.0.0 sha256:… from builtin
provider registry.terraform.io/hashicorp/aws@5.100.0 h1:… zh:…
render-format 1
tool checkov 3.3.30
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from platformctl.errors import Usage

LOCK_NAME = "platform.lock"
RENDER_FORMAT = 1
_DIGEST = r"sha256:[0-9a-f]{64}"
_VERSION = r"[0-9]+\.[0-9]+\.[0-9]+"
_ITEM = rf"[a-z][a-z0-9-]{{0,40}}@{_VERSION}"
_LINES = (
    re.compile(rf"(?P<what>module|pack) (?P<name>{_ITEM}) (?P<digest>{_DIGEST}) from (?P<origin>[A-Za-z0-9_./@:+-]+)"),
    re.compile(
        rf"(?P<what>provider) (?P<name>[a-z0-9.-]+/[a-z0-9-]+/[a-z0-9-]+)@(?P<version>{_VERSION})"
        r"(?P<hashes>( (h1:[A-Za-z0-9+/=]+|zh:[0-9a-f]{64}))+)"
    ),
    re.compile(r"(?P<what>(?P<name>render-format)) (?P<number>[0-9]{1,9})"),
    re.compile(r"(?P<what>tool) (?P<name>[a-z]+) (?P<version>[0-9A-Za-z.+-]+)"),
)


@dataclass(frozen=True)
class Pinned:
    """Vendored content: its digest, and where it came from."""

    digest: str
    origin: str


@dataclass(frozen=True)
class PinnedProvider:
    """A provider version and every hash that may answer for it."""

    version: str
    hashes: tuple[str, ...]


@dataclass(frozen=True)
class Lock:
    """What this project is pinned to."""

    modules: Mapping[str, Pinned] = field(default_factory=dict)
    """By `kind@version`."""
    packs: Mapping[str, Pinned] = field(default_factory=dict)
    providers: Mapping[str, PinnedProvider] = field(default_factory=dict)
    """By source address, as `registry.terraform.io/hashicorp/aws`."""
    tools: Mapping[str, str] = field(default_factory=dict)
    render_format: int = RENDER_FORMAT

    def with_module(self, item: str, pinned: Pinned) -> "Lock":
        """Add or replace one module."""
        return replace(self, modules={**self.modules, item: pinned})


def dump_lock(lock: Lock) -> str:
    """Write the sorted lines."""
    lines = [f"module {item} {pin.digest} from {pin.origin}" for item, pin in lock.modules.items()]
    lines += [f"pack {item} {pin.digest} from {pin.origin}" for item, pin in lock.packs.items()]
    lines += [f"provider {name}@{pin.version} {' '.join(pin.hashes)}" for name, pin in lock.providers.items()]
    lines += [f"tool {name} {version}" for name, version in lock.tools.items()]
    lines.append(f"render-format {lock.render_format}")
    return "".join(f"{line}\n" for line in sorted(lines))


def parse_lock(text: str, path: Path) -> Lock:
    """Read the lock of a project that this platformctl can render; Usage for one of another format."""
    lock = parse_any_lock(text, path)
    if lock.render_format != RENDER_FORMAT:
        raise Usage(
            "This project is locked to another render format",
            detail=f"{path} says render-format {lock.render_format}; this platformctl speaks {RENDER_FORMAT}.",
            hint="install the platformctl version that the project was last rendered with",
        )
    return lock


def parse_any_lock(text: str, path: Path) -> Lock:
    """Read the lines; Usage names the line that is none of ours, or that says otherwise than one before it."""
    tables: dict[str, dict[str, Any]] = defaultdict(dict)
    for number, line in enumerate(text.splitlines(), 1):
        found = next((match for pattern in _LINES if (match := pattern.fullmatch(line))), None)
        if found is None:
            raise _broken(path, number, "is not one of module, pack, provider, tool, render-format")
        said = _said(found)
        if tables[found["what"]].setdefault(found["name"], said) != said:
            raise _broken(path, number, f"contradicts an earlier line about {found['name']}")
    return _spoken(tables, path)


def _said(line: re.Match[str]) -> Any:
    """Return what a line says of its item."""
    match line["what"]:
        case "module" | "pack":
            return Pinned(line["digest"], line["origin"])
        case "provider":
            return PinnedProvider(line["version"], tuple(line["hashes"].split()))
        case "tool":
            return line["version"]
        case _:
            return int(line["number"])


def _broken(path: Path, number: int, why: str) -> Usage:
    return Usage(
        "platform.lock has a line that is not understood",
        detail=f"{path}:{number} {why}. After a merge conflict keep every line of both sides once; of two lines about "
        "one item keep one.",
        hint="git checkout -- platform.lock",
    )


def _spoken(tables: Mapping[str, Mapping[str, Any]], path: Path) -> Lock:
    formats = tables["render-format"]
    if not formats:
        raise Usage(
            "platform.lock is not whole",
            detail=f"{path} has no line render-format.",
            hint="git checkout -- platform.lock",
        )
    return Lock(tables["module"], tables["pack"], tables["provider"], tables["tool"], *formats.values())
