"""Asks the person at the terminal; where there is none, only what the command line said counts."""

import sys
from dataclasses import dataclass

from platformctl.cli.screen import Screen
from platformctl.cli.telling import Quiet
from platformctl.errors import Usage
from platformctl.views.preview import previewed
from platformctl.workflows.results import Preview


@dataclass
class Words:
    """What the command line said beforehand, and who can be asked about the rest."""

    screen: Screen
    teller: Quiet
    yes: bool = False
    confirm: str | None = None

    def approves(self, preview: Preview) -> bool:
        """Show what would happen and ask whether it shall."""
        self._show(preview)
        if self.yes or self.confirm == preview.stack.id.name:
            return True
        return self.screen.interactive and self._answer("Do it? [y/N] ").lower() in {"y", "yes"}

    def names_again(self, preview: Preview) -> bool:
        """Show what would be lost and ask for the stack's name."""
        self._show(preview)
        if self.confirm is not None:
            return self.confirm == preview.stack.id.name
        if not self.screen.interactive:
            return False
        return self._answer(f"Data would be lost. Type {preview.stack.id.name} to go on: ") == preview.stack.id.name

    def _show(self, preview: Preview) -> None:
        """Write the preview to stderr: stdout belongs to the result."""
        if self.screen.interactive or not self.screen.common.quiet:
            self.teller.above(f"\n{previewed(preview, self.screen.look(sys.stderr))}\n")

    def _answer(self, question: str) -> str:
        with self.teller.paused():
            sys.stderr.write(question)
            sys.stderr.flush()
            return sys.stdin.readline().strip()


def require_somebody(screen: Screen, yes: bool, confirm: str | None) -> None:
    """Refuse early where nothing was said and nobody can be asked."""
    if not (yes or confirm or screen.interactive):
        raise Usage(
            "Nobody can be asked",
            detail="This command changes things, and there is no terminal to ask on.",
            hint="add --yes      (to see first what would happen: platformctl plan)",
        )
