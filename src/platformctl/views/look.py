"""How wide, how colourful: what a view needs to know of the place that its text goes to."""

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

MAX_WIDTH = 120
"""Wider lines are hard to read, however wide the terminal."""


@dataclass(frozen=True)
class Look:
    """The place that text goes to."""

    width: int = 80
    colour: bool = False

    def text(self, *parts: "RenderableType") -> str:
        """Render parts one below the other; lines carry no trailing blanks."""
        from rich.console import Console

        out = StringIO()
        console = Console(
            file=out,
            width=min(self.width, MAX_WIDTH),
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )
        for part in parts:
            console.print(part, soft_wrap=getattr(part, "no_wrap", None) is True, crop=False)
        return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
