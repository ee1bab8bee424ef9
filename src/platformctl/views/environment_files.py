"""Outputs as environment variables in a file: `env` for a shell to read, `dotenv` for everything that takes KEY=VALUE.

A sensitive output is left out: what is sensitive never reaches a file.
"""

import json
import re
import shlex
from collections.abc import Iterator, Mapping

from platformctl.errors import Usage
from platformctl.records.facts import RecordedOutput
from platformctl.stacks.stack_id import StackId

FORMATS = ("env", "dotenv")
_PLAIN = re.compile(r"[^\s'\"`#$\\\\][^\x00-\x1f\x7f-\x9f\u2028\u2029`$\\\\]*\Z")
"""What every reader of KEY=VALUE takes as it stands: readers differ in quotes, in `$`, and in what begins a comment."""


def environment_file(kind: str, stack: StackId, outputs: Mapping[str, RecordedOutput]) -> str:
    """Write the outputs in one of the formats."""
    lines = _shell if kind == "env" else _dotenv
    return "".join(f"{line}\n" for line in lines(stack, outputs))


def variable(stack: StackId, output: str) -> str:
    """Name the variable of an output: `ORDERS_ENDPOINT`."""
    return f"{stack.name}_{output}".upper().replace("-", "_")


def _shell(stack: StackId, outputs: Mapping[str, RecordedOutput]) -> Iterator[str]:
    for name, text in _texts(outputs):
        yield f"export {variable(stack, name)}={shlex.quote(text)}"


def _dotenv(stack: StackId, outputs: Mapping[str, RecordedOutput]) -> Iterator[str]:
    for name, text in _texts(outputs):
        if text and (not _PLAIN.match(text) or " #" in text or text != text.strip()):
            raise Usage(
                "An output does not fit into a dotenv file",
                detail=f"{stack}: readers of such files do not agree on what '{name}' would be. Take env or JSON.",
                hint=f"platformctl outputs {stack} --report env=outputs.env",
            )
        yield f"{variable(stack, name)}={text}"


def _texts(outputs: Mapping[str, RecordedOutput]) -> Iterator[tuple[str, str]]:
    for name, output in sorted(outputs.items()):
        if not output.sensitive:
            value = output.value
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=True)
