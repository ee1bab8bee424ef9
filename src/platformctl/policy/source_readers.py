"""Reads a file of HCL a second time, with python-hcl2, and refuses it where the two readers differ.

What only one reader sees may be code that is hidden from the other: `"$${"` makes python-hcl2 8.1.4 take what follows
for text, up to the next brace (found 2026-11-24).
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from platformctl.policy.source_calls import calls
from platformctl.terraform.hcl_blocks import Attribute, Block
from platformctl.terraform.hcl_tokens import Token, Unreadable

Line = tuple[str, ...]
"""An attribute's name, or a block's kind and labels with an opening brace; the braces close again."""


def agree(text: str, whole: Block, tokens: tuple[Token, ...]) -> None:
    """Read a file a second time; Unreadable when python-hcl2 refuses it or sees other blocks or calls in it."""
    tree = _tree(text)
    for mine, other in zip([*_outline(whole), ("the end",)], [*_other(tree.children[0]), ("the end",)], strict=False):
        if mine != other:
            raise Unreadable(1, f"two readers differ: one sees {' '.join(mine)}, the other {' '.join(other)}")
    seen, also = Counter(name for name, _, _ in calls(tokens, heredocs=False)), Counter(_calls(tree))
    if seen != also:
        name = next(iter((seen - also) + (also - seen)))
        raise Unreadable(1, f"two readers differ about the calls of {name}(…)")


def _outline(block: Block) -> Iterator[Line]:
    for item in block.items:
        if isinstance(item, Attribute):
            yield (item.name,)
        else:
            yield (item.kind, *item.labels, "{")
            yield from _outline(item)
            yield ("}",)


def _other(body: Any) -> Iterator[Line]:
    for item in body.children:
        kind = getattr(item, "data", "")
        if kind == "attribute":
            yield (_text(item.children[0]),)
        elif kind == "block":
            names = [child for child in item.children if getattr(child, "data", "") not in {"", "body", _BREAK}]
            yield (*map(_text, names), "{")
            for child in item.children:
                if getattr(child, "data", "") == "body":
                    yield from _other(child)
            yield ("}",)


_BREAK = "new_line_or_comment"


def _calls(tree: Any) -> Iterator[str]:
    for call in tree.find_data("function_call"):
        yield "::".join(_text(child) for child in call.children if getattr(child, "data", "") == "identifier")


def _text(tree: Any) -> str:
    """Return a name or a label without its quotes."""
    text = "".join(map(str, tree.scan_values(lambda _: True)))
    return text[1:-1] if tree.data == "string" else text


def _tree(text: str) -> Any:
    from hcl2.api import parses_to_tree  # 100 ms, and seconds the first time on a machine
    from lark.exceptions import LarkError, UnexpectedInput

    try:
        return parses_to_tree(text)
    except UnexpectedInput as error:
        raise Unreadable(max(1, error.line), "python-hcl2 can't read what stands here") from error
    except LarkError as error:
        raise Unreadable(1, "python-hcl2 can't read it") from error
