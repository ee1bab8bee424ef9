"""What the worker saw in one configuration or plan: every result of every check, as it came, nothing dropped."""

import re
from typing import Literal

from platformctl.errors import PlatformError
from platformctl.model import Model

Stage = Literal["configuration", "plan"]
STAGES: tuple[Stage, ...] = ("configuration", "plan")
Result = Literal["PASSED", "FAILED", "UNKNOWN", "SKIPPED"]
_KEY = re.compile(r'\[(?:\d+|"(?:[^"\\]|\\.)*")\]')


class Row(Model):
    """One check's answer about one resource."""

    check: str
    resource: str
    """Full address; on a configuration without an instance key where the number of instances is not known."""
    result: Result
    file: str = ""
    """Relative to the project; empty on a plan."""
    line: int = 0


class Scan(Model):
    """One complete scan; whatever made it incomplete was raised by the client instead."""

    stage: Stage
    registered: frozenset[str]
    """The ids that the worker really has, of those that the packs name."""
    rows: tuple[Row, ...]
    resources: frozenset[str]
    """Every managed resource that was there to be judged, with or without an answer about it."""


def without_keys(address: str) -> str:
    """Return the address as the code has it: `module.this.aws_sqs_queue.main[0]` without the `[0]`."""
    return _KEY.sub("", address)


def type_of(address: str) -> str:
    """Return the resource type in an address; empty for what is no address."""
    parts = without_keys(address).split(".")
    return parts[-2] if len(parts) > 1 else ""


def unjudged(why: str, hint: str = "") -> PlatformError:
    """Make the error of everything that is no whole answer: not a no, and never a yes."""
    return PlatformError("Could not be judged", detail=f"{why} Without a verdict nothing goes on.", hint=hint)
