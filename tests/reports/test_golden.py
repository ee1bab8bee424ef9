"""One typical report in every format: each text was read, and the page looked at, before it was kept.

`UPDATE_GOLDEN=1 pytest tests/reports` writes the files anew.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.reports import samples

from platformctl import __version__
from platformctl.cli.report_formats import FORMATS, texts_of
from platformctl.views.look import Look
from platformctl.views.report_text import reported
from platformctl.workflows.report_results import Report

GOLDEN = Path(__file__).parent / "golden"
REPORTS: dict[str, Callable[[], Report]] = {"typical": samples.typical, "untrusted": samples.untrusted}


def compared(name: str, text: str) -> None:
    """Hold a text against the one that was kept."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text.replace(__version__, "VERSION"), encoding="utf-8")
    assert path.read_text(encoding="utf-8").replace("VERSION", __version__) == text


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_a_format_reads_as_it_did_when_somebody_read_it(name: str, kind: str) -> None:
    text = texts_of(REPORTS[name]())(kind)

    compared(f"{name}.{kind}", text)


@pytest.mark.parametrize("name", REPORTS)
def test_the_terminal_shows_it_as_it_did_when_somebody_read_it(name: str) -> None:
    text = reported(REPORTS[name](), Look(100))

    compared(f"{name}.txt", text)


@pytest.mark.parametrize("kind", FORMATS)
def test_a_report_of_nothing_is_a_document_too(kind: str) -> None:
    text = texts_of(Report())(kind)

    compared(f"nothing.{kind}", text)


def test_every_golden_file_belongs_to_a_format() -> None:
    kept = {path.name for path in GOLDEN.iterdir()}

    assert kept == {f"{name}.{kind}" for name in (*REPORTS, "nothing") for kind in FORMATS} | {
        f"{name}.txt" for name in REPORTS
    }
