"""One run on a stack: the lease held, on record before anything exists, left truthful whatever happens."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

from pydantic import JsonValue

from platformctl.errors import Blocked, Interrupted, PlatformError
from platformctl.records.busy import must_be_settled
from platformctl.records.event import Body, Draft, Event, EventType
from platformctl.records.facts import RunFacts, StateMark, outputs_body
from platformctl.records.kept import KeptFiles
from platformctl.records.lease import Holder, Lease
from platformctl.records.moved import refuse_moved
from platformctl.records.patience import IMPATIENT, Patience, claimed
from platformctl.records.store import Records
from platformctl.records.succession import mark
from platformctl.terraform.state import State, parse_state

Ending = Literal["applied", "failed", "interrupted", "blocked", "declined", "destroyed", "settled"]


def new_run_id() -> str:
    """Make an id that sorts by time, can be typed, and can name a folder."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


class Run:
    """A run under way."""

    def __init__(self, run_id: str, records: Records, lease: Lease, *, touched: bool = False) -> None:
        """Check the state out."""
        self.id = run_id
        self.lease = lease
        self._records = records
        self.state = records.check_out(lease)
        """The state as last checked out or committed; holds secrets."""
        self.touched = touched
        """It came as far as `applying`: something may exist that the state does not know."""
        self.finished = False
        self._kept: Body = {}
        self._since = time.monotonic()

    @property
    def stack(self) -> str:
        """Return the stack's id."""
        return self.lease.stack

    @property
    def descriptors(self) -> tuple[int, ...]:
        """Return what Terraform must inherit, so that the lock lives as long as it does."""
        return self.lease.descriptors

    def event(self, type_: EventType, body: Body | None = None) -> Event:
        """Put a step on record, with the seconds since the one before."""
        told = {**self._kept, **(body or {})} if type_ in {"applying", "applied"} else body or {}
        before, self._since = self._since, time.monotonic()
        told = {**told, "seconds": round(self._since - before, 2)}
        event = self._records.append(Draft(self.stack, self.id, type_, told), self.lease)
        self.touched = self.touched or type_ == "applying"
        return event

    def keep(self, files: KeptFiles) -> None:
        """Keep the files that the run is made from; from its next step on, the record names them."""
        self._kept = {"kept": self._records.keep(self.lease, files).digest}

    def commit(self, content: bytes) -> StateMark:
        """Make these bytes the stack's state."""
        committed = self._records.commit(self.lease, content)
        self.state = content
        return committed

    def put_aside(self, content: bytes) -> None:
        """Keep a state that may not become the stack's, for settling to find."""
        self._records.keep_orphan(self.stack, self.id, content)

    def finish(self, type_: Ending, body: Body | None = None) -> Event:
        """Put the outcome on record, with the state and its outputs where the run may have changed them."""
        told = self._told() if self.touched or type_ == "settled" else {}
        event = self.event(type_, {**told, **(body or {})})
        self.finished = True
        return event

    def _told(self) -> dict[str, JsonValue]:
        state = parse_state(self.state)
        outputs = outputs_body(state.outputs) if isinstance(state, State) else {}
        return {"state": mark(self.state).model_dump(), "outputs": outputs}


@contextmanager
def open_run(
    records: Records, stack: str, holder: Holder, facts: RunFacts, patience: Patience = IMPATIENT
) -> Iterator[Run]:
    """Begin a run: Busy when somebody holds the stack, or when a killed run must be settled first."""
    with leased(records, stack, holder, patience) as lease:
        refuse_moved(records, stack)
        _clear_the_way(records, lease)
        run = Run(holder.run, records, lease)
        before = mark(run.state).model_dump()
        run.event("started", {"facts": facts.model_dump(mode="json"), "before": before})
        with _truthful_end(run):
            yield run


@contextmanager
def resume_run(records: Records, stack: str, holder: Holder, patience: Patience = IMPATIENT) -> Iterator[Run | None]:
    """Take up the stack's unfinished run, to settle it; None when there is nothing left to settle."""
    with leased(records, stack, holder, patience) as lease:
        refuse_moved(records, stack)
        head = records.head(stack)
        if head is None or head.unfinished is None or head.last_run is None:
            yield None
        else:
            yield Run(head.unfinished, records, lease, touched=head.last_run.applying)


@contextmanager
def leased(records: Records, stack: str, holder: Holder, patience: Patience = IMPATIENT) -> Iterator[Lease]:
    """Hold a stack; that a holder who died was followed is on record."""
    with held(records, stack, holder, patience) as lease:
        _tell_takeover(records, lease)
        yield lease


@contextmanager
def held(records: Records, stack: str, holder: Holder, patience: Patience = IMPATIENT) -> Iterator[Lease]:
    """Hold a stack, and tell nothing of it; what goes wrong first is told."""
    lease = claimed(records, stack, holder, patience)
    try:
        yield lease
    except BaseException as error:
        with _beside(error, "The lease could not be given back"):
            records.release(lease)
        raise
    records.release(lease)


def _tell_takeover(records: Records, lease: Lease) -> None:
    """Put on record that a holder who died was followed; in an object store this takes the place of their next event.

    See decision 0013.
    """
    head = records.head(lease.stack) if lease.took_over else None
    if lease.took_over and head and not head.moved_to:
        body: Body = {"from": lease.took_over.run, "by": lease.holder.run, "fence": lease.fence}
        records.append(Draft(lease.stack, lease.took_over.run, "taken-over", body), lease)


def _clear_the_way(records: Records, lease: Lease) -> None:
    """Close a killed run that had not begun to apply: nothing was done. One that had must be settled."""
    head = records.head(lease.stack)
    if head is None or head.unfinished is None:
        return
    if head.last_run is None or head.last_run.applying:
        raise must_be_settled(lease.stack, head.unfinished)
    body: Body = {"verdict": "not-started", "by": lease.holder.run}
    records.append(Draft(lease.stack, head.unfinished, "settled", body), lease)


@contextmanager
def _truthful_end(run: Run) -> Iterator[None]:
    try:
        yield
        if not run.finished:
            raise PlatformError("The run ended without an outcome", detail=f"Run {run.id} of {run.stack}.")
    except BaseException as error:
        if not run.finished:
            with _beside(error, "The end of the run could not be recorded"):
                run.event(_ending(error, touched=run.touched), {"error": _summary(error)})
        raise


def _ending(error: BaseException, *, touched: bool) -> EventType:
    """Say how a run ended that an error ended; one that had begun to apply stays unfinished and is settled next."""
    if touched or isinstance(error, Interrupted) or not isinstance(error, Exception):
        return "interrupted"
    return "blocked" if isinstance(error, Blocked) else "failed"


def _summary(error: BaseException) -> str:
    """Say what went wrong without what was wrong with it: details may quote values."""
    return error.summary if isinstance(error, PlatformError) else type(error).__name__


@contextmanager
def _beside(error: BaseException, what: str) -> Iterator[None]:
    """Let the first error be the one that is told, with what else failed as a note."""
    try:
        yield
    except PlatformError as second:
        error.add_note(f"{what}: {second.summary}. {second.detail}")
