"""What a run tells at its end besides who passed: seeds that repeat a kill, and how many requests were tried."""

import textwrap
from collections.abc import Iterator

import pytest

TOLD = {
    "kill": "kills: scene-number way seed (PLATFORMCTL_TEST_SEED repeats one)",
    "requests": "hostile requests",
}
"""What a test tells by pytest's record_property, and its heading."""


def told(reporter: pytest.TerminalReporter, name: str) -> list[str]:
    """Return what the tests told under a name."""
    reports = [report for category in ("passed", "failed") for report in reporter.getreports(category)]
    return [str(value) for report in reports for key, value in report.user_properties if key == name]


def closing_words(reporter: pytest.TerminalReporter) -> Iterator[str]:
    """Yield the lines of the end of a run."""
    for name, heading in TOLD.items():
        words = sorted(told(reporter, name))
        if words:
            yield f"{heading}:"
            yield from textwrap.wrap("; ".join(words), 118, initial_indent="  ", subsequent_indent="  ")
