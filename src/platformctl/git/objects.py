"""Reads files as they were at a commit, many of them through one process of git's."""

import hashlib
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from platformctl.errors import PlatformError
from platformctl.git.command import git_environment, git_words

MOST = 4_000_000
"""Bytes of one object that we keep; what is larger is none of ours."""
PART = 65536
PLAIN = frozenset({"100644", "100755"})


@dataclass(frozen=True)
class Entry:
    """One name in a folder."""

    mode: str
    name: str
    oid: str

    @property
    def is_plain(self) -> bool:
        """Say whether it is a file: no link, no folder, no other repository."""
        return self.mode in PLAIN


class Objects:
    """The repository's objects, asked for one by one."""

    def __init__(self, asking: IO[bytes], answers: IO[bytes]) -> None:
        """Take the two ends of a `git cat-file --batch`."""
        self._asking = asking
        self._answers = answers
        self._digests: dict[str, str] = {}

    def folder(self, commit: str, path: str) -> tuple[Entry, ...]:
        """Return what lay in a folder; nothing when there was none."""
        oid, content = self._object(f"{commit}:./{path}", "tree")
        return tuple(entries(content, len(oid) // 2))

    def file(self, commit: str, path: str) -> bytes:
        """Return a file's content; nothing when there was none."""
        return self._object(f"{commit}:./{path}", "blob")[1]

    def sha256(self, oid: str) -> str:
        """Return the SHA-256 of an object's content, of whatever size; empty for one that is missing."""
        if oid not in self._digests:
            total = hashlib.sha256()
            header = self._ask(oid)
            for part in self._parts(header):
                total.update(part)
            self._digests[oid] = total.hexdigest() if header else ""
        return self._digests[oid]

    def _object(self, name: str, kind: str) -> tuple[str, bytes]:
        """Return id and content; what is missing, of another kind, or too large has no content."""
        header = self._ask(name)
        kept = b""
        for part in self._parts(header):
            if len(kept) <= MOST:
                kept += part
        fits = header[1:2] == [kind] and len(kept) <= MOST
        return (header[0], kept) if fits else ("", b"")

    def _ask(self, name: str) -> list[str]:
        """Return `[id, kind, size]`; nothing for what is missing."""
        if "\n" in name:  # would be two questions, and every later answer that of the one before
            return []
        try:
            self._asking.write(f"{name}\n".encode("utf-8", "surrogateescape"))
            self._asking.flush()
        except OSError as error:
            raise _ended() from error
        said = self._answers.readline()
        if not said.endswith(b"\n"):
            raise _ended()
        words = said.decode("utf-8", "replace").split()
        return words if len(words) == 3 and words[2].isdecimal() else []

    def _parts(self, header: list[str]) -> Iterator[bytes]:
        if not header:
            return
        left = int(header[2])
        while left:
            part = self._answers.read(min(left, PART))
            if not part:
                raise _ended()
            left -= len(part)
            yield part
        self._answers.read(1)  # the line's end after the content


def entries(tree: bytes, oid_bytes: int) -> Iterator[Entry]:
    """Read a tree object: mode, blank, name, NUL, id in bytes, again and again."""
    at = 0
    while at < len(tree):
        mode_end = tree.index(b" ", at)
        name_end = tree.index(b"\0", mode_end)
        at, start = name_end + 1 + oid_bytes, at
        name = tree[mode_end + 1 : name_end].decode("utf-8", "surrogateescape")
        yield Entry(tree[start:mode_end].decode("ascii"), name, tree[name_end + 1 : at].hex())


@contextmanager
def open_objects(root: Path, environ: Mapping[str, str]) -> Iterator[Objects]:
    """Start the one process, and end it when its answers are no longer wanted."""
    process = subprocess.Popen(
        git_words(root, ["cat-file", "--batch"]),
        env=git_environment(environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Objects(process.stdin, process.stdout)
    finally:
        process.kill()
        process.communicate()


def _ended() -> PlatformError:
    return PlatformError("git ended early", detail="`git cat-file` stopped while files of earlier commits were read.")
