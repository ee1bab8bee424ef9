"""A report as values for later steps of the job: counts and yes or no, nothing that anybody wrote."""

from collections.abc import Mapping

from platformctl.workflows.report_results import Report


def outputs(report: Report) -> Mapping[str, str]:
    """Return the values by their names."""
    return {
        "exit-code": str(report.exit_code),
        "mode": report.mode,
        "stacks": str(len(report.stacks)),
        "changes": str(len(report.of("changes"))),
        "blocked": str(len(report.of("blocked"))),
        "failed": str(len(report.of("failed"))),
        "unchanged": str(report.unchanged),
        "loses-data": "true" if any(stack.loses_data for stack in report.stacks) else "false",
    }
