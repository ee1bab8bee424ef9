"""The words of a report, the same in every format: what changes, what is lost, what speaks against it.

What comes from outside passes through `say`, the encoder of the format; the words around it are ours.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from platformctl.policy.verdict import SAID, SHOWN
from platformctl.views.plain import number_of, short
from platformctl.workflows.report_results import (
    Counts,
    FindingLine,
    IntentChange,
    Loss,
    Report,
    StackReport,
    in_order,
    rank,
)

Say = Callable[[str], str]
TITLES = ("Blocked", "Losses", "Could not be planned", "Changes", "Inspected without a plan")
"""Headings by rank; what is unchanged is only counted."""
DATA_LOST = "the data in it is lost"
SPECULATIVE = "Speculative: planned on outputs that this change will alter. It can't be applied as it is."
_DONE = {"replace": "is replaced", "delete": "is destroyed", "forget": "is let go"}
_VERBS = (
    ("delete", "destroy"),
    ("forget", "let go"),
    ("replace", "replace"),
    ("update", "change"),
    ("create", "create"),
)


@dataclass(frozen=True)
class Group:
    """Stacks that a reader meets under one heading."""

    rank: int
    stacks: tuple[StackReport, ...]

    @property
    def title(self) -> str:
        """Return the heading."""
        return TITLES[self.rank]


def groups(report: Report) -> tuple[Group, ...]:
    """Sort the stacks under their headings, the worst first; those without changes are left out."""
    told = [stack for stack in in_order(report.stacks) if stack.status != "unchanged"]
    by_rank = groupby(told, key=lambda stack: rank(stack)[0])
    return tuple(Group(number, tuple(stacks)) for number, stacks in by_rank)


def headline(report: Report) -> str:
    """Say it all in one line: "3 stacks change, 1 is blocked, 26 unchanged"."""
    said = [f"{count} {many if count > 1 else one}" for count, one, many in _tally(report) if count]
    if not said:
        return "No stack is touched"
    number, _, rest = said[0].partition(" ")
    said[0] = f"{number} stack{'' if number == '1' else 's'} {rest}"
    losing = sum(1 for stack in report.stacks if stack.loses_data)
    return ", ".join(said) + (f"; {number_of(losing, 'stack')} would lose data" if losing else "")


def _tally(report: Report) -> Iterator[tuple[int, str, str]]:
    yield len(report.of("changes")), "changes", "change"
    yield len(report.of("blocked")), "is blocked", "are blocked"
    yield len(report.of("failed")), "could not be planned", "could not be planned"
    yield len(report.of("inspected")), "inspected without a plan", "inspected without a plan"
    yield report.unchanged, "unchanged", "unchanged"


def unplanned(report: Report, say: Say) -> str:
    """Say that a report is of untrusted mode, and why; empty where it is not."""
    if report.mode != "untrusted":
        return ""
    why = "; ".join(map(say, report.why_untrusted[:5]))
    return f"Untrusted mode: no plan was made{f' ({why})' if why else ''}."


def origin(report: Report, say: Say) -> str:
    """Say what was looked at: environment, since when, which commit."""
    said = [say(report.environment)] if report.environment else []
    if report.since:
        fork = f" (fork point {say(report.fork_point[:12])})" if report.fork_point else ""
        said.append(f"since {say(report.since)}{fork}")
    said += [f"commit {say(report.commit[:12])}"] if report.commit else []
    said += [f"{number_of(report.uncommitted, 'uncommitted file')}"] if report.uncommitted else []
    said += [f"shard {say(report.shard)}"] if report.shard else []
    return " · ".join(said)


def title(stack: StackReport, say: Say) -> str:
    """Name a stack as people do: "orders (db, prod)"."""
    return f"{say(stack.name)} ({say(stack.kind)}, {say(stack.environment)})"


def story(stack: StackReport, say: Say, tell: Say | None = None) -> str:
    """Say what happens in the words of the request: "storage 20 → 50 GB, in place"; `tell` is for whole sentences."""
    words = [_intent(change, say) for change in stack.intent]
    if stack.error and not words and not stack.counts.total:
        return "new" if stack.touched == "new" else ""
    if stack.touched == "deleted":
        words = ["its request is gone"]
    elif not words and stack.why and stack.touched != "new":
        words = [(tell or say)(stack.why[0])]
    lead = "new: " if stack.touched == "new" and words else "new" if stack.touched == "new" else ""
    return lead + ", ".join([*words, *_manner(stack)])


def _intent(change: IntentChange, say: Say) -> str:
    if not change.before:
        return f"{say(change.name)} {say(change.after)}"
    return f"{say(change.name)} {say(change.before)} → {say(change.after) if change.after else 'not said'}"


def _manner(stack: StackReport) -> list[str]:
    """Say how: in place where nothing is lost on the way."""
    counts = stack.counts
    if not counts.total or stack.touched in {"new", "deleted"}:
        return []
    done = (("destroyed", counts.delete), ("let go", counts.forget), ("replaced", counts.replace))
    in_place = ["in place"] if stack.intent and all(change.in_place for change in stack.intent) else []
    return [word for word, count in done if count] or in_place


def counted(counts: Counts) -> str:
    """Count the changes, losses first: "1 to replace, 2 to create"."""
    said = ((getattr(counts, name), verb) for name, verb in _VERBS)
    return ", ".join(f"{number} to {verb}" for number, verb in said if number) or "no changes"


def lost(loss: Loss, say: Say) -> str:
    """Say what is lost, and whether data goes with it."""
    return f"{say(short(loss.address))} {_DONE[loss.action]}" + (f": {DATA_LOST}" if loss.data else "")


def alike(findings: Sequence[FindingLine]) -> list[list[FindingLine]]:
    """Put together what the same is held against."""
    found: dict[tuple[str, str, str, str], list[FindingLine]] = {}
    for one in findings:
        found.setdefault((one.check, one.outcome, one.title, one.guideline), []).append(one)
    return list(found.values())


def against(same: Sequence[FindingLine], say: Say) -> str:
    """Say once what is held against several resources, what was promised, and what to do."""
    one = same[0]
    named = ", ".join(say(short(each.resource)) for each in same[:SHOWN])
    more = f" and {len(same) - SHOWN} more" if len(same) > SHOWN else ""
    promised = f" Promised: {say(one.guarantee.rstrip('.'))}." if one.guarantee else ""
    guideline = f" {say(one.guideline)}" if one.guideline else ""
    return f"{say(one.title)}: {SAID[one.outcome]} for {named}{more} ({say(one.check)}).{promised}{guideline}"


def proven(stack: StackReport) -> str:
    """Count the guarantees that hold."""
    holds = sum(1 for one in stack.guarantees if one.standing == "proven")
    return f"Guarantees: {holds} of {len(stack.guarantees)} proven" if stack.guarantees else ""


def notes(stack: StackReport, say: Say) -> list[str]:
    """Say what else a reviewer has to know of a plan."""
    said = [SPECULATIVE] if stack.speculative else []
    return [*said, f"It can't be applied from here: {say(stack.not_appliable)}"] if stack.not_appliable else said
