"""Turns a line of the worker's into a complete scan, or into the reason why there is none."""

import os
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from platformctl.model import Model
from platformctl.policy.scan import Result, Row, Scan, Stage, unjudged


class Remark(Model):
    """One line of checkov's log: what it could not do, and nowhere else says."""

    place: str
    text: str


class Greeting(Model):
    """The worker's first line."""

    registered: tuple[str, ...]
    log: tuple[Remark, ...]


class Reply(Model):
    """The worker's answer to one question."""

    rows: tuple[tuple[str, str, Result, str, int], ...]
    resources: tuple[str, ...]
    unread: tuple[str, ...]
    """Files that checkov could not parse, and left out."""
    log: tuple[Remark, ...]
    changed: tuple[str, ...]
    """What the scan left behind for the next one."""


Answer = TypeVar("Answer", Greeting, Reply)


def whole(model: type[Answer], line: bytes, *, secret: bool) -> Answer:
    """Read one line; PlatformError when it is not readable or not complete. A `secret` line's texts aren't shown."""
    try:
        answer = model.model_validate_json(line)
    except ValidationError as error:
        raise unjudged("The judge's answer can't be read.") from error
    for remark in answer.log:
        raise unjudged(f"checkov left something out ({remark.place}){'.' if secret else f': {_shown(remark.text)}.'}")
    return answer


def scan_of(reply: Reply, registered: frozenset[str], stage: Stage, root: Path, path: Path) -> Scan:
    """Make the scan of a reply that left nothing out and nothing behind."""
    if reply.unread:
        names = ", ".join(_relative(root, Path(name)) or name for name in reply.unread)
        raise unjudged(f"checkov could not read {names}.")
    if reply.changed:
        raise unjudged(f"The scan changed the judge itself ({', '.join(reply.changed)}).")
    rows = tuple(_row(row, stage, root, path) for row in reply.rows)
    return Scan(stage=stage, registered=registered, rows=rows, resources=frozenset(reply.resources))


def _row(row: tuple[str, str, Result, str, int], stage: Stage, root: Path, path: Path) -> Row:
    check, resource, result, file, line = row
    if stage == "plan":
        return Row(check=check, resource=resource, result=result)
    return Row(check=check, resource=resource, result=result, file=_relative(root, path / file.lstrip("/")), line=line)


def _relative(root: Path, path: Path) -> str:
    """Name a file as the project does, `vendor/modules/db/1.0.0/main.tf`; nothing for one outside of it."""
    name = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    return "" if name.startswith("..") else Path(name).as_posix()


def _shown(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)[:300].rstrip(" .")
