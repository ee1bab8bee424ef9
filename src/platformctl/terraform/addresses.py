"""Turns the parts of a resource instance into the address that Terraform prints and accepts, and back."""

import re

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_MODULES = r'(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*'
_TYPE = re.compile(_MODULES + r"(?!data\.|module\.)([\w-]+)\.[\w-]+")


def instance_address(module: str, mode: str, resource: str, key: str | int | None) -> str:
    """Write `module.this.aws_sqs_queue.main["a"]` from its parts; `resource` is `type.name`."""
    prefix = f"{module}." if module else ""
    data = "data." if mode == "data" else ""
    return f"{prefix}{data}{resource}{_index(key)}"


def _index(key: str | int | None) -> str:
    if key is None:
        return ""
    return f"[{key}]" if isinstance(key, int) else f"[{quoted(key)}]"


def quoted(text: str) -> str:
    """Write a text as Terraform's language has it: in quotes, and nothing in it is code."""
    following = [*text[1:], ""]
    return f'"{"".join(_escaped(char, after) for char, after in zip(text, following, strict=False))}"'


def _escaped(char: str, after: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    if char in "$%" and after == "{":
        return char * 2
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def type_at(address: str) -> str:
    """Return the type of the managed resource at an address; nothing for what is none."""
    found = _TYPE.match(address)
    return found[1] if found else ""
