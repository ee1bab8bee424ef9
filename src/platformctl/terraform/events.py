"""Turns Terraform's `-json` stream into typed events; what we don't know, or must not know, is skipped.

Values never become events: `outputs` lines hold them in clear, and a `log` line may hold the whole state (disk full).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformctl.terraform.diagnostics import Diagnostic, diagnostic_of
from platformctl.terraform.json_document import NotAnObject, read_object


@dataclass(frozen=True)
class ResourceStarted:
    """Terraform asked for something: from here on it may exist."""

    address: str
    action: str
    id: str = ""
    """Known before, for an update or a deletion."""


@dataclass(frozen=True)
class ResourceProgress:
    """Terraform still waits."""

    address: str
    action: str
    elapsed: float


@dataclass(frozen=True)
class ResourceDone:
    """It is there (or gone), under this id."""

    address: str
    action: str
    id: str
    elapsed: float


@dataclass(frozen=True)
class ResourceFailed:
    """It did not work; why comes as a diagnostic."""

    address: str
    action: str
    elapsed: float


ApplyEvent = ResourceStarted | ResourceProgress | ResourceDone | ResourceFailed | Diagnostic


def parse_line(line: bytes | str, secrets: Collection[str] = ()) -> ApplyEvent | None:
    """Read one line; nothing for what is no event of ours. What it says is said without the secrets."""
    try:
        document = read_object(line)
    except NotAnObject:
        return None
    if document.get("type") == "diagnostic":
        return diagnostic_of(document.get("diagnostic"), secrets)
    return _resource_event(document.get("type"), document.get("hook"))


def parse_lines(lines: Iterable[bytes], secrets: Collection[str] = ()) -> Iterator[ApplyEvent]:
    """Read many lines."""
    yield from (event for event in (parse_line(line, secrets) for line in lines) if event is not None)


class EventTail:
    """Reads a growing file of events, each whole line once; a partial last line waits for its end."""

    def __init__(self, path: Path, secrets: Collection[str] = ()) -> None:
        """Start at the beginning; the file may not be there yet."""
        self._path = path
        self._secrets = secrets
        self._position = 0

    def read(self) -> tuple[ApplyEvent, ...]:
        """Give what was added since the last call."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._position)
                added = file.read()
        except FileNotFoundError:
            return ()
        whole = added[: added.rfind(b"\n") + 1]
        self._position += len(whole)
        return tuple(parse_lines(whole.split(b"\n"), self._secrets))


def _resource_event(kind: object, hook: object) -> ApplyEvent | None:
    if not isinstance(hook, Mapping) or not isinstance(hook.get("resource"), Mapping):
        return None
    address = _text(hook["resource"].get("addr"))
    action = _text(hook.get("action"))
    match kind:
        case "apply_start":
            return ResourceStarted(address, action, _text(hook.get("id_value")))
        case "apply_progress":
            return ResourceProgress(address, action, _seconds(hook))
        case "apply_complete":
            return ResourceDone(address, action, _text(hook.get("id_value")), _seconds(hook))
        case "apply_errored":
            return ResourceFailed(address, action, _seconds(hook))
        case _:
            return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _seconds(hook: Mapping[str, Any]) -> float:
    elapsed = hook.get("elapsed_seconds")
    return float(elapsed) if isinstance(elapsed, int | float) else 0.0
