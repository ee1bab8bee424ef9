"""Finds the terraform or tofu that this machine has, and knows its version without starting it each time."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from platformctl.errors import PlatformError, Usage
from platformctl.progress import Event, Progress
from platformctl.toolchain.trusted_place import require_trusted
from platformctl.toolchain.version_cache import Identity, cached_identity

VARIABLE = "PLATFORMCTL_TERRAFORM"
COMMANDS = ("terraform", "tofu")
LOWEST, TOO_NEW = (1, 10), (2, 0)
ACCEPTED = "at least 1.10 and below 2"


@dataclass(frozen=True)
class Tool(Identity):
    """A program that platformctl drives, and where it really lies, links followed."""

    path: Path


def find_terraform(environ: Mapping[str, str], project: Path | None, progress: Progress) -> Tool:
    """Return the named tool, else the first accepted one of `terraform` and `tofu` on PATH."""
    refused = []
    for candidate in _candidates(environ):
        tool = _identified(candidate, environ, project, progress)
        if is_accepted(tool.version):
            return tool
        refused.append(f"{candidate} is {tool.distribution} {tool.version}")
    raise _none_found(refused)


def is_accepted(version: str) -> bool:
    """Tell whether platformctl drives this version."""
    major, minor = version.split(".")[:2]
    return LOWEST <= (int(major), int(minor)) < TOO_NEW


def _candidates(environ: Mapping[str, str]) -> Iterator[Path]:
    search = environ.get("PATH", "")
    named = environ.get(VARIABLE, "")
    for command in (named,) if named else COMMANDS:
        found = shutil.which(command, path=search)
        if found:
            yield Path(found)
        elif named:
            detail = f"{VARIABLE} names {named}, which is no program that can be run."
            raise Usage("The named terraform does not exist", detail=detail, hint=f"unset {VARIABLE}")


def _identified(candidate: Path, environ: Mapping[str, str], project: Path | None, progress: Progress) -> Tool:
    path = require_trusted(candidate, project)
    known = cached_identity(path, environ, lambda: progress(Event("tools", "note", f"asking {path} for its version")))
    return Tool(known.version, known.distribution, path)


def _none_found(refused: list[str]) -> PlatformError:
    hint = f"export {VARIABLE}=/path/to/terraform"
    if refused:
        detail = f"{'; '.join(refused)}. platformctl drives Terraform or OpenTofu, {ACCEPTED}."
        return PlatformError("No accepted version of Terraform", detail=detail, hint=hint)
    detail = f"Neither terraform nor tofu, {ACCEPTED}, is on PATH. Install one, or name it in {VARIABLE}."
    return PlatformError("Terraform is missing", detail=detail, hint=hint)
