"""An error, for people and for programs: what, where, why, what to type next."""

import traceback
from typing import Any

from platformctl.errors import PlatformError
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.tables import next_command, paragraph


def failed(error: PlatformError, look: Look) -> str:
    """Show an error to a person."""
    from rich.text import Text

    parts: list[Any] = [Text.assemble(("Error: ", "bold red"), (error.summary, "bold"))]
    if error.detail:
        parts.append(paragraph(error.detail))
    if error.hint:
        parts.append(next_command(error.hint))
    return look.text(*parts)


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
