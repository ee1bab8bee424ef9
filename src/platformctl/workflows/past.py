"""Reads what was done: the newest runs of an environment, or of one stack, no further back than is asked for."""

import heapq
from collections.abc import Iterator
from itertools import islice

from platformctl.project.project import Project
from platformctl.records.event import Event
from platformctl.records.head import Head
from platformctl.records.past_run import PastRun, runs_of
from platformctl.records.store import Records
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.audit_results import History, Page, RunList

EVENTS_OF_A_RUN = 8
"""As many as most runs have; a page is read by it, and read again where that was too few."""
EVERYTHING = Page()


def history(project: Project, records: Records, stack: StackId, page: Page = EVERYTHING) -> History:
    """Return the events of a stack's newest runs, oldest first."""
    if page.runs is None:
        events = records.events(str(stack))
        first = 0
    else:
        events, first = _newest(records, stack, page, page.runs)
    if not events:
        workspace.request_of(project, stack)
    told = tuple(event for event in events if event.seq >= first and page.takes(event.at))
    return History(stack, told, has_more=bool(events) and first > events[0].seq)


def _newest(records: Records, stack: StackId, page: Page, runs: int) -> tuple[tuple[Event, ...], int]:
    """Read back until the start of so many runs, and of one more, is there; return where the first of them begins."""
    size = EVENTS_OF_A_RUN * (runs + 1)
    while True:
        events = records.events(str(stack), newest=size)
        starts = [event.seq for event in events if event.type == "started" and page.takes(event.at)]
        if len(starts) > runs or len(events) < size:
            return events, starts[-runs] if len(starts) > runs else 0
        size *= 4


def environment_runs(records: Records, environment: str, page: Page = EVERYTHING) -> RunList:
    """Return the runs of an environment, newest first."""
    heads = [head for head in records.heads(environment) if head.last_run]
    streams = [_newest_first(records, head.stack) for head in _candidates(heads, page)]
    merged = heapq.merge(*streams, key=lambda run: (run.began, run.id), reverse=True)
    found = (run for run in merged if page.takes(run.began))
    taken = tuple(islice(found, page.runs))
    more = page.runs is not None and next(found, None) is not None
    return RunList(environment, taken, _alive(records, environment, taken), more)


def _candidates(heads: list[Head], page: Page) -> list[Head]:
    """Leave out the stacks none of whose runs can be on the page: so many others have run since."""
    newest_first = sorted(heads, key=_last_began, reverse=True)
    if page.runs is None:
        return newest_first
    later = [head for head in newest_first if not page.takes(_last_began(head))]
    return newest_first[: len(later) + page.runs + 1]


def _last_began(head: Head) -> str:
    return head.last_run.started if head.last_run else ""


def _newest_first(records: Records, stack: str) -> Iterator[PastRun]:
    """Yield a stack's runs, newest first, reading further back only when it is asked for more."""
    size, given = EVENTS_OF_A_RUN * 4, set[str]()
    while True:
        events = records.events(stack, newest=size)
        for run in reversed(runs_of(events)):
            if run.id not in given:
                given.add(run.id)
                yield run
        if len(events) < size:
            return
        size *= 4


def last_story(records: Records, head: Head) -> PastRun | None:
    """Return the whole story of a stack's last run; what came after it (a release, a checkpoint) is none of it."""
    last = head.last_run
    return next((run for run in _newest_first(records, head.stack) if last and run.id == last.id), None)


def _alive(records: Records, environment: str, runs: tuple[PastRun, ...]) -> frozenset[str]:
    """Return those of the runs without an outcome whose holder lives."""
    if all(run.end for run in runs):
        return frozenset()
    return frozenset(one.holder.run for one in records.standings(environment).values() if one.alive)
