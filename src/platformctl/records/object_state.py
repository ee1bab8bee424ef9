"""States in a bucket, where Terraform's own s3 backend reads and locks them.

What a taker adds to a state, so that nobody's earlier tag fits any more, is not seen through here: tabs behind the
document, which no Terraform writes; or an empty state where there was none.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from platformctl.records.empty_state import new_empty_state, without_empty
from platformctl.records.lease import Lease
from platformctl.records.lock_note import LockNote, note_of
from platformctl.records.object_bucket import Objects
from platformctl.records.refusals import StateMoved, StateUnreadable
from platformctl.records.succession import is_whole
from platformctl.records.waiting_file import digest

TAKEN = b"\t"
"""What is added with every taking over: a tag is a digest of the content."""
TRIES = 60


@dataclass(frozen=True)
class StateFound:
    """A state as it was read, and what its replacement is tied to."""

    content: bytes
    tag: str | None
    """None: there is no object."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 that names these bytes."""
        return digest(self.content)


class ObjectStates:
    """The states of all stacks, and Terraform's locks on them."""

    def __init__(self, objects: Objects) -> None:
        """Take the bucket."""
        self._objects = objects
        self._bucket = objects.bucket

    def read(self, stack: str) -> StateFound:
        """Return the state; StateUnreadable when it is none."""
        found = self._objects.get(self._bucket.state(stack))
        if found is None:
            return StateFound(b"", None)
        content = without_empty(found.content.rstrip(TAKEN))
        if not is_whole(content):
            raise StateUnreadable("The state does not parse", detail=f"{self._where(stack)} was changed by hand.")
        return StateFound(content, found.tag)

    def put(self, stack: str, content: bytes, over: StateFound) -> StateFound:
        """Write the state over the one that was read; StateMoved when another is there by now."""
        key, written = self._bucket.state(stack), content or new_empty_state()
        tag = self._objects.replace(key, written, over.tag) if over.tag else self._objects.put_new(key, written)
        return StateFound(content, tag or self._arrived(stack, written))

    def disturb(self, stack: str) -> None:
        """Make every write fail that is tied to the state as somebody read it before."""
        key = self._bucket.state(stack)
        for _ in range(TRIES):
            found = self._objects.get(key)
            if found is None:
                done = self._objects.put_new(key, new_empty_state())
            else:
                content = found.content + TAKEN if found.content.rstrip(TAKEN) else new_empty_state()
                done = self._objects.replace(key, content, found.tag)
            if done:
                return
        raise StateMoved("The state does not hold still", detail=f"{self._where(stack)} is written by something else.")

    def remove(self, stack: str) -> None:
        """Let go of a state; the caller has proved that its story goes on elsewhere."""
        self._objects.delete(self._bucket.state(stack))

    def lock(self, lease: Lease) -> LockNote | None:
        """Take Terraform's own lock, or what a platformctl left of it; return the note of a Terraform that has it."""
        key, content = self._bucket.lock(lease.stack), self._note(lease)
        for _ in range(TRIES):
            found = self._objects.get(key)
            if found is None:
                done = self._objects.put_new(key, content)
            elif found.content == content:
                return None
            elif (note := _read(found.content)) and not note.is_ours:
                return note
            else:
                done = self._objects.replace(key, content, found.tag)
            if done:
                return None
        return LockNote(id="", operation="a command", who="somebody")

    def locked_by_terraform(self, stack: str) -> LockNote | None:
        """Return the note of a Terraform, not started by us, that holds the state's lock."""
        found = self._objects.get(self._bucket.lock(stack))
        note = _read(found.content) if found else None
        return note if note and not note.is_ours else None

    def keep_locked(self, lease: Lease) -> None:
        """Put Terraform's lock back where somebody has removed it."""
        self._objects.put_new(self._bucket.lock(lease.stack), self._note(lease))

    def unlock(self, lease: Lease) -> None:
        """Give Terraform's lock back, if it is still this lease's."""
        key = self._bucket.lock(lease.stack)
        found = self._objects.get(key)
        if found and found.content == self._note(lease):
            self._objects.delete(key)

    def _arrived(self, stack: str, content: bytes) -> str:
        """Return the tag of a state that was written though nobody said so; StateMoved when it is another."""
        found = self._objects.get(self._bucket.state(stack))
        if found is None or found.content != content:
            raise StateMoved(
                "The state was changed by something else",
                detail=f"{self._where(stack)} is not what this run last read or wrote. Nothing was written over it.",
                hint=f"platformctl show {stack}",
            )
        return found.tag

    def _note(self, lease: Lease) -> bytes:
        note = note_of(lease.holder, Path(self._bucket.name, self._bucket.state(lease.stack)))
        told = note.model_copy(update={"info": f"{note.info}, fence {lease.fence}"})
        return json.dumps(told.model_dump(by_alias=True)).encode()

    def _where(self, stack: str) -> str:
        return f"s3://{self._bucket.name}/{self._bucket.state(stack)}"


def _read(content: bytes) -> LockNote | None:
    """Read a note; something that is none was not written by us, and is taken for a Terraform's."""
    try:
        return LockNote.model_validate_json(content)
    except ValidationError:
        return LockNote(id="", operation="a command", who="somebody")
