"""Copies a folder's plain files into a private place; a link, a device, or a file of Terraform's own is refused."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from platformctl.errors import PlatformError, Usage
from platformctl.terraform.private_files import private_folder, write_private

NEVER_COPIED = frozenset({".terraform", "__pycache__"})
"""What Terraform and Python leave behind: it may hold anything, is made anew, and counts in no digest."""
TERRAFORMS_OWN = frozenset(
    {"terraform.tfstate", "terraform.tfstate.backup", ".terraform.tfstate.lock.info", "errored.tfstate"}
)
"""What Terraform would take for its state."""
_NOWHERE = frozenset({"..", *NEVER_COPIED, *TERRAFORMS_OWN})


def copy_folder(source: Path, target: Path) -> None:
    """Copy every file; folders of the copy are 0700, files 0600."""
    private_folder(target.parent)
    target.mkdir(mode=0o700)
    for entry in entries(source):
        _copy(entry, target / entry.name)


def lay(root: Path, files: Mapping[str, bytes]) -> None:
    """Write kept files into a private folder by their places in the project; what has no place there is refused."""
    for name, content in files.items():
        path = PurePosixPath(name)
        if path.parts[:1] not in {("stacks",), ("vendor",)} or _NOWHERE.intersection(path.parts):
            raise PlatformError(
                "A kept file has no place in a project",
                detail=f"'{name}' is no file of a stack or a module, or would be taken for one of Terraform's own.",
            )
        private_folder((root / path).parent)
        write_private(root / path, content)


def refuse_links_on_the_way(project: Path, folder: Path) -> None:
    """Refuse a folder that is reached through a link inside the project."""
    for part in [folder, *folder.parents][:-1]:
        if (project / part).is_symlink():
            raise _refused(project / part, "is a link")


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """List a folder in the order of names, without what is never copied."""
    with os.scandir(folder) as found:
        yield from sorted((each for each in found if each.name not in NEVER_COPIED), key=lambda each: each.name)


def _copy(entry: os.DirEntry[str], target: Path) -> None:
    if entry.is_dir(follow_symlinks=False):
        copy_folder(Path(entry.path), target)
    elif not entry.is_file(follow_symlinks=False):
        raise _refused(Path(entry.path), "is a link" if entry.is_symlink() else "is no plain file")
    elif entry.name in TERRAFORMS_OWN:
        raise _refused(Path(entry.path), "would be taken for Terraform's state")
    else:
        write_private(target, _content(Path(entry.path)))


def _content(path: Path) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def _refused(path: Path, why: str) -> Usage:
    return Usage(
        "A file doesn't belong there",
        detail=f"{path} {why}. Stacks and modules are made of plain files only.",
        hint="platformctl render --check",
    )
