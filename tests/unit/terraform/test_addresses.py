"""Addresses, as Terraform writes them."""

import pytest

from platformctl.terraform.addresses import instance_address


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        (("", "managed", "aws_x.y", None), "aws_x.y"),
        (("module.this", "managed", "aws_x.y", None), "module.this.aws_x.y"),
        (("module.this", "data", "aws_x.y", None), "module.this.data.aws_x.y"),
        (('module.this.module.a["k"]', "managed", "aws_x.y", 0), 'module.this.module.a["k"].aws_x.y[0]'),
        (("", "managed", "aws_x.y", "a b"), 'aws_x.y["a b"]'),
        (("", "managed", "aws_x.y", '${a}%{b}$c"\\\n'), 'aws_x.y["$${a}%%{b}$c\\"\\\\\\n"]'),
        (("", "managed", "aws_x.y", "\x01é\u2028\U000e0001"), 'aws_x.y["\\u0001é\\u2028\\U000e0001"]'),
    ],
)
def test_an_address_is_written_from_its_parts(parts: tuple[str, str, str, str | int | None], address: str) -> None:
    assert instance_address(*parts) == address
