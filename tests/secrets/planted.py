"""Secrets that are planted, and the search for them: in every file, every archive, every word that was said."""

import json
import os
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from tests.project import DESK, Project, Said, desk_project

from platformctl.progress import silent
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.provider_mirror import find_mirror

HERE = Path(__file__).parent
MADE = "planted-by-the-module-4711"
"""What Terraform makes up in the modules of these tests."""
CALLERS: Mapping[str, str] = {
    "AWS_SECRET_ACCESS_KEY": "planted-aws-key-4711",
    "AWS_SESSION_TOKEN": "planted-aws-session-4711",
    "TF_TOKEN_app_acme_example": "planted-tf-token-4711",
    "PGPASSWORD": "planted-pg-password-4711",
    "PLATFORMCTL_PG_URL": "postgres://platform:planted-pg-url-4711@db.acme.example/records",
    "TF_VAR_password": "planted-tf-var-4711",
}
"""What the caller's environment holds."""
TOKEN = "planted-tfrc-token-4711"
"""What the user's Terraform configuration holds."""
SECRETS = (MADE, "planted-pg-url-4711", TOKEN, *(text for text in CALLERS.values() if "://" not in text))
LARGEST = 32 << 20


def planted_project(folder: Path, platform: str = DESK) -> Project:
    """Make a project that offers what keeps secrets, for a caller who has some; its cache is empty."""
    project = desk_project(folder, platform)
    for kind in ("safe", "vault"):
        shutil.copytree(HERE / kind, project.root / "catalog" / kind)
    (folder / "user").mkdir()
    configuration = folder / "user/terraformrc"
    settings = json.loads(cli_configuration({}, find_mirror(os.environ)))
    settings["credentials"] = {"app.acme.example": {"token": TOKEN}}
    configuration.write_text(json.dumps(settings), encoding="utf-8")
    ready = {
        f"PLATFORMCTL_{name.upper()}_ENV": str(ensure_environment(name, os.environ, silent).parents[1])
        for name in ("checkov", "emulator")
    }
    own = {"XDG_CACHE_HOME": str(folder / "cache"), "TF_CLI_CONFIG_FILE": str(configuration)}
    return replace(project, environ={**project.environ, **CALLERS, **own, **ready})


def places(project: Project) -> tuple[Path, ...]:
    """Return everything that platformctl writes into."""
    return (project.root, project.state, project.root.parent / "cache")


def finds(folders: Iterable[Path]) -> list[str]:
    """Name the files that hold a secret, from the folder's own name on."""
    return sorted(
        path.relative_to(folder.parent).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and holds(path)
    )


def holds(path: Path) -> bool:
    """Say whether a file, or one inside an archive, holds a secret."""
    return path.stat().st_size < LARGEST and any(text.encode() in part for part in contents(path) for text in SECRETS)


def contents(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes, and those of the files in it."""
    yield path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def told(*said: Said) -> list[str]:
    """Name the secrets that were said."""
    words = "\n".join(one.stdout + one.stderr for one in said)
    joined = "".join(words.split())  # a wrapped line hides nothing
    return [text for text in SECRETS if text in words or text in joined]


def readable_by_others(paths: Iterable[Path]) -> list[Path]:
    """Name the files that somebody else could read, the folders around them left aside."""
    return [path for path in paths if path.is_file() and path.stat().st_mode & 0o077]
