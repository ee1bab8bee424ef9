"""The few shapes that views are made of: a heading, a paragraph, columns."""

import re
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
_SIGN = re.compile(r" *([-✓✗·] )?")
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
            for line in _wrapped(text, options.max_width - 2):
                yield Text(f"  {line}", style=self.style, no_wrap=True, overflow="ignore")


def _wrapped(text: str, width: int) -> list[str]:
    """Break a line between its words; what follows stands under its first word, behind sign and indent."""
    sign = _SIGN.match(text)
    under = " " * len(sign.group() if sign else "")
    return wrap(text, width, subsequent_indent=under, break_long_words=False, break_on_hyphens=False) or [""]


def paragraph(text: str, style: str = "") -> Paragraph:
    """Return indented text."""
    return Paragraph(harmless(text), style)


@dataclass(frozen=True)
class Signed:
    """A sign in colour, and a text that wraps beside it."""

    sign: str
    style: str
    text: str

    def __rich_console__(self, _console: "Console", options: "ConsoleOptions") -> "Iterator[Text]":
        """Give line by line."""
        from rich.text import Text

        for number, line in enumerate(_wrapped(self.text, options.max_width - 4)):
            sign = (f"  {' ' if number else self.sign} ", self.style)
            yield Text.assemble(sign, line, no_wrap=True, overflow="ignore")


def signed(sign: str, style: str, text: str) -> Signed:
    """Return a text behind a sign."""
    return Signed(sign, style, harmless(text))


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


def rows_whole(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> "Text":
    """Return rows under titles that never wrap, however narrow the place: names in them are copied."""
    from rich.text import Text

    table = [titles, *([harmless(cell) for cell in row] for row in rows)]
    widths = [max(len(row[number]) for row in table) for number in range(len(titles))]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    text = Text(no_wrap=True, overflow="ignore")
    return text.append(f"{lines[0]}\n", "dim").append("\n".join(lines[1:]))


def pairs(rows: Sequence[tuple[str, str]]) -> "Text":
    """Return names and values; a value never wraps, so that it can be copied."""
    from rich.text import Text

    width = max((len(name) for name, _ in rows), default=0)
    lines = [f"  {harmless(name).ljust(width)}  {harmless(value)}" for name, value in rows]
    return Text("\n".join(lines), no_wrap=True, overflow="ignore")
