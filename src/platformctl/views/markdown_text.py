"""Makes text from outside inert in Markdown, as GitHub, GitLab and Azure DevOps read it.

A backslash does not stop a mention, a reference to an issue or an address from becoming a link: hosts look for those
in the text that comes out. So only plain words and numbers stay as they are; everything else stands in a code span.
"""

import re

from platformctl.views.plain import harmless

_WORD = re.compile(r"[^\W\d_]+(['-][a-z]+)*|[0-9]{1,6}(\.[0-9]{1,6})?|[→·]")
"""What no host makes anything of."""
_COMMIT = re.compile(r"[0-9a-f]{7,64}", re.IGNORECASE)
_PARTS = re.compile(r"(?P<before>\(?)(?P<word>.*?)(?P<after>\)?[.,;:?]?\)?)")
_TICKS = re.compile(r"`+")


def code(text: str) -> str:
    """Return a text as a code span, whatever backticks it holds."""
    inner = harmless(text).replace("\n", "⏎").replace("\t", " ")
    if not inner.strip():
        return "`(empty)`" if not inner else "`(blank)`"
    fence = "`" * (_longest_ticks(inner) + 1)
    padding = " " if inner[0] in "` " or inner[-1] in "` " else ""
    return f"{fence}{padding}{inner}{padding}{fence}"


def prose(text: str) -> str:
    """Return sentences from outside: plain words stay, everything else is put in code spans."""
    said: list[str] = []
    odd: list[str] = []
    for token in harmless(text).split():
        parts = _PARTS.fullmatch(token)
        numbers_a_list = not said and not odd and token[0].isdigit() and token[-1] in ".)"
        if parts and is_plain(parts["word"]) and not numbers_a_list:
            said += [*_flushed(odd), token]
        else:
            odd.append(token)
    return " ".join([*said, *_flushed(odd)])


def is_plain(word: str) -> bool:
    """Say whether no host would make anything of a word."""
    return bool(_WORD.fullmatch(word)) and not _COMMIT.fullmatch(word)


def fenced(lines: list[str], language: str) -> str:
    """Return lines as a code block that none of them can end."""
    shown = [harmless(line).replace("\n", "⏎") for line in lines]
    fence = "`" * max(3, 1 + max(map(_longest_ticks, shown), default=0))
    return "\n".join([f"{fence}{language}", *shown, fence])


def _flushed(odd: list[str]) -> list[str]:
    """Put the words that are not plain into one code span; brackets around them and a sentence's end stay outside."""
    if not odd:
        return []
    text = " ".join(odd)
    odd.clear()
    inner = text.removeprefix("(").rstrip(".,;:")
    before, after = ("(" if text.startswith("(") else ""), text[len(text.rstrip(".,;:")) :]
    if before and inner.endswith(")") and inner.count(")") > inner.count("("):
        inner, after = inner[:-1], f"){after}"
    return [f"{before}{code(inner)}{after}" if inner else code(text)]


def _longest_ticks(text: str) -> int:
    return max((len(found) for found in _TICKS.findall(text)), default=0)
