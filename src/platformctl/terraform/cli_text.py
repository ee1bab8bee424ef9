r"""Writes Terraform's CLI configuration in its JSON form, the only one in which any string can be written safely.

Terraform reads this file with HCL 1, where `${` inside a string starts an interpolation that can't be escaped. In JSON
form the same parser decodes `\u0024` late enough. It decodes as Go does: no surrogate pairs; U+E123 is its own mark.
"""

import json
from collections.abc import Mapping, Sequence

Value = str | bool | Sequence["Value"] | Mapping[str, "Value"]


class Unwritable(ValueError):
    """The text is not Unicode: a path with bytes that are no UTF-8."""


def write_value(value: Value) -> str:
    """Write a value on one line, the keys of an object in their order."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return write_string(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{write_string(key)}: {write_value(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(map(write_value, value)) + "]"


def write_string(text: str) -> str:
    """Write a string so that HCL 1's JSON reader gives back exactly this text."""
    return '"' + "".join(map(_character, text)) + '"'


def _character(char: str) -> str:
    code = ord(char)
    if 0xD800 <= code <= 0xDFFF:
        raise Unwritable(f"U+{code:04X} can't be written")
    if code > 0xFFFF:
        return char
    return f"\\u{code:04x}" if char in "$%" or code > 0x7E else json.dumps(char)[1:-1]
