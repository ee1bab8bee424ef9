"""Finds or makes the isolated environment of a tool, and hands out its interpreter."""

import hashlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from platformctl.errors import Usage
from platformctl.progress import Event, Progress
from platformctl.toolchain.paths import cache_folder, unwritable
from platformctl.toolchain.ready import interpreter, is_ready
from platformctl.toolchain.recipes import RECIPES, Recipe, installed_packages, misfits


def ensure_environment(name: str, environ: Mapping[str, str], progress: Progress) -> Path:
    """Return the interpreter of the environment `checkov` or `emulator`, making it if this machine has none yet."""
    return ensure(RECIPES[name], environ, progress)


def ensure(recipe: Recipe, environ: Mapping[str, str], progress: Progress) -> Path:
    """Return the interpreter of a recipe's environment: the one that the user named, else ours."""
    named = environ.get(recipe.variable, "")
    if named:
        return accepted(recipe, Path(named))
    folder = environment_folder(recipe, cache_folder(environ))
    if not is_ready(folder):
        _make_in_turn(recipe, folder, environ, progress)
    return interpreter(folder)


def environment_folder(recipe: Recipe, cache: Path) -> Path:
    """Name the place of an environment: one for each lock, interpreter and platform."""
    key = hashlib.sha256(recipe.lock.read_bytes())
    version = ".".join(map(str, sys.version_info[:3]))
    system = os.uname()
    key.update("\n".join((version, sys.base_prefix, system.sysname, system.machine)).encode())
    return cache / "environments" / f"{recipe.name}-{key.hexdigest()[:16]}"


def accepted(recipe: Recipe, folder: Path) -> Path:
    """Return the interpreter of an environment that the user named, if it holds exactly what the lock says."""
    if not folder.is_absolute() or not os.access(interpreter(folder), os.X_OK):
        detail = f"{recipe.variable} names {folder}; an absolute folder with an interpreter at bin/python is needed."
        raise Usage("Not a Python environment", detail=detail, hint=f"unset {recipe.variable}")
    differences = misfits(recipe.lock.read_text("utf-8"), installed_packages(folder))
    if differences:
        more = f" and {len(differences) - 3} more" if len(differences) > 3 else ""
        detail = f"{recipe.variable} names {folder}, which differs from the lock: {', '.join(differences[:3])}{more}."
        hint = f"{sys.executable} -m uv pip sync --python {interpreter(folder)} --require-hashes {recipe.lock}"
        raise Usage("The named environment does not equal the lock", detail=detail, hint=hint)
    return interpreter(folder)


def _make_in_turn(recipe: Recipe, folder: Path, environ: Mapping[str, str], progress: Progress) -> None:
    """Make the environment under its file lock, unless somebody else just did."""
    from platformctl.toolchain.building import build
    from platformctl.toolchain.file_lock import exclusive

    def say_waiting() -> None:
        progress(Event("tools", "waiting", f"another platformctl is making the {recipe.name} environment"))

    try:
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        with exclusive(folder.with_name(f"{folder.name}.lock"), say_waiting) as descriptor:
            if not is_ready(folder):
                build(recipe, folder, environ, progress, descriptor)
    except OSError as cause:
        raise unwritable(folder.parent, cause) from cause
