"""A report as the one JSON document that programs, `report merge` and `report post` read."""

import json

from platformctl.workflows.report_results import Report


def report_json(report: Report) -> str:
    """Write the report; its version is a part of it."""
    return json.dumps(report.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":")) + "\n"
