"""The formats of a report, each loaded only when it is asked for."""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformctl.workflows.report_results import Report

FORMATS = {
    "json": ("report_json", "report_json"),
    "markdown": ("report_markdown", "markdown"),
    "sarif": ("report_sarif", "sarif"),
    "junit": ("report_junit", "junit"),
    "html": ("report_html", "html"),
    "codequality": ("report_gitlab", "code_quality"),
    "terraform": ("report_gitlab", "terraform_counts"),
}
"""The word on the command line: module of the views, and function."""


def texts_of(report: "Report") -> Callable[[str], str]:
    """Return what writes the report in a format."""

    def text(kind: str) -> str:
        module, function = FORMATS[kind]
        return str(getattr(importlib.import_module(f"platformctl.views.{module}"), function)(report))

    return text
