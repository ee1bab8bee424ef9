"""Addresses, as Terraform writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.terraform.addresses import instance_address, quoted, type_at


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


@pytest.mark.parametrize(
    ("address", "type_"),
    [
        ("aws_x.y", "aws_x"),
        ('module.this.module.a["k.aws_z.y"].aws_x.y[0]', "aws_x"),
        ('module.this["\\"].aws_z.y"].aws_x.y["a.b"]', "aws_x"),
        ("module.this.data.aws_x.y", ""),
        ("", ""),
    ],
)
def test_the_type_is_read_from_an_address(address: str, type_: str) -> None:
    assert type_at(address) == type_


@given(st.text(), st.text())
def test_no_key_is_taken_for_the_type(outer: str, inner: str) -> None:
    address = instance_address(f"module.a[{quoted(outer)}]", "managed", "aws_x.y", inner)

    assert type_at(address) == "aws_x"
