"""How git is started: no hooks, monitors, filters, replaced objects, transports, or configuration of the system's."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

SAFE = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),  # files of a branch can look like a repository, with settings of their own
)
SECONDS = 20
FETCH_SECONDS = 120
FETCHABLE = re.compile(r"(?:https://|ssh://|file:///|/|[A-Za-z0-9_.-]+@[A-Za-z0-9][A-Za-z0-9.-]*:)[^\s]+")
"""Where more may be fetched from: by https, by ssh, from a folder; no helper of another name starts."""
_FETCH = (
    *("-c", "protocol.https.allow=always", "-c", "protocol.ssh.allow=always", "-c", "protocol.file.allow=always"),
    *("-c", "core.sshCommand=ssh", "-c", "gc.auto=0", "-c", "maintenance.auto=false"),
)
Settings = Sequence[tuple[str, str]]
"""Further keys and values of git's configuration; unlike with `-c`, a key may hold anything."""


def git_words(root: Path, arguments: Sequence[str]) -> list[str]:
    """Return the command line that asks about the repository around `root`."""
    return ["git", *SAFE, "--no-optional-locks", "--no-replace-objects", "-C", str(root), *arguments]


def git_environment(environ: Mapping[str, str], settings: Settings = ()) -> dict[str, str]:
    """Return what git is given: none of the caller's GIT_… variables."""
    keys = {f"GIT_CONFIG_KEY_{number}": key for number, (key, _) in enumerate(settings)}
    values = {f"GIT_CONFIG_VALUE_{number}": value for number, (_, value) in enumerate(settings)}
    return {
        **keys,
        **values,
        "GIT_CONFIG_COUNT": str(len(settings)),
        "PATH": environ.get("PATH", os.defpath),
        "HOME": environ.get("HOME", "/nonexistent"),
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
    }


def ask_git(
    root: Path, arguments: Sequence[str], environ: Mapping[str, str], settings: Settings = ()
) -> "subprocess.CompletedProcess[bytes] | None":
    """Run git to its end; None when there is no git outside of `root`, or when it takes too long."""
    command, environment = git_words(root, arguments), git_environment(environ, settings)
    if _is_inside(root, environment["PATH"]):
        return None
    try:
        return subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None


def fetch_from_origin(root: Path, how: Sequence[str], environ: Mapping[str, str]) -> bool:
    """Fetch more of what the clone came from; say whether that worked. Nothing is checked out, no hook runs."""
    address = git_says(root, ["config", "--get", "remote.origin.url"], environ).strip()
    environment = git_environment(environ)
    if not FETCHABLE.fullmatch(address) or _is_inside(root, environment["PATH"]):
        return False
    words = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", *how, "origin"]
    command = ["git", *SAFE, *_FETCH, "-C", str(root), *words]
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=FETCH_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _is_inside(root: Path, search: str) -> bool:
    """Say whether the git that would be started lies in the project: what a repository brings is never run."""
    found = shutil.which("git", path=search)
    return found is not None and any(
        path.is_relative_to(root.resolve()) for path in (Path(found).absolute(), Path(found).resolve())
    )


def git_says(root: Path, arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Run git and return what it says; nothing when there is no git, no repository, or git says no."""
    done = ask_git(root, arguments, environ)
    return done.stdout.decode("utf-8", "replace") if done and done.returncode == 0 else ""
