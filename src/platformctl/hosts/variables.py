"""Reads a job's variables; what does not look as the host writes it is refused by the variable's name."""

import re
from collections.abc import Mapping

from platformctl.errors import Usage

_LINK = re.compile(r"https?://[\w.:/?=&%@~+-]{1,500}", re.ASCII)
COMMIT = r"[0-9a-f]{40,64}"
NUMBER = r"[0-9]{1,18}"


def wanted(environ: Mapping[str, str], name: str, pattern: str) -> str:
    """Return a variable that must be there; Usage otherwise."""
    said = environ.get(name, "")
    if not re.fullmatch(pattern, said, re.ASCII):
        state = "is not what the host writes" if said else "is not set"
        raise Usage(
            "Not a job of that code host",
            detail=f"The variable {name} {state}.",
            hint="platformctl report merge report.json --report markdown=report.md",
        )
    return said


def said(environ: Mapping[str, str], name: str, pattern: str) -> str:
    """Return a variable; empty where it is not there, or does not fit."""
    return fitting(environ.get(name, ""), pattern)


def fitting(value: object, pattern: str) -> str:
    """Return a text that fits; empty for anything else."""
    return value if isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) else ""


def link(text: str) -> str:
    """Return an address that can stand between the brackets of a Markdown link, or nothing."""
    return text if _LINK.fullmatch(text) else ""
