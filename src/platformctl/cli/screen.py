"""The one object that knows about terminal, colour and width: results to stdout, the rest to stderr."""

import os
import shutil
import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

from platformctl.cli.common import Common, OutputFormat, ProgressFormat
from platformctl.cli.pipes import write_aside, write_result
from platformctl.errors import PlatformError
from platformctl.views import failure
from platformctl.views.look import Look

if TYPE_CHECKING:
    from platformctl.cli.telling import Quiet


class Screen:
    """Where a command's words go."""

    def __init__(self, common: Common) -> None:
        """Look at the streams once."""
        self.common = common

    @property
    def json(self) -> bool:
        """Say whether a program reads the result."""
        return self.common.output is OutputFormat.JSON

    def show(self, human: Callable[[Look], str], document: Callable[[], str]) -> None:
        """Write the result in the format that was asked for."""
        write_result(document() if self.json else human(self.look(sys.stdout)))

    def failed(self, error: PlatformError, origin: BaseException | None) -> None:
        """Write an error: to stderr for people, to stdout as the one document for programs."""
        if origin is not None:
            write_aside(failure.origin(origin))
        if self.json:
            write_result(failure.failed_json(error))
        else:
            write_aside(failure.failed(error, self.look(sys.stderr), self.common.entered))

    def look(self, stream: IO[str]) -> Look:
        """Say how text on a stream may look."""
        columns = shutil.get_terminal_size((80, 24)).columns
        return Look(width=max(columns, 40), colour=coloured(stream, self.common.environ))

    @property
    def interactive(self) -> bool:
        """Say whether somebody can be asked."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not self.common.environ.get("CI")

    def answers(self, question: str) -> bool:
        """Ask a yes-or-no question."""
        sys.stderr.write(question)
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in {"y", "yes"}

    def teller(self) -> "Quiet":
        """Return the teller of progress: a context manager that gives a `Progress`."""
        from platformctl.cli import telling

        if self.common.quiet:
            return telling.Quiet()
        if self.common.progress is ProgressFormat.JSON:
            return telling.Lines(telling.as_json)
        live = self.common.progress is ProgressFormat.AUTO and sys.stderr.isatty() and not self.common.environ.get("CI")
        return telling.Live(self.look(sys.stderr)) if live else telling.Lines(telling.as_text)


def coloured(stream: IO[str], environ: Any) -> bool:
    """Say whether a stream takes colour (no-color.org; FORCE_COLOR as other tools have it)."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE"):
        return True
    return stream.isatty() and environ.get("TERM", "") not in {"", "dumb"} and os.name == "posix"
