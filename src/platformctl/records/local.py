"""The local store: records in `.platformctl/records.db`, states in the files that `backend.tf` names."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from platformctl.records.adoption import Arrival, forget_story, refuse_another, refuse_unmoved, write_story
from platformctl.records.busy import busy
from platformctl.records.copies import Copies
from platformctl.records.database_copy import DatabaseCopy
from platformctl.records.disk_errors import state_refusals
from platformctl.records.event import Event, now
from platformctl.records.facts import StateMark
from platformctl.records.kept import KeptFiles
from platformctl.records.lease import Holder, Lease, Standing
from platformctl.records.lease_table import LeaseRow, LeaseTable
from platformctl.records.lock_note import note_of, note_path, read_note, write_note
from platformctl.records.private_folder import make_private_folder
from platformctl.records.refusals import StateUnreadable, given_back
from platformctl.records.sql_records import SqlRecords
from platformctl.records.sqlite import SqliteDatabase
from platformctl.records.state_file import StateFile, is_held, read_unlocked
from platformctl.records.succession import checked
from platformctl.records.waiting_file import digest
from platformctl.stacks.stack_id import parse_stack_id

STATE_NAME = "terraform.tfstate"


class LocalRecords(SqlRecords):
    """Records and states of a project on this machine; see `Records` for what each promises."""

    def __init__(self, store: Path, state_folder: Path, clock: Callable[[], str] = now) -> None:
        """Take the project's `.platformctl` folder and the user's state folder; nothing is made yet."""
        self._store = store.absolute()
        self._copies = Copies(state_folder, self._store)
        self._copy = DatabaseCopy(self._store / "records.db", self._copies.folder)
        super().__init__(SqliteDatabase(self._store / "records.db", self._copy.named), clock)
        self._leases = LeaseTable(self._database)
        self._held: dict[str, tuple[int, StateFile]] = {}

    def claim(self, stack: str, holder: Holder, patience: float = 0.3) -> Lease:
        """Take the lease: the kernel's lock is the proof that nobody else lives, the row gives the fence."""
        path = self.state_path(stack)
        file = self._locked(path, patience)
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
            self._leases.give_back(lease.stack, lease.fence)
            note_path(file.path).unlink(missing_ok=True)
        finally:
            again.close()
        self._copy.keep()

    def standing(self, stack: str) -> Standing | None:
        """Tell who holds the stack, or died holding it."""
        row = self._leases.held(stack)
        return self._standing(stack, row) if row else None

    def standings(self, environment: str | None = None) -> Mapping[str, Standing]:
        """Tell the same of all stacks that are held, or were left."""
        return {stack: self._standing(stack, row) for stack, row in self._leases.all_held(environment).items()}

    def take_away(self, stack: str, fence: int) -> None:
        """Strike out a holder who is gone; the kernel's lock can't be taken from one who lives."""
        row = self._leases.held(stack)
        if row is None or row.fence != fence:
            return
        path = self.state_path(stack)
        file = self._locked(path, patience=0)
        if file is None:
            raise busy(stack, row.holder, read_note(path))
        try:
            self._leases.strike_out(stack, fence)
            note_path(path).unlink(missing_ok=True)
        finally:
            file.close()

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

    def adopt(self, lease: Lease, events: Iterable[Event], state: bytes, kept: Mapping[str, KeptFiles]) -> None:
        """Take over a stack's story; the state first: as long as no event tells of it, it can be handed over again."""
        arrival = Arrival.of(lease.stack, events, kept)
        file = self._file(lease)
        with self._database.reading() as connection:
            moved = refuse_another(connection, lease, arrival)
        with state_refusals(file.path):
            self._put_adopted(lease, file, state, over_another=moved)
        with self._database.writing(lease.stack) as connection:
            refuse_another(connection, lease, arrival)
            write_story(connection, lease, arrival)

    def forget(self, lease: Lease) -> None:
        """Remove everything of a stack whose story has moved; an empty state file is left, it carries the lock."""
        file = self._file(lease)
        with self._database.writing(lease.stack) as connection:
            refuse_unmoved(connection, lease)
            forget_story(connection, lease.stack)
        with state_refusals(file.path):
            self._put_adopted(lease, file, b"", over_another=True)

    def state_path(self, stack: str) -> Path:
        """Return the state file that the stack's `backend.tf` names."""
        which = parse_stack_id(stack, "")
        return self._store / "state" / which.environment / which.kind / which.name / STATE_NAME

    def close(self) -> None:
        """Close the records; leases that are still held stay recorded."""
        self._database.close()

    def _locked(self, path: Path, patience: float) -> StateFile | None:
        with state_refusals(path):
            make_private_folder(self._store, *path.parent.relative_to(self._store).parts)
            return StateFile.lock(path, patience)

    def _claimed(self, stack: str, holder: Holder, file: StateFile) -> Lease:
        with state_refusals(file.path), self._copy_named(stack):
            content, cut_short = file.read(), file.is_cut_short
        taken = self._leases.take(stack, holder)
        lease = Lease(
            stack,
            holder,
            taken.fence,
            descriptors=(file.descriptor,),
            took_over=taken.left.holder if taken.left else None,
            state_changed=not cut_short and taken.was_changed(digest(content)),
        )
        self._announce(lease, file.path)
        self._held[stack] = (taken.fence, file)
        return lease

    def _announce(self, lease: Lease, path: Path) -> None:
        """Tell plain Terraform who holds the state."""
        try:
            write_note(note_of(lease.holder, path), path)
        except BaseException:
            self._leases.give_back(lease.stack, lease.fence)
            raise

    def _standing(self, stack: str, row: LeaseRow) -> Standing:
        path = self.state_path(stack)
        note = read_note(path)
        by_another = note is not None and note.id != row.holder.run
        with state_refusals(path):
            return Standing(row.holder, row.fence, alive=is_held(path) and not by_another)

    def _put_adopted(self, lease: Lease, file: StateFile, state: bytes, *, over_another: bool) -> None:
        """Make another store's state the one here; over one that it does not follow only where that has moved away."""
        here = file.check_out()
        if state != here and not over_another:
            checked(here, state)
        file.write(state)
        self._leases.know(lease, digest(state))
        file.forget_waiting()

    def _file(self, lease: Lease) -> StateFile:
        fence, file = self._held.get(lease.stack, (0, None))
        if file is None or fence != lease.fence:
            raise given_back(lease.stack, lease.holder.run)
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
