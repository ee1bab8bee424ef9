"""A project on disk, and platformctl run in it as a real process that knows no state folder but its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformctl.cli.stores import stores_of
from platformctl.progress import silent
from platformctl.project.project import load_project
from platformctl.records.store import Records
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.toolchain.provider_mirror import find_mirror
from platformctl.toolchain.terraform import find_terraform
from platformctl.workflows.locking import brought_up, written

HERE = Path(__file__).parent
COMMAND = (sys.executable, "-m", "platformctl")
SECONDS = 600
"""No command of a test may take longer; the slowest, a database with the machine under load, takes five minutes."""
FORGOTTEN = ("CI", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES")
SAID = ("PLATFORMCTL_PROJECT", "PLATFORMCTL_ENV", "PLATFORMCTL_OUTPUT", "PLATFORMCTL_PROGRESS")
REVIEWED = ("GITHUB_REF", "CI_MERGE_REQUEST_IID", "PLATFORMCTL_PULL_REQUEST")
"""What tells a command that it runs for a pull request, as this very test may."""
DESK = """\
version: 1
organisation: acme
catalogs: [{path: ./catalog}]
packs: [{path: ./packs/notes}]
default_environment: desk
default_team: writers
environments:
  desk: {tier: dev, state: {local: {}}, apply: anyone}
teams:
  writers: {owner: writers@acme.example}
"""
"""A project without any cloud, whose one kind is the note: the fast one."""


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.stdout)


@dataclass(frozen=True)
class Project:
    """A project, the user's state folder that goes with it, and what else a command's process is given."""

    root: Path
    state: Path
    environ: Mapping[str, str]

    def run(self, *words: str, **environ: str) -> Said:
        """Run a command to its end; what it said is shown when the test fails."""
        done = subprocess.run(
            [*COMMAND, *words],
            cwd=self.root,
            env={**self.environ, **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        told = f"{done.stdout[-800:]}{done.stderr[-3000:]}"
        sys.stderr.write(f"$ platformctl {' '.join(words)[:300]}\n{told}-> {done.returncode}\n")
        return Said(done.returncode, done.stdout, done.stderr)

    def start(self, *words: str, **streams: Any) -> "subprocess.Popen[str]":
        """Start a command; unless told otherwise it has no terminal and nobody listens."""
        quiet: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
        return subprocess.Popen([*COMMAND, *words], cwd=self.root, env=self.environ, text=True, **{**quiet, **streams})

    def plain_terraform(self, stack: str, *words: str, **environ: str) -> Said:
        """Run Terraform in the stack's own folder, as somebody does who has never heard of us."""
        configuration = self.root.parent / "cli.tfrc"
        configuration.write_text(cli_configuration(os.environ, find_mirror(os.environ)), encoding="utf-8")
        done = subprocess.run(
            [str(find_terraform(os.environ, None, silent).path), *words, "-input=false", "-no-color"],
            cwd=self.folder(stack),
            env={**self.environ, **environ, "TF_CLI_CONFIG_FILE": str(configuration)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        sys.stderr.write(f"$ terraform {' '.join(words)}\n{done.stdout}{done.stderr}-> {done.returncode}\n")
        return Said(done.returncode, done.stdout, done.stderr)

    def show(self, stack: str) -> Any:
        """Return what `show` says to a program."""
        return self.run("show", stack, "--output", "json").document

    def events(self, stack: str) -> list[Any]:
        """Return the events that `history` tells."""
        events: list[Any] = self.run("history", stack, "--output", "json").document["events"]
        return events

    def kinds_of_events(self, stack: str) -> list[str]:
        """Return the types of the events, oldest first."""
        return [event["type"] for event in self.events(stack)]

    def folder(self, stack: str) -> Path:
        """Return a stack's folder."""
        return self.root / "stacks" / stack

    @property
    def work(self) -> Path:
        """Return the folder of the runs' private folders."""
        return self.state / "platformctl" / "work"

    def work_folder(self) -> Path:
        """Return the folder of the one run that there is."""
        (folder,) = (path for path in self.work.iterdir() if not path.name.startswith("judge-"))
        return folder

    def records(self) -> Records:
        """Open the project's records, wherever each environment keeps them."""
        return stores_of(load_project(self.root), self.environ, looks=True)

    def state_of(self, stack: str) -> Any:
        """Return a stack's state, a commit that was cut short included; empty when there is none."""
        records = self.records()
        content = records.read_state(stack)
        records.close()
        return json.loads(content or b"{}")


def desk_project(folder: Path, platform: str = DESK) -> Project:
    """Make a project without any cloud."""
    project = bare_project(folder)
    shutil.copytree(HERE / "catalog", project.root / "catalog")
    shutil.copytree(HERE / "packs", project.root / "packs")
    (project.root / "platform.yaml").write_text(platform, encoding="utf-8")
    loaded = load_project(project.root)
    written(loaded, brought_up(loaded, None))
    return project


def bare_project(folder: Path) -> Project:
    """Make an empty folder for a project, and an environment with a state folder of its own."""
    root, state = folder / "project", folder / "state"
    root.mkdir()
    kept = {name: value for name, value in os.environ.items() if name not in {*FORGOTTEN, *SAID, *REVIEWED}}
    for name in [name for name in kept if name.startswith(("AWS_", "TF_VAR_", "TF_LOG"))]:
        del kept[name]
    return Project(root, state, {**kept, "XDG_STATE_HOME": str(state)})
