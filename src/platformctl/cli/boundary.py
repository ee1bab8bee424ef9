"""The one place where exceptions become words on stderr and an exit code."""

import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from typer import Abort, Exit

from platformctl.cli.common import Common
from platformctl.cli.pipes import is_unread, kept_stdout
from platformctl.errors import Interrupted, PlatformError, Usage


def run(root: Any, arguments: Sequence[str]) -> int:
    """Run the command line; return the exit code that the architecture promises."""
    common = Common()
    common.look_ahead(arguments)
    stdout = kept_stdout()
    try:
        code = root.main(args=list(arguments), prog_name="platformctl", standalone_mode=False, obj=common)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except BaseException as error:  # noqa: BLE001 - the boundary: whatever it is, no traceback reaches a user
        if isinstance(error, BrokenPipeError | SystemExit) and is_unread(stdout):  # typer's answer to it is SystemExit
            return _unread()
        return _told(error, common)


def _told(error: BaseException, common: Common) -> int:
    match error:
        case Exit():
            return error.exit_code
        case PlatformError():
            known = error
        case KeyboardInterrupt() | Abort():
            known = Interrupted("Interrupted", signal_number=signal.SIGINT)
        case _ if hasattr(error, "format_message"):  # typer's own usage errors
            known = _usage(error)
        case _:
            known = _bug(error)
    _show(known, error, common)
    return known.exit_code


def _show(known: PlatformError, origin: BaseException, common: Common) -> None:
    from platformctl.cli.screen import Screen

    Screen(common).failed(known, origin if common.verbose else None)


def _usage(error: Any) -> Usage:
    message = str(error.format_message()).replace("\n", " ").replace("Value error, ", "")
    command = error.ctx.command_path if getattr(error, "ctx", None) else "platformctl"
    return Usage("Not understood", detail=message, hint=f"{command} --help")


def _unread() -> int:
    """Leave quietly when the reader of a help page went away."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def _bug(error: BaseException) -> PlatformError:
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return PlatformError("The system refused", detail=f"{where}{error.strerror or error}.")
    return PlatformError(
        "platformctl has a bug",
        detail=f"{type(error).__name__}: {error}",
        hint="run it again with --verbose and send what it prints to the platform team",
    )
