"""Refuses to run a program from a place where others than the user and the machine's owner can put one."""

import stat
from pathlib import Path

from platformctl.errors import Usage


def require_trusted(program: Path, project: Path | None) -> Path:
    """Return where `program` really lies; refuse the project's folder and folders that anybody may write to."""
    real = program.resolve()
    if project is not None and any(path.is_relative_to(project.resolve()) for path in (real, program.absolute())):
        detail = f"{program} lies in the project {project}: what a repository brings is never run."
        raise Usage("The tool lies inside the project", detail=detail, hint=_hint(program))
    for place in (real, *real.parents):
        if _open_to_all(place):
            detail = f"Anybody can write to {place}, so {program} may be anybody's program."
            raise Usage("The tool lies in a folder that anybody can write to", detail=detail, hint=f"chmod o-w {place}")
    return real


def _open_to_all(place: Path) -> bool:
    """A sticky folder, such as /tmp, lets nobody replace what others put there."""
    mode = place.stat().st_mode
    return bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX


def _hint(program: Path) -> str:
    if program.name.startswith("python"):
        return "unset PLATFORMCTL_CHECKOV_ENV PLATFORMCTL_EMULATOR_ENV"
    return f"export PLATFORMCTL_TERRAFORM=/path/to/{program.name}"
