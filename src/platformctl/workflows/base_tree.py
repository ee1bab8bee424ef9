"""Lays what the protected branch says into a private folder: its two files, vendored copies, catalogs and packs.

Taken from git's objects, never from the working tree: plain files only, within bounds, and nothing of it is run.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path

from platformctl.errors import PlatformError, Usage
from platformctl.git.objects import MOST, Entry, Objects
from platformctl.project.files import plain_bytes
from platformctl.project.lock_file import LOCK_NAME
from platformctl.project.project import PLATFORM_NAME, Project, load_project
from platformctl.terraform.private_files import private_folder, write_private
from platformctl.workflows.trust import VENDOR

MOST_FILES = 10_000
MOST_BYTES = 128 * 1024 * 1024
DEEPEST = 20
_FOLDER = "40000"
_NO_NAMES = frozenset({"", ".", "..", ".git", ".terraform"})


def base_project(commit: str, objects: Objects, folder: Path) -> Project:
    """Return the project as it was at a commit, without its stacks; Usage where there was none."""
    tree = _Tree(commit, objects, folder)
    try:
        return _laid(tree, commit, objects, folder)
    except PlatformError as error:
        as_in_git(error, folder, commit)
        raise


def as_in_git(error: PlatformError, folder: Path, commit: str) -> PlatformError:
    """Return an error in which the private folder is called by its commit, as git does."""
    error.detail = error.detail.replace(f"{folder}/", f"{commit[:12]}:")
    error.hint = error.hint.replace(f"{folder}/", "")
    return error


def unequal(base: Project, root: Path) -> tuple[str, ...]:
    """Return the files that lie otherwise in the working tree than on the protected branch.

    git can be told to write other bytes into the working tree than it has (`.gitattributes`), and then sees no change.
    """
    files = sorted(path for path in base.root.rglob("*") if path.is_file())
    names = [path.relative_to(base.root).as_posix() for path in files]
    return tuple(name for name, path in zip(names, files, strict=True) if not _is_same(path, root / name))


def _is_same(ours: Path, theirs: Path) -> bool:
    """Compare two files; one of another size is not read."""
    try:
        is_as_large = theirs.lstat().st_size == ours.stat().st_size
    except OSError:
        return False
    return is_as_large and plain_bytes(theirs) == ours.read_bytes()


def _laid(tree: "_Tree", commit: str, objects: Objects, folder: Path) -> Project:
    for name in (PLATFORM_NAME, LOCK_NAME):
        content = objects.file(commit, name)
        if not content:
            raise Usage(
                "The protected branch has no project here",
                detail=f"{commit[:12]} has no {name}, so there is nothing to hold this change against.",
                hint=f"merge {PLATFORM_NAME} and {LOCK_NAME} by themselves first",
            )
        tree.write(name, content)
    project = load_project(folder)
    entries = (*project.platform.catalogs, *project.platform.packs)
    folders = {VENDOR, *(posixpath.normpath(entry.path) for entry in entries if entry != "builtin")}
    for path in sorted(folders):  # the outer one of two before the inner one
        tree.lay(path)
    return project


class _Tree:
    """One commit's files on their way into a folder."""

    def __init__(self, commit: str, objects: Objects, folder: Path) -> None:
        self._commit, self._objects, self._folder = commit, objects, folder
        self._files = self._bytes = 0

    def lay(self, path: str) -> None:
        """Write everything below a folder, unless it lies there already, or leads out of the project."""
        if path.split("/", maxsplit=1)[0] not in {".", ".."} and not (self._folder / path).exists():
            for name in self._names(path, 1):
                self.write(name, self._objects.file(self._commit, name))

    def write(self, name: str, content: bytes) -> None:
        """Write one file into its place."""
        self._files, self._bytes = self._files + 1, self._bytes + len(content)
        if self._files > MOST_FILES or self._bytes > MOST_BYTES:
            raise self._refused(name, f"is one more than {MOST_FILES} files, or {MOST_BYTES} bytes, that are read")
        private_folder((self._folder / name).parent)
        write_private(self._folder / name, content)

    def _names(self, path: str, level: int) -> Iterator[str]:
        for entry in self._objects.folder(self._commit, path):
            name = f"{path}/{entry.name}"
            if level > DEEPEST or not _is_acceptable(entry):
                raise self._refused(name, "is no plain file with a plain name")
            if entry.mode == _FOLDER:
                yield from self._names(name, level + 1)
            else:
                yield name

    def _refused(self, name: str, why: str) -> Usage:
        return Usage(
            "The protected branch holds what is not read",
            detail=f"{self._commit[:12]}:{name!a} {why}; one file may have {MOST} bytes.",
            hint=f"git ls-tree -r {self._commit[:12]} -- {VENDOR}",
        )


def _is_acceptable(entry: Entry) -> bool:
    is_named = entry.name.isprintable() and entry.name not in _NO_NAMES and "/" not in entry.name
    return is_named and (entry.mode == _FOLDER or entry.is_plain)
