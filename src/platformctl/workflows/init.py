"""Makes a project in a folder: platform.yaml, platform.lock, the built-in guardrails vendored."""

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from platformctl.errors import Usage
from platformctl.project.files import write_atomically
from platformctl.project.platform_file import Organisation
from platformctl.project.project import PLATFORM_NAME, Project, load_project
from platformctl.project.starting import GITATTRIBUTES, GITIGNORE, sandbox_platform, with_lines
from platformctl.project.words import Slug
from platformctl.sandbox.ground_ids import REGION, sandbox_context
from platformctl.workflows.locking import brought_up, written
from platformctl.workflows.results import Started

SANDBOX_FOLDER = "platformctl-sandbox"
"""Where `--sandbox` makes its project when there is none."""


def init(folder: Path, organisation: str, team: str) -> Started:
    """Make a project whose environment `dev` is the sandbox; Usage when there is one already."""
    _checked("--organisation", organisation, Organisation, "2 to 12 lower-case letters and digits, a letter first")
    _checked("--team", team, Slug, "2 to 31 lower-case letters and digits, single dashes inside, a letter first")
    if (folder / PLATFORM_NAME).exists():
        raise Usage(
            "There is a project already",
            detail=f"{folder / PLATFORM_NAME} exists.",
            hint="platformctl catalog",
        )
    text = sandbox_platform(organisation, team, REGION, sandbox_context(REGION))
    write_atomically(folder / PLATFORM_NAME, text.encode())
    try:
        project = load_project(folder)
        written(project, brought_up(project, None))
    except BaseException:
        (folder / PLATFORM_NAME).unlink()  # a project is whole or it is not there
        raise
    with_lines(folder / ".gitignore", GITIGNORE)
    with_lines(folder / ".gitattributes", GITATTRIBUTES)
    files = (PLATFORM_NAME, "platform.lock", ".gitignore", ".gitattributes", "vendor/packs/")
    return Started(folder.resolve(), files)


def _checked(option: str, word: str, rule: Any, good: str) -> None:
    try:
        TypeAdapter(rule).validate_python(word)
    except ValidationError as error:
        raise Usage("Invalid name", detail=f"{option}: '{word}' is not {good}.") from error


def sandbox_project(start: Path) -> Project:
    """Open `./platformctl-sandbox/`, made first where it is not there."""
    folder = start / SANDBOX_FOLDER
    if not (folder / PLATFORM_NAME).is_file():
        init(folder, organisation="acme", team="sandbox")
    return load_project(folder)
