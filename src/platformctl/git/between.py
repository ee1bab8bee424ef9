"""What two commits have differently: which paths, and how they lie there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.git.command import SECONDS, ask_git

LINK, SUBMODULE = "120000", "160000"


@dataclass(frozen=True)
class Difference:
    """One path that two commits have differently."""

    path: str
    """Relative to the folder that was asked about."""
    before: str
    """git's mode; zeros where it was not there."""
    after: str

    @property
    def is_new(self) -> bool:
        """Claim that there was nothing at that path."""
        return not self.before.strip("0")


def between(
    root: Path, before: str, after: str, environ: Mapping[str, str], paths: Sequence[str] = ()
) -> tuple[Difference, ...]:
    """Compare two commits below `root`; trees alone are read, so that no filter and no text conversion starts."""
    words = ["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative"]
    done = ask_git(root, [*words, "--end-of-options", before, after, "--", *(f":(literal){p}" for p in paths)], environ)
    if done is None or done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()[:300] if done else f"no answer within {SECONDS} s"
        raise PlatformError(
            "Two commits can't be compared",
            detail=f"git was asked for what lies between {before[:12]} and {after[:12]}: {said}.",
            hint=f"git -C {root} fetch",
        )
    return tuple(differences(done.stdout))


def differences(raw: bytes) -> Iterator[Difference]:
    """Read `:MODE MODE OID OID STATUS`, NUL, path, NUL, again and again."""
    words = raw.decode("utf-8", "surrogateescape").split("\0")
    for facts, path in zip(words[::2], words[1::2], strict=False):
        modes = facts.lstrip(":").split(" ")
        yield Difference(path, modes[0], modes[1])
