"""Says whom a failure of a combined root is about: by the addresses and files that Terraform's complaints name."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from platformctl.terraform.combined import FOLDER, GROUND, Member
from platformctl.terraform.diagnostics import Diagnostic


def blamed(complaints: Iterable[Diagnostic], members: Sequence[Member]) -> frozenset[str]:
    """Return the names of the members that are named, as far as any is."""
    return frozenset(name for each in complaints for name in _named(each, members))


def is_common(complaints: Sequence[Diagnostic]) -> bool:
    """Claim that all of it is about what the members have in common, as the access to the cloud."""
    return bool(complaints) and all(_file(each) in {str(FOLDER / name) for name in GROUND} for each in complaints)


def _named(complaint: Diagnostic, members: Sequence[Member]) -> Iterator[str]:
    addressed = [one.name for one in members if f"{complaint.address}.".startswith(f"module.{one.name}.")]
    yield from addressed or (one.name for one in members if _is_of(_file(complaint), one))


def _is_of(file: str, member: Member) -> bool:
    """Say whether a file belongs to a member; one of a module belongs to all that use it."""
    folders = {str(member.stack.id.folder), member.stack.module_path.as_posix()}
    own = file == str(FOLDER / f"{member.name}.tf")
    return own or any(str(above) in folders for above in PurePosixPath(file).parents)


def _file(complaint: Diagnostic) -> str:
    """Return the file that is named, by its path in the project."""
    name = complaint.place.rpartition(":")[0]
    return posixpath.normpath(str(FOLDER / name)) if name else ""
