"""Keeps a report small enough to be read back, however large the plans are: what explains goes, what warns stays."""

from collections.abc import Callable

from platformctl.workflows.report_reading import LARGEST_FILE
from platformctl.workflows.report_results import Report, StackReport

MOST = LARGEST_FILE * 7 // 8
"""Bytes as JSON."""


def fitted(report: Report, most: int = MOST) -> Report:
    """Leave out what the report has no room for, the least important first."""
    for shorter in (_without_attributes, _without_advice, _without_changes):
        if len(report.model_dump_json()) <= most:
            break
        report = _each(report, shorter)
    return report


def _each(report: Report, shorter: Callable[[StackReport], StackReport]) -> Report:
    return report.model_copy(update={"stacks": tuple(map(shorter, report.stacks))})


def _without_attributes(stack: StackReport) -> StackReport:
    changes = tuple(
        change.model_copy(update={"attributes": (), "left_out": change.left_out + len(change.attributes)})
        for change in stack.changes
    )
    return stack.model_copy(update={"changes": changes})


def _without_advice(stack: StackReport) -> StackReport:
    """Leave out what does not block."""
    return stack.model_copy(update={"findings": stack.objections, "guarantees": ()})


def _without_changes(stack: StackReport) -> StackReport:
    return stack.model_copy(update={"changes": (), "left_out": stack.left_out + len(stack.changes)})
