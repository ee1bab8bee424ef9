"""The files by which a job speaks to its host: what is shown on its page, what later steps can use."""

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from platformctl.hosts.trouble import HostTrouble

ROOM = 1_000_000
"""Bytes of a step's summary. GitHub takes 1 MiB and drops a larger one whole, what others wrote with it."""
LEAST = 2_000
"""Bytes below which nothing sensible can be said."""


def add_summary(path: Path, body: Callable[[int], str]) -> None:
    """Add a text to the page; shorter where others have written much already."""
    room = ROOM - (path.stat().st_size if path.exists() else 0)
    if room < LEAST:
        raise HostTrouble("The job's summary is full", detail="What other steps wrote there leaves no room for ours.")
    with path.open("ab") as file:
        file.write(fitted(body, room).encode() + b"\n")


def fitted(body: Callable[[int], str], room: int) -> str:
    """Return the longest text that takes at most so many bytes; `body` counts characters."""
    limit = room
    text = body(limit)
    while len(text.encode()) > room and limit > LEAST // 4:
        limit = min(limit - 1, limit * room // len(text.encode()))
        text = body(limit)
    return text


def add_outputs(path: Path, values: Mapping[str, str]) -> None:
    """Hand values to later steps, between lines that no value can know."""
    end = f"platformctl_{secrets.token_hex(16)}"
    with path.open("ab") as file:
        file.write("".join(f"{name}<<{end}\n{value}\n{end}\n" for name, value in values.items()).encode())
