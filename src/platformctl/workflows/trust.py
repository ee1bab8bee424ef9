"""Decides, before anything starts, whether the plan of a change is untrusted, and says why.

What platform.yaml, platform.lock, waivers, drift rules, packs and modules say counts as it is on the protected branch
(design 12.2). A trusted plan reads them from the working tree, and there they are equal by construction: the change
touches none of them, and the protected branch has changed none of them since the change forked off. Where either is
not so, the change is looked at in untrusted mode.
"""

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from platformctl.project.lock_file import LOCK_NAME
from platformctl.project.platform_file import Environment, Platform
from platformctl.project.project import PLATFORM_NAME
from platformctl.workflows.job import Job
from platformctl.workflows.odd_paths import shown

FILES = (PLATFORM_NAME, LOCK_NAME, "waivers.yaml", "drift.yaml")
VENDOR = "vendor"
STORE = ".platformctl"
"""The local store; what git brings there would be read as state and records."""
SHOWN = 8
"""Paths that are named one by one; the rest is a number."""


@dataclass(frozen=True)
class Change:
    """What is to be judged, from the fork point to the working tree; paths are relative to the project."""

    since: str
    """The protected branch, as it was named."""
    touched: Sequence[str]
    """What it touches of what only the protected branch speaks for."""
    behind: Sequence[str] = ()
    """What the protected branch says otherwise by now than it did at the fork point."""


def protected_places(platforms: Sequence[Platform]) -> tuple[str, ...]:
    """Return the files and folders that only the protected branch may speak for, by any of the platform files."""
    folders = {
        posixpath.normpath(entry.path)
        for platform in platforms
        for entry in (*platform.catalogs, *platform.packs)
        if entry != "builtin"
    }
    return (*FILES, VENDOR, STORE, *sorted(folders))


def protected_paths(paths: Sequence[str], places: Collection[str]) -> tuple[str, ...]:
    """Return the paths that lie in protected places; a file system may take `Vendor` for `vendor`."""
    folded = [place.casefold() for place in places]
    return tuple(
        path
        for path in paths
        if any(path.casefold() == place or path.casefold().startswith(f"{place}/") or place == "." for place in folded)
    )


def why_untrusted(change: Change, job: Job, lacking: Sequence[str], *, said: bool) -> tuple[str, ...]:
    """Return why the change is not planned; nothing where it is.

    On a laptop one plans one's own branch, which is trusted unless `--untrusted` is said; so is what a protected
    branch itself has. `lacking` says which credentials are missing.
    """
    if not job.in_ci or job.is_merged:
        return ("--untrusted was given",) if said else ()
    return (
        *(("--untrusted was given",) if said else ()),
        *((job.fork,) if job.fork else ()),
        *lacking,
        *_touching(change.touched),
        *_behind(change),
    )


def lacking_credentials(
    environments: Mapping[str, Environment], job: Job, is_set: Callable[[str], bool]
) -> tuple[str, ...]:
    """Say which credentials a plan would need and nobody brought; whether, not what, is asked."""
    return tuple(dict.fromkeys(_lacking(environments, job, is_set)))


def _lacking(environments: Mapping[str, Environment], job: Job, is_set: Callable[[str], bool]) -> Iterator[str]:
    for name, environment in environments.items():
        store = environment.state.postgres
        url = store.url if store else ""
        variable = url.removeprefix("${env:").removesuffix("}")
        if variable != url and not is_set(variable):
            yield f"the job has no credentials: {variable} is not set, where {name} keeps its states"
        if job.has_no_cloud and environment.cloud is not None and environment.cloud.aws is not None:
            yield f"the job has no credentials for the cloud of {name}"


def _touching(paths: Sequence[str]) -> Iterator[str]:
    for path in paths[:SHOWN]:
        yield f"the change touches {shown(path)}"
    if len(paths) > SHOWN:
        yield f"the change touches {len(paths) - SHOWN} more files that only the protected branch speaks for"


def _behind(change: Change) -> Iterator[str]:
    if change.behind:
        more = f" and {len(change.behind) - SHOWN} more" if len(change.behind) > SHOWN else ""
        named = ", ".join(map(shown, change.behind[:SHOWN]))
        yield f"the branch is behind {change.since} in {named}{more}: merge {change.since} into it"
