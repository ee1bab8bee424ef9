"""What settling found."""

from collections.abc import Sequence

from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import short
from platformctl.views.tables import columns, next_command
from platformctl.workflows.results import Settled


def settled(results: Sequence[Settled], look: Look) -> str:
    """Show what settling found, stack by stack."""
    rows = [(str(one.id), one.verdict, short("; ".join(one.steps))) for one in results]
    again = [str(one.id) for one in results if one.verdict in {"partial", "not-started"}]
    words = [next_command(f"platformctl apply {' '.join(again)}")] if again else []
    return look.text(columns(("STACK", "VERDICT", "STEPS"), rows), *words)


def settled_json(results: Sequence[Settled]) -> str:
    """Show what settling found to a program."""
    return document(
        {"stacks": [{"stack": str(one.id), "verdict": one.verdict, "steps": list(one.steps)} for one in results]}
    )
