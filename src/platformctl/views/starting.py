"""A new project."""

from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.tables import heading, next_command, paragraph
from platformctl.workflows.results import Started


def started(result: Started, look: Look) -> str:
    """Show what was written and what comes next."""
    lines = [paragraph(name) for name in result.files]
    return look.text(
        heading(f"A project in {result.folder}:"),
        *lines,
        "",
        next_command("platformctl create db orders"),
        paragraph("      platformctl catalog", "cyan"),
    )


def started_json(result: Started) -> str:
    """Show what was written to a program."""
    return document({"project": str(result.folder), "written": list(result.files)})
