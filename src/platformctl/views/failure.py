"""An error, for people and for programs: what, where, why, what to type next."""

import shlex
import traceback
from typing import Any

from platformctl.errors import PlatformError
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import short
from platformctl.views.tables import next_command, paragraph


def failed(error: PlatformError, look: Look, folder: str = "") -> str:
    """Show an error to a person; the folder is where its hint works, when it is not the one that we are in."""
    from rich.text import Text

    parts: list[Any] = [Text.assemble(("Error: ", "bold red"), (error.summary, "bold"))]
    if error.detail:
        parts.append(paragraph(short(error.detail)))
    if error.hint:
        is_command = error.hint.startswith("platformctl ")
        parts.append(next_command(inside(folder, error.hint) if is_command else error.hint))
    return look.text(*parts)


def inside(folder: str, command: str) -> str:
    """Say a command that works in a folder, as it is pasted outside of it; nothing to add where we are in it."""
    if not folder or not command or "--sandbox" in command:
        return command
    return f"cd {shlex.quote(folder)} && {command}"


def failed_json(error: PlatformError) -> str:
    """Show an error to a program."""
    return document({"error": failure_facts(error)})


def failure_facts(error: PlatformError) -> dict[str, str | int]:
    """Return an error as plain data."""
    return {
        "summary": error.summary,
        "detail": error.detail,
        "hint": error.hint,
        "exit_code": error.exit_code,
    }


def origin(error: BaseException) -> str:
    """Show where an error came from; only with --verbose."""
    return "".join(traceback.format_exception(error))
