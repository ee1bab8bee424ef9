"""Makes a tool's environment with uv: wiped, built under a clean-up guard, health-checked, then marked ready."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.progress import Event, Progress
from platformctl.toolchain.ready import interpreter, mark_ready
from platformctl.toolchain.recipes import PIN, Recipe, installed_packages, misfits
from platformctl.toolchain.uv_settings import mask, uv_environment, uv_index_arguments

HEALTH_SECONDS = 180


def build(recipe: Recipe, folder: Path, environ: Mapping[str, str], progress: Progress, lock_descriptor: int) -> None:
    """Make the environment at `folder`; what fails half-way leaves nothing behind.

    It is built in place, since the scripts and bytecode of an environment name its path; only the mark that says
    "ready" arrives by a rename. uv inherits the lock, so nobody starts over while a killed command's uv still writes.
    """
    started = time.monotonic()
    count = len({pin["name"] for pin in PIN.finditer(recipe.lock.read_text("utf-8"))})
    text = f"making the {recipe.name} environment: {count} packages, once per machine"
    progress(Event("tools", "started", text))
    with _wiped(folder):
        _check_space(recipe, folder)
        _run_uv(recipe, folder, environ, lock_descriptor)
        _check_health(recipe, folder)
        mark_ready(folder)
    progress(Event("tools", "done", f"made the {recipe.name} environment in {time.monotonic() - started:.0f} s"))


def venv_arguments(folder: Path) -> list[str]:
    """Arguments for an empty environment of the interpreter that runs us."""
    return ["venv", "--no-project", "--python", sys.executable, str(folder)]


def sync_arguments(recipe: Recipe, folder: Path, index_arguments: Sequence[str]) -> list[str]:
    """Arguments for exactly the locked wheels, compiled; no setup code of a package is run."""
    checks = ["--require-hashes", "--no-build", "--compile-bytecode"]
    return ["pip", "sync", "--python", str(interpreter(folder)), *checks, *index_arguments, str(recipe.lock)]


@contextmanager
def _wiped(folder: Path) -> Iterator[None]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _check_space(recipe: Recipe, folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 10**6
    if free < recipe.megabytes:
        needed = f"The {recipe.name} environment takes about {recipe.megabytes} MB"
        detail = f"{needed}; {folder.parent} has {free} MB left."
        raise PlatformError("The disk is full", detail=detail, hint=f"df -h {folder.parent}")


def _run_uv(recipe: Recipe, folder: Path, environ: Mapping[str, str], lock_descriptor: int) -> None:
    uv = _find_uv()
    environment = uv_environment(environ)
    for arguments in (venv_arguments(folder), sync_arguments(recipe, folder, uv_index_arguments(environ))):
        ended = subprocess.run(
            [uv, *arguments, "--quiet", "--no-progress", "--color", "never"],
            env=environment,
            cwd=folder.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            pass_fds=(lock_descriptor,),
            check=False,
        )
        if ended.returncode != 0:
            raise _not_made(recipe, ended.stderr)


def _find_uv() -> str:
    import uv

    try:
        return uv.find_uv_bin()
    except FileNotFoundError as cause:
        detail = "The program of the Python package 'uv', which platformctl depends on, is missing."
        hint = f"{sys.executable} -m pip install --force-reinstall uv"
        raise PlatformError("uv is missing", detail=detail, hint=hint) from cause


def _not_made(recipe: Recipe, said: str) -> PlatformError:
    last = " ".join(mask(said).split())[-600:]
    return PlatformError(
        f"The {recipe.name} environment could not be made",
        detail=f"uv could not install the packages of {recipe.lock}. It said: {last} "
        "If packages come from a mirror here, name it in PIP_INDEX_URL or pip's configuration. On a machine without "
        f"network, bring an environment made elsewhere from that file and name it in {recipe.variable}.",
        hint=f"export PIP_INDEX_URL=https://mirror.example/simple   # or {recipe.variable}=/path/to/environment",
    )


def _check_health(recipe: Recipe, folder: Path) -> None:
    """Believe nothing: the packages equal the lock, and the tool can be imported, with no environment of ours."""
    problems = misfits(recipe.lock.read_text("utf-8"), installed_packages(folder)) or _import_problems(recipe, folder)
    if problems:
        detail = f"After its installation: {'; '.join(problems[:3])}."
        hint = f"{sys.executable} -m uv cache clean"
        raise PlatformError(f"The {recipe.name} environment is not whole", detail=detail, hint=hint)


def _import_problems(recipe: Recipe, folder: Path) -> list[str]:
    program = "import " + ", ".join(recipe.probes)
    try:
        ended = subprocess.run(
            [interpreter(folder), "-I", "-c", program],
            env={"HOME": str(folder), "PATH": os.defpath},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=HEALTH_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"importing {recipe.name} took more than {HEALTH_SECONDS} s"]
    return [] if ended.returncode == 0 else ended.stderr.strip().splitlines()[-1:] or [f"exit {ended.returncode}"]
