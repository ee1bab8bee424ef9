"""The options that say what an apply rests on: a review, or an accepted fingerprint."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from platformctl.errors import Usage

if TYPE_CHECKING:
    from platformctl.workflows.reviewed import Grounds

Reviewed = Annotated[
    bool,
    typer.Option(
        "--reviewed",
        help="Apply only what was reviewed: each plan must mean what the pull request's plan recorded. "
        "Asks nobody, and stops at the first failure. Losing data still needs --confirm.",
    ),
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept",
        metavar="FINGERPRINT",
        help="Apply the plan with this fingerprint, though nobody reviewed it: 12 hexadecimal digits or more, "
        "as a refusal names them. Can be given several times.",
    ),
]
_FINGERPRINT = re.compile(r"(?:fp:)?([0-9a-f]{12,64})")


def grounds_of(reviewed: bool, accept: Sequence[str] | None) -> "Grounds":
    """Return what a yes may rest on."""
    from platformctl.workflows.reviewed import Grounds

    return Grounds(reviewed, tuple(map(_digits, accept or ())))


def _digits(said: str) -> str:
    found = _FINGERPRINT.fullmatch(said.strip().lower())
    if found is None:
        raise Usage(
            "Not a fingerprint",
            detail=f"--accept takes 12 to 64 hexadecimal digits, with or without fp: before them, not '{said[:80]}'.",
            hint="platformctl apply STACK --reviewed      (a refusal names the fingerprint)",
        )
    return found[1]
