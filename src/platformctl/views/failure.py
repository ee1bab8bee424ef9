"""An error, for people and for programs: what, where, why, what to type next."""

import traceback

from platformctl.errors import PlatformError
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import harmless


def failed(error: PlatformError, look: Look) -> str:
    """Show an error to a person."""
    from rich.padding import Padding
    from rich.text import Text

    parts: list[Text | Padding] = [Text.assemble(("Error: ", "bold red"), (error.summary, "bold"))]
    if error.detail:
        parts.append(Padding(Text(harmless(error.detail)), (0, 0, 0, 2)))
    if error.hint:
        parts.append(Padding(Text.assemble(("Next: ", "bold"), (harmless(error.hint), "cyan")), (0, 0, 0, 2)))
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
