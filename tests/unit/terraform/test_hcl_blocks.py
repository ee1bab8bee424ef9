"""Tokens become blocks and attributes; what is not whole is refused."""

import pytest

from platformctl.terraform.hcl_blocks import Attribute, parse
from platformctl.terraform.hcl_tokens import Unreadable

MODULE = """\
# a comment
resource "aws_sqs_queue" "this" {
  name = var.names.queue # another
  tags = merge(var.tags, {
    Name = "x"
  })

  timeouts { create = "1m" }

  dynamic "x" {
    for_each = [
      1,
    ]
    content {}
  }
}
locals { a = 1 }
output plain {
  value = <<EOT
  text
  EOT
}
"""
BROKEN = {
    "a value outside": ("= 1\n", 1),
    "a word alone": ("\nresource\n", 2),
    "a label that holds code": ('x "${y}" {}\n', 1),
    "a label that is a heredoc": ("x <<E\nE\n{}\n", 1),
    "a block that holds a value": ("x {\n 1\n}\n", 1),
    "a brace on the next line": ("x\n{\n}\n", 1),
}


def test_blocks_have_kind_labels_line_and_content() -> None:
    whole, _ = parse(MODULE)

    assert [(block.kind, block.labels, block.line) for block in whole.all_blocks()] == [
        ("resource", ("aws_sqs_queue", "this"), 2),
        ("timeouts", (), 8),
        ("dynamic", ("x",), 10),
        ("content", (), 14),
        ("locals", (), 17),
        ("output", ("plain",), 18),
    ]


def test_attributes_end_with_their_line_outside_of_brackets() -> None:
    whole, _ = parse(MODULE)

    attributes = whole.blocks[0].attributes

    assert [token.text for token in attributes["name"].value] == ["var", ".", "names", ".", "queue"]
    assert attributes["tags"].value[-1].text == ")"
    assert set(attributes) == {"name", "tags"}


def test_a_literal_attribute_is_one_text_without_code() -> None:
    whole, _ = parse('a = "./x"\nb = "${x}"\nc = "x" + 1\n')

    assert [item.literal for item in whole.items if isinstance(item, Attribute)] == ["./x", None, None]


@pytest.mark.parametrize(("text", "line"), BROKEN.values(), ids=BROKEN)
def test_what_is_not_whole_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(text)

    assert refused.value.line == line
