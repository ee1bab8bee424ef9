"""Pages of what was done: newest first, nothing twice, nothing left out, and no more read than is needed."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from platformctl.records.event import Draft
from platformctl.records.local import LocalRecords
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.audit_results import Page
from platformctl.workflows.past import environment_runs, history

STACKS = ("dev/db/aa", "dev/db/bb", "dev/queue/cc")
RUNS = st.lists(st.tuples(st.sampled_from(STACKS), st.integers(0, 12)), max_size=12)
"""Which stack runs next, and how many events its run has."""


class Clock:
    """Goes on by a second each time it is asked."""

    def __init__(self) -> None:
        """Begin."""
        self.seconds = 0

    def __call__(self) -> str:
        """Say the time."""
        self.seconds += 1
        hours, minutes, seconds = self.seconds // 3600, self.seconds // 60 % 60, self.seconds % 60
        return f"2026-11-24T{hours:02}:{minutes:02}:{seconds:02}.000000+00:00"


def told(folder: str, runs: Sequence[tuple[str, int]]) -> LocalRecords:
    """Put runs on record."""
    records = LocalRecords(Path(folder) / "project", Path(folder) / "home", Clock())
    for number, (stack, events) in enumerate(runs):
        for draft in (Draft(stack, f"r{number}", "started"), *(Draft(stack, f"r{number}", "planned"),) * events):
            records.append(Draft(draft.stack, draft.run, draft.type))
    return records


def page_by_page(records: LocalRecords, size: int) -> list[str]:
    """Turn all pages."""
    found, before = [], ""
    while True:
        page = environment_runs(records, "dev", Page(size, before))
        found += [run.id for run in page.runs]
        if not page.has_more:
            return found
        before = page.runs[-1].began


@settings(max_examples=5)
@given(RUNS, st.integers(1, 5))
def test_the_pages_of_an_environment_are_all_its_runs_newest_first(runs: list[tuple[str, int]], size: int) -> None:
    with TemporaryDirectory() as folder:
        records = told(folder, runs)

        found = page_by_page(records, size)
        whole = [run.id for run in environment_runs(records, "dev").runs]
        records.close()

    assert found == whole == [f"r{number}" for number in reversed(range(len(runs)))]


def test_a_page_of_a_stack_begins_with_the_start_of_a_run(tmp_path: Path) -> None:
    records = told(str(tmp_path), [("dev/db/aa", number) for number in (60, 1, 60, 2)])

    page = history_of(records, Page(2))

    assert page.events[0].type == "started"
    assert {event.run for event in page.events} == {"r2", "r3"}
    assert page.has_more
    earlier = history_of(records, Page(2, page.events[0].at))
    assert {event.run for event in earlier.events} == {"r0", "r1"}
    assert not earlier.has_more
    assert all(one.seq + 1 == other.seq for one, other in pairwise((*earlier.events, *page.events)))


def history_of(records: LocalRecords, page: Page):  # type: ignore[no-untyped-def]
    """Read a page of the stack."""
    return history(None, records, StackId.of("dev/db/aa"), page)  # type: ignore[arg-type] # nothing is missing
