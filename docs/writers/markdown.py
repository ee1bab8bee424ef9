"""The few shapes of Markdown that generated pages are made of."""

from collections.abc import Iterable, Sequence

NOTE = "<!-- Written by `nox -s docs` from {source}; change that, not this page. -->"


def page(title: str, source: str, *parts: str) -> str:
    """Return a whole page: its title, where it comes from, its parts."""
    return "\n\n".join((f"# {title}", NOTE.format(source=source), *(part for part in parts if part))) + "\n"


def section(title: str, *parts: str) -> str:
    """Return a section; nothing when it would be empty."""
    held = [part for part in parts if part]
    return "\n\n".join((f"## {title}", *held)) if held else ""


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; nothing when it has no rows."""
    lines = [_row(row) for row in rows]
    return "\n".join((_row(titles), _row(["---"] * len(titles)), *lines)) if lines else ""


def code(text: object) -> str:
    """Return text as code that no character of it can end."""
    return f"`{text}`" if "`" not in str(text) else f"`` {text} ``"


def codes(words: Iterable[object]) -> str:
    """Return several words as code."""
    return ", ".join(code(word) for word in words)


def sentence(text: str) -> str:
    """Return text with a full stop, none of it taken for HTML."""
    joined = inert(" ".join(text.split()))
    return joined if not joined or joined.endswith((".", "?", "!", ":", '."')) else f"{joined}."


def inert(text: str) -> str:
    """Return text in which no `<` begins a tag; code is left as it is."""
    parts = text.split("`")
    return "`".join(part if number % 2 else part.replace("<", "&lt;") for number, part in enumerate(parts))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
