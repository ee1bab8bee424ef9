"""Asks the person at the terminal; where there is none, only what the command line said counts."""

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from threading import RLock
from typing import Any

from platformctl.cli.screen import Screen
from platformctl.cli.telling import Quiet
from platformctl.errors import Usage
from platformctl.stacks.stack_id import StackId
from platformctl.views.preview import previewed
from platformctl.workflows.results import Preview


@dataclass
class Words:
    """What the command line said beforehand, and who can be asked about the rest."""

    screen: Screen
    teller: Quiet
    yes: bool = False
    confirm: str | None = None
    confirmed: frozenset[str] = frozenset()
    """Names of stacks, where several could be named."""
    alone: bool = False
    """Nobody is asked, whoever sits there."""
    turn: Any = field(default_factory=RLock, repr=False)

    @property
    def asks(self) -> bool:
        """Say whether somebody is there to be asked, and has not said yes already."""
        return self.screen.interactive and not self.yes and not self.alone

    def beforehand(self) -> "Words":
        """Return what was said on the command line, with nobody there to be asked."""
        return replace(self, alone=True)

    def approves(self, preview: Preview) -> bool:
        """Show what would happen and ask whether it shall."""
        self._show(preview)
        if self.yes or self._is_confirmed(preview.stack.id):
            return True
        return self._can_ask and self._answer("Do it? [y/N] ").lower() in {"y", "yes"}

    def names_again(self, preview: Preview) -> bool:
        """Show what would be lost and ask for the stack's name."""
        self._show(preview)
        return self._names(preview.stack.id)

    def approves_all(self, previews: Sequence[Preview], losing: Collection[StackId]) -> Collection[StackId] | None:
        """Show all that would happen, ask for the names of those that would lose data, then whether it shall."""
        for preview in previews:
            self._show(preview)
        named = [preview.stack.id for preview in previews if preview.stack.id in losing]
        named = [stack for stack in named if self._names(stack, f"{stack} would lose data")]
        left = sum(1 for one in previews if one.has_changes and (one.stack.id in named or one.stack.id not in losing))
        question = f"{left} of {len(previews)} stacks would be changed. Do it? [y/N] "
        return named if left and self._answer(question).lower() in {"y", "yes"} else None

    @property
    def _can_ask(self) -> bool:
        return self.screen.interactive and not self.alone

    def _names(self, stack: StackId, what: str = "Data would be lost") -> bool:
        if self._is_confirmed(stack) or self.confirm is not None:
            return self._is_confirmed(stack)
        return self._can_ask and self._answer(f"{what}. Type {stack.name} to go on: ") == stack.name

    def _is_confirmed(self, stack: StackId) -> bool:
        return self.confirm == stack.name or bool(
            self.confirmed & {stack.name, f"{stack.kind}/{stack.name}", str(stack)}
        )

    def _show(self, preview: Preview) -> None:
        """Write the preview to stderr: stdout belongs to the result."""
        if self.screen.interactive or not self.screen.common.quiet:
            with self.turn:  # several may be planned at once
                self.teller.above(f"\n{previewed(preview, self.screen.look(sys.stderr))}\n")

    def _answer(self, question: str) -> str:
        with self.teller.paused():
            sys.stderr.write(question)
            sys.stderr.flush()
            return sys.stdin.readline().strip()


def require_somebody(screen: Screen, yes: bool, confirm: str | None, instead: Callable[[], str] | None = None) -> None:
    """Refuse early where nothing was said and nobody can be asked; `instead` gives the words that would do."""
    if not (yes or confirm or screen.interactive):
        raise Usage(
            "Nobody can be asked",
            detail="This command changes things, and there is no terminal to ask on.",
            hint=instead() if instead else f"{screen.common.typed_again} --yes",
        )
