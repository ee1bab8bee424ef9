"""What Terraform has to complain about, as typed diagnostics, and the error that a failed command becomes.

Only the structured form is understood; prose is passed on, never matched. Values of expressions are left out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from platformctl.errors import PlatformError
from platformctl.terraform.cloud_errors import in_words
from platformctl.terraform.known_secrets import hidden

_MOST = 3
"""Diagnostics shown of one failure; the rest mostly repeats the first."""
_LONGEST = 4000
_VISIBLE_CONTROLS = "\n\t"


@dataclass(frozen=True)
class Diagnostic:
    """One complaint."""

    severity: Literal["error", "warning"]
    summary: str
    detail: str = ""
    address: str = ""
    place: str = ""
    """`main.tf:12`, where it is about a file."""


class TerraformFailed(PlatformError):
    """A command of Terraform's failed, and these are its complaints, as far as they came in its own form."""

    def __init__(self, summary: str, *, detail: str, hint: str, complaints: tuple[Diagnostic, ...]) -> None:
        super().__init__(summary, detail=detail, hint=hint)
        self.complaints = complaints


def diagnostic_of(document: object, secrets: Collection[str] = ()) -> Diagnostic | None:
    """Read a `diagnostic` object of the stream; a cloud may repeat in it what it was sent, so secrets are hidden."""
    if not isinstance(document, Mapping):
        return None
    severity = document.get("severity")
    return Diagnostic(
        severity="warning" if severity == "warning" else "error",
        summary=_clean(document.get("summary"), secrets),
        detail=_clean(document.get("detail"), secrets),
        address=_clean(document.get("address")),
        place=_place(document.get("range")),
    )


def failure(summary: str, diagnostics: Iterable[Diagnostic], prose: str, *, hint: str = "") -> TerraformFailed:
    """Make the error: what the cloud's code means, then Terraform's own words; the prose where no diagnostic came."""
    errors = [each for each in diagnostics if each.severity == "error"]
    meant = in_words(f"{each.summary}\n{each.detail}" for each in errors)
    told = _sentences(errors) or _clean(prose) or "Terraform gave no reason."
    return TerraformFailed(summary, detail="\n".join([*meant, told]), hint=hint, complaints=tuple(errors))


def ending(code: int | None) -> str:
    """Say how a process ended that said nothing itself."""
    if code is not None and code < 0:
        return f"It was ended by signal {-code}."
    return f"It ended with exit code {code}."


def _sentences(errors: Sequence[Diagnostic]) -> str:
    told = list(dict.fromkeys(map(_sentence, errors)))  # one that is cancelled says the same for each resource
    rest = len(told) - _MOST
    return "\n".join([*told[:_MOST], f"And {rest} more."] if rest > 0 else told)


def _sentence(diagnostic: Diagnostic) -> str:
    where = " at ".join(part for part in (diagnostic.address, diagnostic.place) if part)
    head = f"{diagnostic.summary} ({where})" if where else diagnostic.summary
    return f"{head}: {diagnostic.detail}" if diagnostic.detail else f"{head}."


def _place(span: Any) -> str:
    if not isinstance(span, Mapping) or not isinstance(span.get("start"), Mapping):
        return ""
    return f"{_clean(span.get('filename'))}:{_clean(str(span['start'].get('line', '')))}"


def _clean(text: object, secrets: Collection[str] = ()) -> str:
    """Keep what a terminal shows as text: a cloud's answer may hold escape sequences."""
    if not isinstance(text, str):
        return ""
    told = hidden(text, secrets)[:_LONGEST]
    return "".join(char for char in told if char.isprintable() or char in _VISIBLE_CONTROLS).strip()
