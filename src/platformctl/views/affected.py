"""What a change touches: a line for each stack, and why."""

from collections.abc import Mapping
from typing import Any

from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.plain import harmless, number_of
from platformctl.views.tables import columns, heading, paragraph
from platformctl.workflows.results import Affected

MOST_JOBS = 256
"""Of a matrix, on GitHub."""
STACKS_PER_SHARD = 200
"""They share two starts of the provider."""


def shown(found: Affected, look: Look, *, why: bool) -> str:
    """Show the stacks, and what counts although nobody has committed it."""
    parts: list[Any] = [heading(counted(found))]
    if found.uncommitted:
        parts.append(paragraph(f"{number_of(found.uncommitted, 'file')} not committed yet, and counted.", "yellow"))
    for one in found.stacks if why else ():
        parts += ["", heading(f"{one.id}  {one.touched}"), *(paragraph(f"  {harmless(reason)}") for reason in one.why)]
    if found.stacks and not why:
        parts += ["", columns(("STACK", ""), [(str(one.id), one.touched) for one in found.stacks])]
    return look.text(*parts)


def counted(found: Affected) -> str:
    """Count them in one sentence."""
    number = len(found.stacks)
    told = f"{number_of(number, 'stack')} affected" if number else "No stack is affected"
    return f"{told}, from the fork point with {harmless(found.since)} ({found.fork_point[:12]}) to the working tree."


def affected_json(found: Affected) -> str:
    """Show it to a program."""
    return document(
        {
            "since": found.since,
            "fork_point": found.fork_point,
            "commit": found.commit,
            "uncommitted": found.uncommitted,
            "stacks": [{"id": str(one.id), "touched": one.touched, "why": list(one.why)} for one in found.stacks],
        }
    )


def matrix(found: Affected) -> Mapping[str, Any]:
    """Make the matrix of a job for each stack; what is too much for one is for shards."""
    return {"include": [{"stack": str(one.id), "environment": one.id.environment} for one in found.stacks[:MOST_JOBS]]}


def left_out(found: Affected) -> str:
    """Warn that the matrix does not hold every stack; nothing where it does."""
    number = len(found.stacks) - MOST_JOBS
    if number <= 0:
        return ""
    shards = -(-len(found.stacks) // STACKS_PER_SHARD)
    return (
        f"Warning: the matrix holds {MOST_JOBS} jobs, as many as there may be; {number_of(number, 'stack')} more are "
        "affected. To plan all of them: jobs that say "
        f"platformctl plan --changed-since {harmless(found.since)} --shard 1/{shards} to {shards}/{shards}.\n"
    )
