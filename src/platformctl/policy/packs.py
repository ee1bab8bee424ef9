"""Turns a pack's folder (`pack.yaml`, `checks/*.yaml`) into the table of checks that it adds, or refuses it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from platformctl.catalog.contract import CheckId, Version
from platformctl.errors import Usage
from platformctl.model import Model
from platformctl.policy.checks import CheckFile
from platformctl.policy.scan import Stage
from platformctl.project.documents import read_document
from platformctl.project.validation import validated
from platformctl.project.words import Slug, Tier, nearest

PACK_NAME = "pack.yaml"
Severity = Literal["low", "medium", "high", "critical"]
Sentence = Annotated[str, Field(min_length=3, max_length=500)]


class Check(Model):
    """One rule: what it holds, where it can tell, how much it matters."""

    title: Sentence
    """The good state: "Databases carry an owner tag"."""
    decides: Literal["configuration", "plan", "both"]
    """The stages at which its answer counts; at the others it may be wrong, or silent."""
    severity: Severity
    """How much it matters to a reader; it does not decide what blocks."""
    guideline: Sentence
    """How to make it right."""
    blocking: bool = True
    """False: only told, unless a contract promises it."""
    tiers: tuple[Tier, ...] = ("dev", "staging", "prod")
    """Where a failure blocks; elsewhere it is only told."""
    disarmable: bool = False
    """May fail in the first of the two plans that destroy what is protected."""

    def decides_at(self, stage: Stage) -> bool:
        """Say whether an answer at this stage counts."""
        return self.decides in {stage, "both"}


class PackFile(Model):
    """What pack.yaml says."""

    name: Slug
    version: Version
    description: str
    checks: Annotated[Mapping[CheckId, Check], Field(min_length=1)]
    """Every check of the pack, checkov's own included."""


@dataclass(frozen=True)
class Pack:
    """A pack that was read whole: every own check has its file, every file its entry."""

    file: PackFile
    folder: Path

    @property
    def item(self) -> str:
        """Return `name@version`, as platform.lock has it."""
        return f"{self.file.name}@{self.file.version}"

    @property
    def checks_folder(self) -> Path:
        """Return where the own checks lie; there may be none."""
        return self.folder / "checks"


def load_pack(folder: Path) -> Pack:
    """Read a pack; Usage names the file and what is wrong in it."""
    path = folder / PACK_NAME
    file = validated(PackFile, read_document(path))
    found = _own_checks(folder / "checks")
    for check, (where, title) in found.items():
        if check not in file.checks:
            close = nearest(check, file.checks)
            raise _refused(where, f"holds {check}, which {PACK_NAME} does not list.{close}")
        if title != file.checks[check].title:
            raise _refused(where, f"calls {check} '{title}'; {PACK_NAME} calls it '{file.checks[check].title}'.")
    missing = sorted(check for check in file.checks if check.startswith("PCTL_") and check not in found)
    if missing:
        raise _refused(path, f"lists {missing[0]}, and no file in checks/ holds it.")
    return Pack(file, folder)


def load_packs(folders: Iterable[Path]) -> tuple[Pack, ...]:
    """Read all packs; Usage when two of them have the same check."""
    packs = tuple(load_pack(folder) for folder in folders)
    seen: dict[str, Pack] = {}
    for pack in packs:
        for check in pack.file.checks:
            other = seen.setdefault(check, pack)
            if other is not pack:
                raise _refused(pack.folder / PACK_NAME, f"lists {check}, which the pack {other.item} has already.")
    return packs


def all_checks(packs: Sequence[Pack]) -> Mapping[str, Check]:
    """Return every check of the packs by its id."""
    return {name: check for pack in packs for name, check in pack.file.checks.items()}


def _own_checks(folder: Path) -> Mapping[str, tuple[Path, str]]:
    """Return file and title of each own check, by id; every entry of the folder must be one."""
    found: dict[str, tuple[Path, str]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix != ".yaml" or not path.is_file():
            raise _refused(path, "is no check: only .yaml files lie in checks/, one rule in each.")
        metadata = validated(CheckFile, read_document(path)).metadata
        if metadata.id in found:
            raise _refused(path, f"holds {metadata.id}, which {found[metadata.id][0].name} has already.")
        found[metadata.id] = (path, metadata.name)
    return found


def _refused(path: Path, why: str) -> Usage:
    return Usage("A policy pack is not sound", detail=f"{path} {why}", hint=f"git log -3 -- {path}")
