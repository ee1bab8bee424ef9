"""Copies modules and packs into the project, and proves that what lies there is what platform.lock says."""

import re
import shutil
import tempfile
from pathlib import Path

from platformctl.catalog.digest import folder_digest, folder_files
from platformctl.catalog.sources import Module, builtin_folder, load_module
from platformctl.errors import PlatformError, Usage
from platformctl.project.lock_file import Pinned
from platformctl.project.project import Project

_VERSION = re.compile(rb"""^version:\s*["']?(?P<version>[0-9]+\.[0-9]+\.[0-9]+)["']?\s*(#.*)?$""", re.MULTILINE)


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
    return load_module(folder, pinned.origin), pinned


def proven(project: Project, what: str, item: str, pinned: Pinned) -> Path:
    """Return the vendored folder when its digest is the locked one, and the source's where it is built in."""
    folder = project.root / vendored_path(what, item)
    if folder.is_symlink() or not folder.is_dir():
        raise Usage("A vendored folder is missing", detail=f"{folder} is not a folder.", hint="git checkout -- vendor")
    _same(folder_digest(folder), pinned.digest, folder, "platform.lock")
    if pinned.origin == "builtin":
        _same_as_builtin(what, item, pinned.digest, folder)
    return folder


def _same_as_builtin(what: str, item: str, digest: str, folder: Path) -> None:
    """Hold a copy of a version that this platformctl ships against the shipped one: a branch can't vouch for itself."""
    kinds = {"modules": "modules", "packs": "policies"}[what]
    name, _, version = item.partition("@")
    source = builtin_folder(kinds) / name
    if source.is_dir() and shipped_version(source) == version:
        _same(folder_digest(source), digest, folder, "the version that platformctl ships")


def shipped_version(folder: Path) -> str:
    """Return the version of a module or pack without reading all of its contract; nothing where it says none."""
    for name in ("module.yaml", "pack.yaml"):
        if (folder / name).is_file():
            found = _VERSION.search((folder / name).read_bytes())
            return found["version"].decode() if found else ""
    return ""


def _same(actual: str, expected: str, folder: Path, where: str) -> None:
    if actual != expected:
        raise Usage(
            "A vendored folder was changed",
            detail=f"{folder} has digest {actual[:19]}…; {where} has {expected[:19]}…. Copies are never edited.",
            hint=f"git checkout -- {folder}",
        )
