"""Where a repository lies and whose it is on its code host, as git's own configuration says."""

import re
from collections.abc import Mapping
from pathlib import Path

from platformctl.git.command import git_says

_REMOTE = re.compile(
    r"(?:https://(?:[^@/\s]*@)?|ssh://(?:[^@/\s]*@)?|[A-Za-z0-9_.-]+@)(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*)(?::[0-9]+)?[:/]"
    r"(?P<path>[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)+)/?"
)


def top_of(root: Path, environ: Mapping[str, str]) -> Path:
    """Return the repository's folder; outside git, the one that was asked about."""
    said = git_says(root, ["rev-parse", "--show-toplevel"], environ).rstrip("\n")
    return Path(said) if said else root


def origin_of(root: Path, environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the host and `owner/name` of the remote called origin; both empty where that can't be told."""
    return parse_remote(git_says(root, ["config", "--get", "remote.origin.url"], environ).strip())


def parse_remote(address: str) -> tuple[str, str]:
    """Read host and path off an address; whoever it logs in as is left out."""
    found = _REMOTE.fullmatch(address)
    return (found["host"], found["path"].removesuffix(".git")) if found else ("", "")
