"""The sandbox: whether it runs, and what resetting forgot."""

from collections.abc import Mapping
from typing import Any

from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import number_of
from platformctl.views.tables import heading, next_command, paragraph
from platformctl.workflows.results import Reset, SandboxRunning, SandboxStatus


def status(found: SandboxStatus, look: Look) -> str:
    """Show whether it runs."""
    if isinstance(found, SandboxRunning):
        return look.text(
            heading(f"The sandbox runs at {found.url} (process {found.pid}, memory {found.id})."),
            paragraph('For other AWS clients: eval "$(platformctl sandbox env)"', "cyan"),
        )
    return look.text(heading(f"The sandbox does not run. {found.reason}"), next_command("platformctl sandbox up"))


def status_json(found: SandboxStatus) -> str:
    """Show whether it runs to a program."""
    return document({"sandbox": _facts(found)})


def reset(result: Reset, look: Look) -> str:
    """Show what was forgotten."""
    names = [paragraph(str(stack)) for stack in result.forgotten]
    said = (
        f"The sandbox is empty; what it held of {number_of(len(names), 'stack')} is forgotten."
        if names
        else "The sandbox is empty."
    )
    words = [next_command("platformctl apply --all")] if names else []
    return look.text(heading(said), *names, *words)


def reset_json(result: Reset) -> str:
    """Show what was forgotten to a program."""
    return document({"sandbox": _facts(result.running), "forgotten": [str(stack) for stack in result.forgotten]})


def env_json(variables: Mapping[str, str]) -> str:
    """Show the variables to a program."""
    return document({"env": dict(variables)})


def _facts(found: SandboxStatus) -> dict[str, Any]:
    if isinstance(found, SandboxRunning):
        return {"running": True, "url": found.url, "port": found.port, "pid": found.pid, "id": found.id}
    return {"running": False, "reason": found.reason}
