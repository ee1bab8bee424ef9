"""HCL is read as Terraform reads it: what a text, a comment or a heredoc hides from us it hides from Terraform too."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.terraform.hcl_blocks import parse
from platformctl.terraform.hcl_tokens import MAX_DEPTH, Unreadable, template_code, tokens_of

HIDES_NOTHING: dict[str, str] = {
    "an escaped brace ends with its quote": 'locals {\n a = "$${"\n}\ncode {}\nlocals {\n b = "}"\n}\n',
    "an escaped directive likewise": 'locals {\n a = "%%{"\n}\ncode {}\nlocals {\n b = "}"\n}\n',
    "three dollars are one and an escape": 'locals {\n a = "$$${"\n}\ncode {}\n',
    "a lone dollar is text": 'locals {\n a = "100$"\n}\ncode {}\n',
    "a backslash escapes a quote": 'locals {\n a = "\\""\n}\ncode {}\n',
    "a backslash escapes itself": 'locals {\n a = "\\\\"\n}\ncode {}\n',
    "no comment begins in a text": 'locals {\n a = "http://x/*"\n}\ncode {}\nlocals {\n b = "*/"\n}\n',
    "comments don't nest": "/* /* */\ncode {}\n/* */\n",
    "a comment may stand in code inside a text": 'locals {\n a = "${ /* } */ 1 }"\n}\ncode {}\n',
    "texts stand in code inside texts": 'locals {\n a = "${"${"}"}"}"\n}\ncode {}\n',
    "a heredoc ends at its marker alone": "locals {\n a = <<EOT\n$EOT\nxEOT\nEOT\n}\ncode {}\n",
    "a heredoc may end indented": "locals {\n a = <<-EOT\n  x\n  EOT\n}\ncode {}\n",
    "a heredoc knows no backslash": "locals {\n a = <<EOT\nx\\\nEOT\n}\ncode {}\n",
    "a marker in code inside a heredoc is no end": 'locals {\n a = <<EOT\n${ true ? "a" :\nEOT\n}\nEOT\n}\ncode {}\n',
    "a heredoc stands in code inside a heredoc": "locals {\n a = <<EOT\n${<<IN\nEOT\nIN\n}\nEOT\n}\ncode {}\n",
}
HIDES: dict[str, str] = {
    "a comment": "# code {}\n",
    "a long comment": "/*/\ncode {}\n/*/\n",
    "a heredoc": "locals {\n a = <<EOT\ncode {}\nEOT\n}\n",
    "a heredoc after code inside it": 'locals {\n a = <<EOT\n${"x"}EOT\ncode {}\nEOT\n}\n',
}
REFUSED: dict[str, tuple[str, int]] = {
    "a carriage return": ("# x\rcode {}\n", 1),
    "a form feed": ("\n# x\fcode {}\n", 2),
    "a line separator": ("# x\u2028code {}\n", 1),
    "a character that turns the direction": ("# \u202e\n", 1),
    "a byte order mark": ("\ufeffcode {}\n", 1),
    "a text over two lines": ('a = "x\ny"\n', 1),
    "a text without an end": ('a = "x', 1),
    "code in a text without an end": ('a = "${x"\n', 1),
    "a heredoc without an end": ("a = <<EOT\nx\n", 3),
    "a heredoc's end with odd white space": ("a = <<EOT\nx\n\u00a0EOT\nEOT\n", 3),
    "a long comment without an end": ("a = 1 /* x\n", 1),
    "a name of other letters": ("ä = 1\n", 1),
    "a bracket that closes another": ("a = (1]\n", 1),
    "a bracket that closes nothing": ("}\n", 1),
    "a bracket that stays open": ("a = [1\n", 2),
    "a back quote": ("a = `x`\n", 1),
    "more nesting than anybody needs": (f"a = {'[' * (MAX_DEPTH + 1)}{']' * (MAX_DEPTH + 1)}\n", 1),
}


def kinds(text: str) -> list[str]:
    whole, _ = parse(text)
    return [block.kind for block in whole.all_blocks()]


@pytest.mark.parametrize("text", HIDES_NOTHING.values(), ids=HIDES_NOTHING)
def test_code_is_seen(text: str) -> None:
    assert "code" in kinds(text)


@pytest.mark.parametrize("text", HIDES.values(), ids=HIDES)
def test_what_is_no_code_for_terraform_is_none_for_us(text: str) -> None:
    assert "code" not in kinds(text)


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_what_could_be_read_in_two_ways_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        tokens_of(text)

    assert refused.value.line == line


def test_a_text_keeps_its_pieces_in_order() -> None:
    (text,) = tokens_of('"a${b}c%{ if d }e"')

    assert [part if isinstance(part, str) else part[0].text for part in text.parts] == ["a", "b", "c", "if", "e"]
    assert text.literal is None


def test_a_plain_text_is_a_literal() -> None:
    assert [token.literal for token in tokens_of('"./x" 1')] == ["./x", None]


def test_a_template_file_is_text_with_code_in_it() -> None:
    found = template_code('hello "${name}"\n%{ for x in y ~}\n$${no}\n%{ endfor ~}')

    assert [[token.text for token in run] for run in found] == [["name"], ["for", "x", "in", "y", "~"], ["endfor", "~"]]


@given(st.text(alphabet=st.sampled_from('"${}%\\\n#/*<-E=abc1()[]~ '), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    result: Any = None

    try:
        result = tokens_of(text)
    except Unreadable as refused:
        result = refused

    assert result is not None
