"""The few shapes that views are made of: a heading, a paragraph, columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from platformctl.views.plain import harmless

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

INDENT = (0, 0, 0, 2)
SHORT = 28
"""A column whose longest line is no longer never wraps."""


def heading(text: str) -> "Text":
    """Return a bold line."""
    from rich.text import Text

    return Text(harmless(text), style="bold")


@dataclass(frozen=True)
class Paragraph:
    """Indented text, wrapped between its words only: a path longer than the line stays whole."""

    text: str
    style: str = ""

    def __rich_console__(self, _console: "Console", options: "ConsoleOptions") -> "Iterator[Text]":
        """Give line by line."""
        from rich.text import Text

        for text in self.text.splitlines() or [""]:
            for line in wrap(text, options.max_width - 2, break_long_words=False, break_on_hyphens=False) or [""]:
                yield Text(f"  {line}", style=self.style, no_wrap=True, overflow="ignore")


def paragraph(text: str, style: str = "") -> Paragraph:
    """Return indented text."""
    return Paragraph(harmless(text), style)


def next_command(command: str) -> "Text":
    """Return what to type next; it never wraps, so that it can be pasted."""
    from rich.text import Text

    words = (("  Next: ", "bold"), (harmless(command), "cyan"))
    return Text.assemble(*words, no_wrap=True, overflow="ignore")


def columns(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> "Padding":
    """Return rows under titles, without a frame: it survives copying, and narrow terminals."""
    from rich.padding import Padding

    return Padding(_table(titles, rows), INDENT)


def _table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim", show_header=any(titles))
    for number, title in enumerate(titles):
        cells = [title, *(line for row in rows for line in row[number].splitlines())]
        whole = max(map(len, cells)) <= SHORT and number < len(titles) - 1  # one must give way, else all are cut
        table.add_column(title, no_wrap=whole, overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    return table


def pairs(rows: Sequence[tuple[str, str]]) -> "Text":
    """Return names and values; a value never wraps, so that it can be copied."""
    from rich.text import Text

    width = max((len(name) for name, _ in rows), default=0)
    lines = [f"  {harmless(name).ljust(width)}  {harmless(value)}" for name, value in rows]
    return Text("\n".join(lines), no_wrap=True, overflow="ignore")
