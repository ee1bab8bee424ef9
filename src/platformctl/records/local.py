"""The local store: records in `.platformctl/records.db`, states in the files that `backend.tf` names."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from platformctl.records.busy import busy
from platformctl.records.chain import Break
from platformctl.records.copies import Copies
from platformctl.records.disk_errors import state_refusals
from platformctl.records.event import Draft, Event, now
from platformctl.records.facts import StateMark
from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles, KeptMark
from platformctl.records.kept_table import KeptTable
from platformctl.records.lease import Holder, Lease, Standing
from platformctl.records.lease_table import LeaseRow, LeaseTable
from platformctl.records.ledger import Ledger
from platformctl.records.lock_note import note_of, note_path, read_note, write_note
from platformctl.records.private_folder import make_private_folder
from platformctl.records.refusals import FencedOff, StateUnreadable
from platformctl.records.sqlite import Database
from platformctl.records.state_file import StateFile, is_held, read_unlocked
from platformctl.records.store import Records
from platformctl.records.succession import checked
from platformctl.records.waiting_file import digest
from platformctl.stacks.stack_id import parse_stack_id

STATE_NAME = "terraform.tfstate"


class LocalRecords(Records):
    """Records and states of a project on this machine; see `Records` for what each promises."""

    def __init__(self, store: Path, state_folder: Path, clock: Callable[[], str] = now) -> None:
        """Take the project's `.platformctl` folder and the user's state folder; nothing is made yet."""
        self._store = store.absolute()
        self._database = Database(self._store / "records.db")
        self._ledger = Ledger(self._database, clock)
        self._leases = LeaseTable(self._database)
        self._kept = KeptTable(self._database)
        self._copies = Copies(state_folder, self._store)
        self._held: dict[str, tuple[int, StateFile]] = {}

    def append(self, draft: Draft, lease: Lease | None = None) -> Event:
        """Record an event."""
        return self._ledger.append(draft, lease)

    def events(self, stack: str, newest: int | None = None) -> tuple[Event, ...]:
        """Return the stack's events, oldest first."""
        return self._ledger.events(stack, newest)

    def verify_chain(self, stack: str) -> Break | None:
        """Name the first place where the chain does not hold."""
        return self._ledger.verify_chain(stack)

    def head(self, stack: str) -> Head | None:
        """Return where the stack stands."""
        return self._ledger.head(stack)

    def heads(self, environment: str | None = None) -> tuple[Head, ...]:
        """Return all heads, or those of one environment."""
        return self._ledger.heads(environment)

    def rebuild_head(self, stack: str) -> Head | None:
        """Derive the head from the events again."""
        return self._ledger.rebuild_head(stack)

    def claim(self, stack: str, holder: Holder, patience: float = 0.3) -> Lease:
        """Take the lease: the kernel's lock is the proof that nobody else lives, the row gives the fence."""
        path = self.state_path(stack)
        with state_refusals(path):
            make_private_folder(self._store, *path.parent.relative_to(self._store).parts)
            file = StateFile.lock(path, patience)
        if file is None:
            row = self._leases.held(stack)
            raise busy(stack, row.holder if row else None, read_note(path))
        try:
            return self._claimed(stack, holder, file)
        except BaseException:
            file.close()
            raise

    def release(self, lease: Lease) -> None:
        """Give the lease back; if a child still holds the lock, leave lease and note as they are: they are true."""
        file = self._file(lease)
        del self._held[lease.stack]
        file.close()
        with state_refusals(file.path):
            again = StateFile.lock(file.path, patience=0)
        if again is None:
            return
        try:
            self._leases.give_back(lease)
            note_path(file.path).unlink(missing_ok=True)
        finally:
            again.close()

    def standing(self, stack: str) -> Standing | None:
        """Tell who holds the stack, or died holding it."""
        row = self._leases.held(stack)
        if row is None:
            return None
        path = self.state_path(stack)
        note = read_note(path)
        by_another = note is not None and note.id != row.holder.run
        with state_refusals(path):
            return Standing(row.holder, row.fence, alive=is_held(path) and not by_another)

    def read_state(self, stack: str) -> bytes:
        """Return the state for looking."""
        path = self.state_path(stack)
        with state_refusals(path), self._copy_named(stack):
            return read_unlocked(path)

    def check_out(self, lease: Lease) -> bytes:
        """Return the state to work on, an interrupted commit finished first."""
        file = self._file(lease)
        with state_refusals(file.path), self._copy_named(lease.stack):
            content = file.check_out()
            self._leases.know(lease, digest(content))
            file.forget_waiting()
        return content

    def commit(self, lease: Lease, content: bytes) -> StateMark:
        """Make these bytes the state; may be repeated after any failure."""
        file = self._file(lease)
        self._leases.prove(lease)
        with state_refusals(file.path):
            mark = checked(file.read(), content)
            file.write(content)
            self._leases.know(lease, mark.sha256)
            file.forget_waiting()
        self._copies.keep(lease.stack, lease.holder.run, content, mark)
        return mark

    def keep(self, lease: Lease, files: KeptFiles) -> KeptMark:
        """Keep the files that a run is made from."""
        return self._kept.keep(lease, files)

    def kept(self, stack: str, mark: KeptMark) -> KeptFiles:
        """Return the files of a run, proven by the digest on record."""
        return self._kept.read(stack, mark)

    def state_path(self, stack: str) -> Path:
        """Return the state file that the stack's `backend.tf` names."""
        which = parse_stack_id(stack, "")
        return self._store / "state" / which.environment / which.kind / which.name / STATE_NAME

    def close(self) -> None:
        """Close the records; leases that are still held stay recorded."""
        self._database.close()

    def _claimed(self, stack: str, holder: Holder, file: StateFile) -> Lease:
        with state_refusals(file.path), self._copy_named(stack):
            content, cut_short = file.read(), file.is_cut_short
        fence, left = self._leases.take(stack, holder)
        lease = Lease(
            stack,
            holder,
            fence,
            descriptors=(file.descriptor,),
            took_over=left.holder if left else None,
            state_changed=not cut_short and _changed_since(left, content),
        )
        self._announce(lease, file.path)
        self._held[stack] = (fence, file)
        return lease

    def _announce(self, lease: Lease, path: Path) -> None:
        """Tell plain Terraform who holds the state."""
        try:
            write_note(note_of(lease.holder, path), path)
        except BaseException:
            self._leases.give_back(lease)
            raise

    def _file(self, lease: Lease) -> StateFile:
        fence, file = self._held.get(lease.stack, (0, None))
        if file is None or fence != lease.fence:
            raise FencedOff(
                "The lease is no longer held",
                detail=f"{lease.stack}: run {lease.holder.run} has given it back.",
                hint=f"platformctl show {lease.stack}",
            )
        return file

    @contextmanager
    def _copy_named(self, stack: str) -> Iterator[None]:
        """Add to a state that can't be read the newest copy that could take its place."""
        try:
            yield
        except StateUnreadable as error:
            copy = self._copies.newest(stack)
            if copy is None or error.hint:
                raise
            hint = f"cp {copy} {self.state_path(stack)}"
            raise StateUnreadable(error.summary, detail=f"{error.detail} A copy is kept.", hint=hint) from error


def _changed_since(left: LeaseRow | None, content: bytes) -> bool:
    return left is not None and bool(left.state) and digest(content) != left.state
