"""Reads reports back: a file that another job wrote, hence refused unless it is one in every word."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from platformctl.errors import Usage
from platformctl.project.validation import words_for
from platformctl.workflows.report_results import Report

LARGEST_FILE = 64 * 1024 * 1024
VERSION = 1
_HINT = "platformctl plan --changed-since main --report json=report.json"


def read_report(path: Path) -> Report:
    """Read a report; Usage for what is larger than 64 MB, of another version, or not a report."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        detail = f"{path}: {error.strerror or type(error).__name__}."
        raise Usage("A report can't be read", detail=detail, hint=_HINT) from error
    if len(content) > LARGEST_FILE:
        raise Usage("A report is too large", detail=f"{path} is larger than {LARGEST_FILE // 1024**2} MB.")
    return parsed_report(content, str(path))


def parsed_report(content: bytes, where: str) -> Report:
    """Make the report of its text."""
    _refuse_other_versions(content, where)
    try:
        return Report.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the document"
        raise Usage("Not a report", detail=f"{where}: {place}: {words_for(first)}", hint=_HINT) from error


def _refuse_other_versions(content: bytes, where: str) -> None:
    """Say it plainly where a newer platformctl wrote the file: its shape would make no sense to this one."""
    try:
        document = from_json(content)
    except ValueError as error:
        raise Usage("Not a report", detail=f"{where} is not JSON.", hint=_HINT) from error
    version = document.get("version") if isinstance(document, dict) else None
    if isinstance(version, bool) or not isinstance(version, int):
        raise Usage("Not a report", detail=f"{where} is not a report of platformctl: it has no version.", hint=_HINT)
    if version != VERSION:
        detail = f"{where} has version {version}; this platformctl reads version {VERSION}."
        raise Usage("A report is of another version", detail=detail, hint="Write and read it with one platformctl.")
