"""What rendering wrote, and what checking found."""

from collections.abc import Sequence

from platformctl.errors import PlatformError
from platformctl.views.document import document
from platformctl.views.failure import failure_facts
from platformctl.views.look import Look
from platformctl.views.plain import number_of
from platformctl.views.tables import columns, heading, next_command, paragraph
from platformctl.workflows.results import Rendered


def rendered(results: Sequence[Rendered], look: Look) -> str:
    """Show what was written."""
    changed = [(str(one.id), ", ".join(one.files)) for one in results if one.files]
    said = f"{number_of(len(results), 'stack')} rendered, {len(changed)} changed."
    return look.text(heading(said), *([columns(("", ""), changed)] if changed else []))


def rendered_json(results: Sequence[Rendered]) -> str:
    """Show what was written to a program."""
    return document({"stacks": [{"stack": str(one.id), "written": list(one.files)} for one in results]})


def checked(count: int, faults: Sequence[PlatformError], look: Look) -> str:
    """Show what is not as rendered."""
    if not faults:
        return look.text(heading(f"{number_of(count, 'stack')} checked: as rendered."))
    lines = [paragraph(f"{fault.summary}: {fault.detail}") for fault in faults]
    return look.text(
        heading(f"{number_of(len(faults), 'fault')} in {number_of(count, 'stack')}"),
        *lines,
        next_command("platformctl render"),
    )


def checked_json(faults: Sequence[PlatformError]) -> str:
    """Show what is not as rendered to a program."""
    return document({"faults": [failure_facts(fault) for fault in faults]})
