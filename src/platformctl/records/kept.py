"""The files that a run was made from: their manifest, the digest that goes on record, and the proof of both.

Contents are kept by their SHA-256 and shared; a manifest names them by path, and the chain of events holds its digest.
"""

import hashlib
from collections.abc import Mapping

from platformctl.model import Model
from platformctl.records.event import canonical
from platformctl.records.refusals import RecordsDamaged

KeptFiles = Mapping[str, bytes]
"""Contents by path, relative to the project: a stack's folder, and the module's."""
Manifest = Mapping[str, str]
"""Path to the SHA-256 of the content."""


class KeptMark(Model):
    """Which run's files are kept, and the digest of their manifest."""

    run: str
    digest: str


def manifest_of(files: KeptFiles) -> Manifest:
    """Return what a manifest says of the files."""
    return {path: sha256(content) for path, content in files.items()}


def mark_of(run: str, manifest: Manifest) -> KeptMark:
    """Mark the files of a run."""
    return KeptMark(run=run, digest=sha256(canonical(dict(manifest)).encode("ascii")))


def proven(stack: str, mark: KeptMark, files: KeptFiles) -> KeptFiles:
    """Return the files when they are, to the byte, what the record says; RecordsDamaged otherwise."""
    if mark_of(mark.run, manifest_of(files)) != mark:
        raise RecordsDamaged(
            "Kept files are not what was kept",
            detail=f"{stack}: the files of run {mark.run} are missing or differ from their digest on record. "
            "Nothing is planned from them.",
            hint=f"platformctl history {stack}",
        )
    return files


def sha256(content: bytes) -> str:
    """Digest a content: its name in the store."""
    return hashlib.sha256(content).hexdigest()
