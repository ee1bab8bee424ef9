"""Joins the reports of shards into one; a shard that is missing is said, and fails the whole."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from platformctl.errors import Usage
from platformctl.workflows.report_changes import LINE, cut
from platformctl.workflows.report_fitting import fitted
from platformctl.workflows.report_results import LARGEST, Report, in_order
from platformctl.workflows.results import ORDER

SAME = ("since", "fork_point", "commit")
"""What the reports of one change have in common."""


def merged(reports: Sequence[Report]) -> Report:
    """Make one report; Usage for reports of different changes, and for a stack that is in two of them."""
    _refuse_others(reports)
    stacks = in_order([stack for report in reports for stack in report.stacks])
    _refuse_twice([stack.id for stack in stacks])
    missing = missing_shards(reports)
    notes = [note for report in reports for note in report.notes]
    notes += [_said(missing)] if missing else []
    environments = {report.environment for report in reports}
    first = reports[0]
    return fitted(
        Report(
            environment=environments.pop() if len(environments) == 1 else "",
            mode="untrusted" if any(report.mode == "untrusted" for report in reports) else "full",
            since=first.since,
            fork_point=first.fork_point,
            commit=first.commit,
            uncommitted=max(report.uncommitted for report in reports),
            stacks=stacks,
            why_untrusted=tuple(dict.fromkeys(why for report in reports for why in report.why_untrusted)),
            notes=tuple(notes),
            exit_code=joined_code([*(report.exit_code for report in reports), *([1] if missing else [])]),
        )
    )


@dataclass(frozen=True)
class Missing:
    """The shards that should be there and are not."""

    numbers: tuple[int, ...]
    of: int

    def __bool__(self) -> bool:
        """Claim that there are any."""
        return bool(self.numbers)


def missing_shards(reports: Sequence[Report]) -> Missing:
    """Find the shards that should be there; Usage where they are of different splits, or one is there twice."""
    shards = [report.shard for report in reports if report.shard]
    totals = {shard.partition("/")[2] for shard in shards}
    twice = [shard for shard, count in Counter(shards).items() if count > 1]
    there = {int(shard.partition("/")[0]) for shard in shards}
    total = int(totals.pop()) if len(totals) == 1 else 0
    if totals or twice or (shards and len(shards) < len(reports)) or any(number > total for number in there):
        said = ", ".join(sorted(report.shard or "the whole" for report in reports))
        raise Usage("Shards don't fit together", detail=f"Joined are to be: {said}. Give each shard of one split once.")
    return Missing(tuple(number for number in range(1, total + 1) if number not in there), total)


def _said(missing: Missing) -> str:
    """Say which are missing, those in a row as one."""
    runs = [list(run) for _, run in groupby(enumerate(missing.numbers), key=lambda found: found[1] - found[0])]
    told = [f"{run[0][1]}" if len(run) == 1 else f"{run[0][1]} to {run[-1][1]}" for run in runs]
    if len(missing.numbers) == 1:
        return f"Shard {told[0]} of {missing.of} is missing: its stacks are not in this report."
    return cut(f"Shards {', '.join(told)} of {missing.of} are missing: their stacks are not in this report.", LINE)


def joined_code(codes: Sequence[int]) -> int:
    """Return the code that speaks for all, as for several stacks: 130/143, else 1, 4, 64, 3, else 2, else 0."""
    signals = [code for code in codes if code > 128]
    if signals:
        return signals[0]
    known = [code for code in (*ORDER, 2) if code in codes]
    return known[0] if known else 1 if any(codes) else 0


def _refuse_others(reports: Sequence[Report]) -> None:
    for name in SAME:
        said = sorted({getattr(report, name) for report in reports})
        if len(said) > 1:
            words = " and ".join(f"'{one[:60]}'" for one in said[:2])
            raise Usage("Reports are of different changes", detail=f"Their {name.replace('_', ' ')} is {words}.")


def _refuse_twice(ids: Sequence[str]) -> None:
    twice = [id_ for id_, count in Counter(ids).items() if count > 1]
    if twice:
        raise Usage("A stack is in several reports", detail=f"Twice there: {', '.join(twice[:5])}.")
    if len(ids) > LARGEST:
        raise Usage("Too many stacks for one report", detail=f"{len(ids)} stacks; at most {LARGEST} fit into one.")
