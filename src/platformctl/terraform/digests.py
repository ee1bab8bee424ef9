"""What was judged is what is applied: the SHA-256 of every file, taken before judging, compared before applying."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from platformctl.errors import Blocked
from platformctl.terraform.copying import TERRAFORMS_OWN, entries

Digests = Mapping[str, str]
"""Path, relative to the work folder, to SHA-256."""


def sha256_of(path: Path) -> str:
    """Digest one file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_bytes(content: bytes) -> str:
    """Digest what was read from a file."""
    return hashlib.sha256(content).hexdigest()


def digest_of(root: Path, folders: Iterable[Path]) -> Digests:
    """Digest every file below the folders, Terraform's own cache and state excepted; a link counts by its target."""
    found = sorted(path for folder in folders for path in _files(root / folder))
    return {path.relative_to(root).as_posix(): _digest(path) for path in found}


def changed_files(judged: Digests, now: Digests) -> tuple[str, ...]:
    """Name every file that was added, removed or changed."""
    return tuple(sorted(path for path in {*judged, *now} if judged.get(path) != now.get(path)))


def refuse_changes(judged: Digests, now: Digests) -> None:
    """Stop before anything else than what was judged is applied."""
    if changed := changed_files(judged, now):
        raise Blocked(
            "What was judged has changed",
            detail=f"Changed since the verdict: {', '.join(changed)}. Nothing was applied.",
            hint="Run the same command again: it judges what is there now.",
        )


def _files(folder: Path) -> Iterator[Path]:
    for entry in entries(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.name not in TERRAFORMS_OWN:
            yield Path(entry.path)


def _digest(path: Path) -> str:
    return f"link to {path.readlink()}" if path.is_symlink() else sha256_of(path)
