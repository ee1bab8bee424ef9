"""Turns HCL text into tokens exactly as Terraform's own scanner does, and refuses what could be read in two ways.

Written after hcl/v2 `hclsyntax/scan_tokens.rl`: a text that hides code from its reader must hide it from Terraform too.
Stricter than that: no carriage returns, no control or invisible characters, names of ASCII only, bounded nesting.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from platformctl.project.documents import INVISIBLE

MAX_DEPTH = 40
Kind = Literal["name", "number", "sign", "text", "newline"]
_CODE = re.compile(
    r"(?P<skipped>[ \t]+|(?:\#|//)[^\n]*|/\*[\s\S]*?\*/)"
    r"|(?P<newline>\n)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|(?P<number>[0-9](?:(?:[0-9.]|[eE][+-]?[0-9])*(?:[0-9]|[eE][+-]?[0-9]))?)"
    r"|(?P<heredoc><<-?(?P<marker>[A-Za-z_][A-Za-z0-9_-]*)\n)"
    r'|(?P<quote>")'
    r"|(?P<sign>::|==|!=|<=|>=|&&|\|\||=>|\.\.\.|(?!/\*|<<)[\[\](){}.,*/%+\-=<>!?:~])"
)
_PLAIN = re.compile(r'[^"\\$%\n]+')
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_OPENING: Mapping[str, str] = {"(": ")", "[": "]", "{": "}"}
_CLOSING = frozenset(_OPENING.values())


class Unreadable(ValueError):
    """The text is not what platformctl reads; Terraform might read it in some way."""

    def __init__(self, line: int, why: str) -> None:
        """Keep the line, from 1."""
        super().__init__(why)
        self.line = line
        self.why = why


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, sign, line end, or a whole text with the code inside it."""

    kind: Kind
    text: str
    """As it stands there; empty for a text."""
    line: int
    parts: tuple["Part", ...] = ()
    """Of a text: what is literal, and the tokens of each `${…}` and `%{…}`, in their order."""
    heredoc: bool = False

    @property
    def literal(self) -> str | None:
        """Return a text that holds no code; None for anything else."""
        has_code = any(not isinstance(part, str) for part in self.parts)
        return None if has_code or self.kind != "text" else "".join(map(str, self.parts))


Part = str | tuple[Token, ...]


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a file of HCL; Unreadable for what is not acceptable."""
    return tuple(_Scanner(text).code(closing=False))


def template_code(text: str) -> tuple[tuple[Token, ...], ...]:
    """Return the tokens of each `${…}` and `%{…}` of a template file."""
    return tuple(found for found in _Scanner(text).template("") if not isinstance(found, str))


def runs(tokens: tuple[Token, ...], *, heredocs: bool = True) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens without line ends, and likewise every piece of code inside their texts."""
    yield tuple(token for token in tokens if token.kind != "newline")
    for token in tokens:
        if heredocs or not token.heredoc:
            for part in token.parts:
                if not isinstance(part, str):
                    yield from runs(part, heredocs=heredocs)


class _Scanner:
    """Walks over the text once; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        found = INVISIBLE.search(text) or _CONTROL.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise Unreadable(line, f"U+{ord(found.group()):04X} can't be seen, or is read as a line end by some")
        self.source = text
        self.ends = [found.start() for found in re.finditer("\n", text)]
        self.at = 0
        self.depth = 0

    @property
    def line(self) -> int:
        return bisect_left(self.ends, self.at) + 1

    def code(self, *, closing: bool) -> Iterator[Token]:
        """Yield tokens up to the end, or up to the brace that closes this piece of code in a text."""
        open_: list[str] = []
        while found := _CODE.match(self.source, self.at):
            text, line = found.group(), self.line
            if closing and not open_ and text == "}":
                self.at = found.end()
                return
            self.nest(text, open_)
            self.at = found.end()
            if found["quote"]:
                yield self.text_token(line, '"')
            elif found["heredoc"]:
                yield self.text_token(line, found["marker"])
            elif not found["skipped"]:
                yield Token(_kind(found), text, line)
        if closing or open_ or self.at < len(self.source):
            raise self.refused("this is not HCL as Terraform reads it")

    def nest(self, sign: str, open_: list[str]) -> None:
        """Keep account of brackets: each must be closed by its own kind, and not too many may be open."""
        if sign in _OPENING:
            open_.append(_OPENING[sign])
            self.deeper()
        elif sign in _CLOSING:
            if not open_ or open_.pop() != sign:
                raise self.refused(f"'{sign}' closes nothing")
            self.depth -= 1

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refused(f"nested deeper than {MAX_DEPTH} levels")

    def text_token(self, line: int, end: str) -> Token:
        return Token("text", "", line, tuple(self.template(end)), heredoc=end != '"')

    def template(self, end: str) -> Iterator[Part]:
        """Yield the pieces of a text; it ends at a quote, at the line of its marker, or (no `end`) with the file."""
        literal: list[str] = []
        while not self.ended(end):
            piece = self.piece(quoted=end == '"')
            if isinstance(piece, str):
                literal.append(piece)
                continue
            if literal:
                yield "".join(literal)
                literal = []
            yield piece
        if literal:
            yield "".join(literal)

    def ended(self, end: str) -> bool:
        if end == '"':
            found = self.source.startswith('"', self.at)
            self.at += found
            return found
        return self.at >= len(self.source) if not end else self.ended_by_marker(end)

    def ended_by_marker(self, marker: str) -> bool:
        """Say whether a new line holds the marker alone; the line end after it belongs to the code."""
        if self.source[self.at - 1] != "\n":
            return False
        line = self.source[self.at : max(self.at, self.source.find("\n", self.at))]
        if line.strip() != marker:
            return False
        if line.strip(" \t") != marker:
            raise self.refused("the end of a heredoc has odd white space around it")
        self.at += len(line)
        return True

    def piece(self, *, quoted: bool) -> Part:
        """Take one literal piece, or the code of one `${…}` or `%{…}`."""
        for start in ("${", "%{"):
            if self.source.startswith(start[0] + start, self.at):
                return self.taken(3)
            if self.source.startswith(start, self.at):
                return self.embedded()
        plain = _PLAIN.match(self.source, self.at)
        if plain:
            return self.taken(len(plain.group()))
        if quoted and self.source.startswith("\\", self.at):
            return self.taken(2)
        return self.taken(1, quoted=quoted)

    def embedded(self) -> tuple[Token, ...]:
        self.at += 2
        self.at += self.source.startswith("~", self.at)
        self.deeper()
        found = tuple(self.code(closing=True))
        self.depth -= 1
        return found

    def taken(self, count: int, *, quoted: bool = False) -> str:
        text = self.source[self.at : self.at + count]
        if len(text) < count:
            raise self.refused("a text is not closed")
        if "\n" in text and (quoted or text.startswith("\\")):
            raise self.refused("a quoted text goes over the end of its line")
        self.at += count
        return text

    def refused(self, why: str) -> Unreadable:
        return Unreadable(self.line, why)


def _kind(found: re.Match[str]) -> Kind:
    kinds: tuple[Kind, ...] = ("name", "number", "newline")
    return next((kind for kind in kinds if found[kind]), "sign")
