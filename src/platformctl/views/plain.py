"""Makes text from outside harmless on a terminal: no control character of it reaches the screen."""

import re

from platformctl.project.documents import INVISIBLE
from platformctl.project.words import spoken

_UNSEEN = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_CONTROL = re.compile(rf"[{_UNSEEN}]|{INVISIBLE.pattern}")

_MODULE = re.compile(r"(?<![\w.-])module\.this\.(?=[a-z])")


def number_of(count: int, word: str) -> str:
    """Say how many: "1 stack", "2 stacks"."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def one_line(value: object, most: int = 60) -> str:
    """Say a value in one line, cut where it is long: text from outside never makes lines of its own."""
    text = spoken(value).replace("\n", "⏎")
    return text if len(text) <= most else f"{text[: most - 1]}…"


def short(text: str) -> str:
    """Leave out of the addresses in a text the module that every stack has; programs get them whole."""
    return _MODULE.sub("", text)


def harmless(text: str) -> str:
    """Show control and direction characters as their code points."""
    return _CONTROL.sub(lambda found: f"<U+{ord(found.group()):04X}>", text)
