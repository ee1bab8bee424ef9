"""What the bench stands on: a project with a running sandbox, and a copy of it where things are done by hand."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.running import Place, run
from tests.unit.projects import make_stack

from platformctl.progress import silent
from platformctl.project.project import load_project
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.provider_mirror import find_mirror
from platformctl.toolchain.terraform import find_terraform

PYTHON = Path(sys.executable)
PLATFORMCTL = PYTHON.with_name("platformctl")
SLOWS = frozenset({"AWS_CA_BUNDLE", "PYTHONDONTWRITEBYTECODE"})
"""Doubles a plan done by hand; makes Python compile again at each start."""
STACK = Path("stacks/dev/queue")
CHANGED = tuple(f"bucket/changed-{number}" for number in range(6))
NEW = tuple(f"queue/new-{number}" for number in range(6))
TWELVE = (*CHANGED, *NEW)


@dataclass(frozen=True)
class Ground:
    """Where each way of doing things takes place, and with which tools."""

    project: Place
    by_hand: Place
    """A folder as `create` left it, and the environment that points plain Terraform at sandbox and mirror."""
    terraform: Path
    checkov: Path

    def request(self, words: Sequence[str]) -> None:
        """Ask for further stacks, in the project and where things are done by hand."""
        for folder in (self.project.folder, self.by_hand.folder):
            for kind, name in (word.split("/") for word in words):
                make_stack(load_project(folder), name, kind=kind, environment="dev")

    @contextmanager
    def fresh_copy(self) -> Iterator[Place]:
        """Give a stack's folder that Terraform has never seen, inside a copy of its project."""
        with self.fresh_project() as place:
            yield Place(place.folder / STACK / "prepared", place.environ)

    @contextmanager
    def fresh_project(self) -> Iterator[Place]:
        """Give a copy of the project, none of whose folders Terraform has ever seen."""
        copy = self.by_hand.folder.with_name("copy")
        shutil.copytree(self.by_hand.folder, copy)
        try:
            yield Place(copy, self.by_hand.environ)
        finally:
            shutil.rmtree(copy)


@contextmanager
def prepared(folder: Path) -> Iterator[Ground]:
    """Make everything warm, environments and caches included; the emulator runs until the end."""
    environ = {name: value for name, value in os.environ.items() if name not in SLOWS and not name.startswith("TF_")}
    project = Place(folder / "project", environ | {"XDG_STATE_HOME": str(folder / "state")})
    project.folder.mkdir()
    run(project, PLATFORMCTL, "init")
    run(project, PLATFORMCTL, "sandbox", "up")
    try:
        run(project, PLATFORMCTL, "create", "queue", "prepared", "--plan-only")
        _twelve(project)
        yield Ground(
            project,
            _by_hand(project, folder),
            find_terraform(os.environ, None, silent).path,
            ensure_environment("checkov", os.environ, silent).with_name("checkov"),
        )
    finally:
        run(project, PLATFORMCTL, "sandbox", "down")


def _twelve(project: Place) -> None:
    """Make six stacks that exist and are asked for otherwise, and six that don't exist."""
    for days, words in ((7, CHANGED), (30, TWELVE)):
        for kind, name in (word.split("/") for word in words):
            inputs = {"temporary_days": days} if kind == "bucket" else {}
            make_stack(load_project(project.folder), name, kind=kind, environment="dev", **inputs)
        if words == CHANGED:
            run(project, PLATFORMCTL, "apply", *CHANGED, "--yes")


def _by_hand(project: Place, folder: Path) -> Place:
    copy = folder / "by-hand"
    shutil.copytree(project.folder, copy, ignore=shutil.ignore_patterns(".platformctl"))
    shutil.copytree(project.folder / ".platformctl/state", copy / ".platformctl/state")
    configuration = folder / "cli.tfrc"
    configuration.write_text(cli_configuration(os.environ, find_mirror(os.environ)), "utf-8")
    settings = {"TF_CLI_CONFIG_FILE": str(configuration), "TF_IN_AUTOMATION": "1", "CHECKPOINT_DISABLE": "1"}
    return Place(copy, {**project.environ, **_sandbox_variables(project), **settings})


def _sandbox_variables(project: Place) -> dict[str, str]:
    command = [str(PLATFORMCTL), "sandbox", "env", "--output", "json"]
    said = subprocess.run(command, cwd=project.folder, env=project.environ, capture_output=True, check=True).stdout
    variables: dict[str, str] = json.loads(said)["env"]
    return variables
