"""What protects a stack against its own destruction, and the same stack without that protection."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from platformctl.stacks.render import VALUES_NAME, values_text
from platformctl.stacks.stack import Stack


def disarmed(stack: Stack, types: Mapping[str, Mapping[str, Any]]) -> Stack:
    """Return the stack with the contract's `disarm` values of these types; their names are module variables."""
    values = {**stack.values, **{name: value for wanted in types.values() for name, value in wanted.items()}}
    return replace(stack, values=values, files={**stack.files, VALUES_NAME: values_text(values).encode()})
