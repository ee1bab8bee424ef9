"""What stacks and their outputs are called in a combined root."""

import hashlib


def member_name(stack: str) -> str:
    """Return the name of a stack: `s_` and a hash of its id, which is no word of anybody's."""
    return f"s_{hashlib.sha256(stack.encode()).hexdigest()[:16]}"


def output_name(member: str, output: str) -> str:
    """Return the name under which the root hands on an output of a member."""
    return f"{member}__{output}"
