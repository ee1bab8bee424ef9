"""Who holds a stack: the holder as the records write it, and the lease with its fence."""

import getpass
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from platformctl.model import Model
from platformctl.records.event import now


class Holder(Model):
    """Who claims a stack, from where, for which run."""

    who: str
    host: str
    pid: int
    run: str
    command: str
    since: str
    pipeline: str = ""
    """The address of the CI run, where the code host's variables tell it."""

    @classmethod
    def here(cls, run: str, command: str) -> Self:
        """Describe this process."""
        return cls(
            who=current_user(),
            host=platform.node(),
            pid=os.getpid(),
            run=run,
            command=command,
            since=now(),
            pipeline=pipeline_of(os.environ),
        )

    @property
    def is_gone(self) -> bool:
        """Claim that the process is no more: that nothing has its number is certain, the opposite would not be."""
        if self.host != platform.node():
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return True
        except OSError:
            return False
        return False


@dataclass(frozen=True)
class Lease:
    """Our claim on a stack."""

    stack: str
    holder: Holder
    fence: int
    """Grows with every claim; a smaller one can't write any more."""
    descriptors: tuple[int, ...] = ()
    """To be inherited by what the run starts: they prove that something of ours lives."""
    took_over: Holder | None = None
    """Who held it before and died without giving it back."""
    state_changed: bool = False
    """Since they died, something else (plain Terraform) changed the state: theirs must not be put over it."""


@dataclass(frozen=True)
class Standing:
    """Who was recorded as the holder, and whether anything of theirs still lives."""

    holder: Holder
    fence: int
    alive: bool


def pipeline_of(environ: Mapping[str, str]) -> str:
    """Return the address of the CI run that the variables of GitHub, GitLab or Jenkins tell; empty elsewhere."""
    if environ.get("GITHUB_RUN_ID"):
        parts = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY")
        return "/".join([*(environ.get(part, "") for part in parts), "actions/runs", environ["GITHUB_RUN_ID"]])
    return environ.get("CI_JOB_URL") or environ.get("BUILD_URL") or ""


def current_user() -> str:
    """Return who runs this process, by name where the system knows one."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a uid without a name, as in many containers
        return str(os.getuid())
