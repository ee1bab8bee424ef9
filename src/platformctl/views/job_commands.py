"""Commands to the job's host, which reads them from the log: encoded so that no value can end one or begin another."""

from collections.abc import Mapping
from pathlib import Path

from platformctl.views.report_annotations import Annotation

_GITHUB_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_GITHUB_PROPERTY = {**_GITHUB_DATA, ":": "%3A", ",": "%2C"}
_AZURE_DATA = {"%": "%AZP25", "\r": "%0D", "\n": "%0A"}
_AZURE_PROPERTY = {**_AZURE_DATA, ";": "%3B", "]": "%5D"}


def github_annotation(note: Annotation) -> str:
    """Write a note as GitHub reads it (actions/toolkit, `command.ts`)."""
    properties = {"title": note.title, **_place(note, "file", "line")}
    said = ",".join(f"{name}={_encoded(value, _GITHUB_PROPERTY)}" for name, value in properties.items())
    return f"::{note.kind} {said}::{github_data(note.text)}"


def github_data(text: str) -> str:
    """Encode what stands after the command's second `::`."""
    return _encoded(text, _GITHUB_DATA)


def azure_annotation(note: Annotation) -> str:
    """Write a note as Azure Pipelines reads it (learn.microsoft.com, "Logging commands")."""
    properties = {"type": note.kind, **_place(note, "sourcepath", "linenumber")}
    said = ";".join(f"{name}={_encoded(value, _AZURE_PROPERTY)}" for name, value in properties.items())
    return f"##vso[task.logissue {said}]{_encoded(f'{note.title}: {note.text}', _AZURE_DATA)}"


def azure_summary(path: Path) -> str:
    """Have Azure Pipelines show a Markdown file on the page of the run."""
    return f"##vso[task.uploadsummary]{_encoded(str(path), _AZURE_DATA)}"


def _place(note: Annotation, file: str, line: str) -> Mapping[str, str]:
    return {file: note.file, line: str(note.line)} if note.file else {}


def _encoded(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(character, character) for character in text)
