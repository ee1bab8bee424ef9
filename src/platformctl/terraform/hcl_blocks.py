"""Turns HCL tokens into blocks and attributes, as Terraform's own parser does; what is not whole is refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from platformctl.terraform.hcl_tokens import Token, Unreadable, tokens_of

_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Attribute:
    """`name = value`."""

    name: str
    line: int
    value: tuple[Token, ...]
    """Line ends are left out."""

    @property
    def literal(self) -> str | None:
        """Return the value when it is one text without code."""
        return self.value[0].literal if len(self.value) == 1 else None


@dataclass(frozen=True)
class Block:
    """`kind "label" { … }`; the whole file is a block without a kind."""

    kind: str
    labels: tuple[str, ...]
    line: int
    items: tuple["Attribute | Block", ...]

    @property
    def attributes(self) -> dict[str, Attribute]:
        """Return the attributes by name."""
        return {item.name: item for item in self.items if isinstance(item, Attribute)}

    @property
    def blocks(self) -> tuple["Block", ...]:
        """Return the blocks directly inside."""
        return tuple(item for item in self.items if isinstance(item, Block))

    def all_blocks(self) -> Iterator["Block"]:
        """Yield every block inside, however deep."""
        for block in self.blocks:
            yield block
            yield from block.all_blocks()


def parse(text: str) -> tuple[Block, tuple[Token, ...]]:
    """Return a file's blocks, and all of its tokens; Unreadable when it is not whole."""
    tokens = tokens_of(text)
    body = _Parser(tokens)
    whole = Block("", (), 1, tuple(body.items()))
    if body.at < len(tokens):
        raise Unreadable(tokens[body.at].line, f"'{tokens[body.at].text}' stands where a name should")
    return whole, tokens


class _Parser:
    """Walks over the tokens once."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = tokens
        self.at = 0

    def items(self) -> Iterator[Attribute | Block]:
        """Yield what a body holds, up to what can't be in one."""
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == "newline":
                self.at += 1
            elif token.kind == "name":
                self.at += 1
                yield self.item(token)
            else:
                return

    def item(self, name: Token) -> Attribute | Block:
        if self.sign() == "=":
            self.at += 1
            return Attribute(name.text, name.line, tuple(self.value()))
        labels = tuple(self.labels())
        if self.sign() != "{":
            raise Unreadable(name.line, f"'{name.text}' is neither a block nor an attribute")
        self.at += 1
        items = tuple(self.items())
        if self.sign() != "}":
            raise Unreadable(name.line, f"the block '{name.text}' is not closed, or holds what is no HCL")
        self.at += 1
        return Block(name.text, labels, name.line, items)

    def sign(self) -> str:
        """Return the sign that comes next; nothing when it is no sign."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return token.text if token and token.kind == "sign" else ""

    def labels(self) -> Iterator[str]:
        while self.at < len(self.tokens) and self.tokens[self.at].kind in {"name", "text"}:
            token = self.tokens[self.at]
            label = token.text if token.kind == "name" else token.literal
            if label is None or token.heredoc:
                raise Unreadable(token.line, "a block's label is no plain text")
            self.at += 1
            yield label

    def value(self) -> Iterator[Token]:
        """Yield an expression's tokens: up to the end of the line, or of the block, outside of all brackets."""
        depth = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            is_sign = token.kind == "sign"
            if depth == 0 and (token.kind == "newline" or (is_sign and token.text == "}")):
                return
            depth += (is_sign and token.text in _OPEN) - (is_sign and token.text in _CLOSE)
            self.at += 1
            if token.kind != "newline":
                yield token
