"""Who holds which stack, and what became of a lease that was taken away."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from platformctl.views.document import document
from platformctl.views.events import when
from platformctl.views.look import Look
from platformctl.views.tables import heading, next_command, pairs, paragraph
from platformctl.workflows.audit_results import HeldLease, ReleasedLease


def listed(environment: str, leases: Sequence[HeldLease], now: datetime, look: Look) -> str:
    """Show who holds what, since when, and whether they live."""
    if not leases:
        return look.text(paragraph(f"Nobody holds a stack of {environment}."))
    parts: list[Any] = []
    for one in leases:
        parts += [heading(f"{one.stack}  {_life(one)}"), pairs(list(_lines(one, now))), ""]
    dead = [one.stack for one in leases if not one.standing.alive]
    return look.text(*(parts if dead else parts[:-1]), *([paragraph(_DEAD)] if dead else ()))


_DEAD = "Nothing of a dead holder's is at work any more: the next command on its stack takes over by itself."


def listed_json(environment: str, leases: Sequence[HeldLease], now: datetime) -> str:
    """Show it to a program."""
    facts = [_facts(one) | {"age_seconds": round(_age(one, now))} for one in leases]
    return document({"environment": environment, "leases": facts})


def released(result: ReleasedLease, look: Look) -> str:
    """Show that a lease was taken away, and what is left to do."""
    holder = result.standing.holder
    told = paragraph(
        f"It was held by {holder.who} on {holder.host}, run {holder.run}. That is on record: {result.reason}"
    )
    after = f"platformctl settle {result.stack}" if result.unfinished else f"platformctl show {result.stack}"
    return look.text(heading(f"The lease on {result.stack} is released."), told, "", next_command(after))


def released_json(result: ReleasedLease) -> str:
    """Show it to a program."""
    facts = _facts(HeldLease(result.stack, result.standing))
    return document({"released": facts, "reason": result.reason, "unfinished": result.unfinished})


def question(lease: HeldLease) -> str:
    """Say what would be taken away from whom, and ask."""
    holder = lease.standing.holder
    alive = (
        "It is alive as far as anybody knows: what its Terraform makes from now on is found only by settling."
        if lease.standing.alive
        else "It is dead."
    )
    who = f"{holder.who} on {holder.host} holds {lease.stack} with platformctl {holder.command} (run {holder.run})"
    return f"{who}, since {when(holder.since)}. {alive}\nTake the lease away? [y/N] "


def _life(one: HeldLease) -> str:
    return "alive" if one.standing.alive else "dead"


def _lines(one: HeldLease, now: datetime) -> Iterator[tuple[str, str]]:
    holder = one.standing.holder
    yield "held by", f"{holder.who} on {holder.host}, process {holder.pid}"
    if holder.pipeline:
        yield "CI run", holder.pipeline
    yield "command", f"platformctl {holder.command}, run {holder.run}"
    yield "since", f"{when(holder.since)}, {_words(_age(one, now))} ago"


def _facts(one: HeldLease) -> dict[str, Any]:
    standing = one.standing
    holder = standing.holder.model_dump(mode="json")
    return {"stack": one.stack, "alive": standing.alive, "fence": standing.fence, "holder": holder}


def _age(one: HeldLease, now: datetime) -> float:
    return max(0.0, (now - datetime.fromisoformat(one.standing.holder.since)).total_seconds())


def _words(seconds: float) -> str:
    units = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
    size, unit = next((each for each in units if seconds >= each[0]), units[-1])
    return f"{seconds // size:.0f} {unit}"
