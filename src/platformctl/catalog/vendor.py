"""Copies modules and packs into the project, and proves that what lies there is what platform.lock says."""

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

from platformctl.catalog.digest import folder_digest, folder_files
from platformctl.catalog.shipped import shipped_digest, shipped_version
from platformctl.catalog.sources import Module, inside, load_module
from platformctl.errors import PlatformError, Usage
from platformctl.project.lock_file import Pinned
from platformctl.project.project import Project

_SECTION = {"modules": "catalogs", "packs": "packs"}


def vendored_path(what: str, item: str) -> Path:
    """Return where an item lies, relative to the project: `vendor/modules/db/1.0.0`."""
    name, _, version = item.partition("@")
    return Path("vendor", what, name, version)


def vendor(root: Path, what: str, item: str, source: Path) -> str:
    """Copy `source` to its place by one rename and return its digest; an equal copy that is there stays."""
    target = root / vendored_path(what, item)
    digest = folder_digest(source)
    if target.is_dir() and folder_digest(target) == digest:
        return digest
    if target.exists():
        raise Usage(
            "A vendored folder differs from its source",
            detail=f"{target} is there already and is not what the catalog offers as {item}. "
            "A version never changes its content: the module needs a new version, or the copy was edited.",
            hint=f"git checkout -- {target.relative_to(root)}",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(source, target)
    except OSError as error:
        raise PlatformError("A module can't be copied in", detail=f"{target}: {error.strerror}.") from error
    return digest


def _copy(source: Path, target: Path) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for name, path in folder_files(source).items():
            (temporary / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, temporary / name)
        temporary.chmod(0o755)
        temporary.rename(target)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def vendored_module(project: Project, item: str) -> tuple[Module, Pinned]:
    """Return a module that the lock pins, its digest proven; Usage names what is off."""
    pinned = project.lock.modules.get(item)
    if pinned is None:
        raise Usage(
            "A module is not in platform.lock",
            detail=f"{item} is asked for, and platform.lock has no line for it.",
            hint="git checkout -- platform.lock",
        )
    folder = proven(project, "modules", item, pinned)
    return _loaded(folder, pinned.origin, pinned.digest), pinned


@lru_cache(maxsize=64)
def _loaded(folder: Path, origin: str, _digest: str) -> Module:
    """Load a module once for each content: many stacks are of one kind, and reading a contract takes its time."""
    return load_module(folder, origin)


def proven(project: Project, what: str, item: str, pinned: Pinned) -> Path:
    """Return the vendored folder when its digest is the locked one, and its source's where that has this version."""
    folder = project.root / vendored_path(what, item)
    if folder.is_symlink() or not folder.is_dir():
        raise Usage("A vendored folder is missing", detail=f"{folder} is not a folder.", hint="git checkout -- vendor")
    _same(folder_digest(folder), pinned.digest, folder, "platform.lock")
    _same_as_source(project, what, item, pinned)
    return folder


def _same_as_source(project: Project, what: str, item: str, pinned: Pinned) -> None:
    """Hold a copy against where it came from: a branch that edits copy and lock can't vouch for itself."""
    folder = project.root / vendored_path(what, item)
    entries = project.platform.catalogs if what == "modules" else project.platform.packs
    if pinned.origin not in {entry if entry == "builtin" else entry.path for entry in entries}:
        raise _sourceless(item, f"comes from {pinned.origin}, which platform.yaml does not name under {_SECTION[what]}")
    if pinned.origin == "builtin":
        known = shipped_digest(what, item)
        if not known:
            raise _sourceless(item, "says that it is built in, and this platformctl knows no such version")
        _same(pinned.digest, known, folder, "the version that platformctl ships")
    elif offered := _offered(project, what, item, pinned.origin):
        _same(pinned.digest, folder_digest(offered), folder, pinned.origin)


def _offered(project: Project, what: str, item: str, origin: str) -> Path | None:
    """Return the folder of the project that offers exactly this version; None when it has gone on to another."""
    name, _, version = item.partition("@")
    source = inside(project.root, origin)
    folder = source / name if what == "modules" else source
    return folder if folder.is_dir() and shipped_version(folder) == version else None


def _sourceless(item: str, why: str) -> Usage:
    return Usage(
        "A vendored folder has no source to be held against",
        detail=f"{item} {why}.",
        hint="git log -3 -- platform.lock platform.yaml",
    )


def _same(actual: str, expected: str, folder: Path, where: str) -> None:
    if actual != expected:
        raise Usage(
            "A vendored folder was changed",
            detail=f"{folder} has digest {actual[:19]}…; {where} has {expected[:19]}…. Copies are never edited.",
            hint=f"git checkout -- {folder}",
        )
