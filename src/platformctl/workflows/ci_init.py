"""Writes a project's pipelines: the files of one code host, CODEOWNERS, and what is left to do by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from platformctl.errors import PlatformError, Usage
from platformctl.project.files import write_atomically
from platformctl.project.pipelines.owners import owner_lines, with_block
from platformctl.project.pipelines.pipeline import Host, Pipeline, Repository, targets_of
from platformctl.project.pipelines.render import render
from platformctl.project.pipelines.source import Source
from platformctl.project.pipelines.steps import steps
from platformctl.project.pipelines.trust import trusts
from platformctl.project.pipelines.written import Written, WrittenFile
from platformctl.project.project import Project
from platformctl.stacks.workspace import discover, request_of

_BRANCH = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|[./](?=[A-Za-z0-9_])){0,199}")
_FOLDER = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*)?")
_OWNERS: Mapping[Host, tuple[str, ...]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": (".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "atlantis": ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"),
    "azure": (),
}
"""Where each host looks; the first is written where none is there. Azure DevOps has no such file."""
_GITLAB_DOOR = ".gitlab-ci.yml"


@dataclass(frozen=True)
class Wanted:
    """What the command line says."""

    host: Host
    branch: str
    shards: int
    source: Source
    repository: Repository
    root: Path
    """The repository's folder."""
    force: bool = False
    """Pipeline files that are there already are replaced."""


def ci_init(project: Project, wanted: Wanted) -> Written:
    """Write the files, all or none; Usage where one is there already and nobody said --force."""
    _checked(wanted)
    pipeline = Pipeline(
        host=wanted.host,
        branch=wanted.branch,
        shards=wanted.shards,
        source=wanted.source,
        repository=wanted.repository,
        targets=targets_of(project.platform),
    )
    _refuse_too_many_jobs(pipeline)
    files = dict(render(pipeline))
    _refuse_overwriting(wanted, files)
    files |= _door(wanted)
    files |= _owners(project, wanted, files)
    return Written(
        root=str(wanted.root),
        files=tuple(_written(wanted.root, path, content) for path, content in files.items()),
        steps=tuple(steps(pipeline, project.platform)),
        trusts=tuple(trusts(pipeline)),
    )


def _checked(wanted: Wanted) -> None:
    if not _BRANCH.fullmatch(wanted.branch):
        raise Usage(
            "Not the name of a branch",
            detail=f"--branch: '{wanted.branch}' is not letters, digits, dashes, dots and slashes.",
            hint=f"platformctl ci init --for {wanted.host} --branch main",
        )
    if not _FOLDER.fullmatch(wanted.repository.folder):
        raise Usage(
            "The project's folder can't stand in a pipeline",
            detail=f"'{wanted.repository.folder}' has more in it than letters, digits, dots, dashes and slashes.",
        )


def _refuse_too_many_jobs(pipeline: Pipeline) -> None:
    most = pipeline.most_shards
    if not 1 <= pipeline.shards <= most:
        raise Usage(
            "Not so many shards",
            detail=f"--shards is from 1 to {most} here: each environment ({len(pipeline.targets)} in all) is split "
            f"into so many jobs, and {pipeline.host} takes only so many in one pipeline.",
            hint=f"platformctl ci init --for {pipeline.host} --shards {most}",
        )


def _refuse_overwriting(wanted: Wanted, files: Mapping[str, bytes]) -> None:
    there = [path for path, content in files.items() if _differs(_place(wanted.root, path), content)]
    if there and not wanted.force:
        raise Usage(
            "A pipeline is there already",
            detail=f"{', '.join(there)} would be replaced. Look at the difference in git afterwards, and keep yours.",
            hint=f"platformctl ci init --for {wanted.host} --force",
        )


def _differs(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _door(wanted: Wanted) -> Mapping[str, bytes]:
    """GitLab starts from one file: where there is none, ours lets the pipeline in; one that is there stays."""
    if wanted.host != "gitlab" or _place(wanted.root, _GITLAB_DOOR).exists():
        return {}
    return {_GITLAB_DOOR: b"include:\n  - local: .gitlab/platformctl.yml\n"}


def _owners(project: Project, wanted: Wanted, files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return CODEOWNERS with our block; what else it says stays."""
    places = _OWNERS[wanted.host]
    if not places:
        return {}
    path = next((place for place in places if _place(wanted.root, place).is_file()), places[0])
    pipelines = (f"/{name}" for name in (*files, path))
    lines = owner_lines(project.platform, _teams(project), wanted.repository.folder, pipelines)
    place = _place(wanted.root, path)
    old = place.read_text("utf-8", "surrogateescape") if place.is_file() else ""
    return {path: with_block(old, lines).encode("utf-8", "surrogateescape")}


def _teams(project: Project) -> Mapping[PurePosixPath, str]:
    """Say whose each stack is; a request that can't be read is nobody's until it can."""
    teams: dict[PurePosixPath, str] = {}
    for stack in discover(project):
        try:
            teams[stack.folder] = request_of(project, stack).team
        except PlatformError:
            continue
    return teams


def _place(root: Path, path: str) -> Path:
    """Return where a file goes; Usage when the way there leads through a link, perhaps out of the repository."""
    place = root
    for part in PurePosixPath(path).parts:
        place /= part
        if place.is_symlink():
            raise Usage(
                "A pipeline file is a link", detail=f"{place} is a symbolic link; nothing is written through it."
            )
    return place


def _written(root: Path, path: str, content: bytes) -> WrittenFile:
    place = _place(root, path)
    if not place.exists():
        write_atomically(place, content)
        return WrittenFile(path, "new")
    if place.read_bytes() == content:
        return WrittenFile(path, "unchanged")
    write_atomically(place, content)
    return WrittenFile(path, "changed")
