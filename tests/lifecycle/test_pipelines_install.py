"""How jobs get platformctl: the steps' own scripts, from a repository with an index, in a checkout that means harm."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.pipelines.making import pipeline
from tests.project import DESK, Project, Said, bare_project
from tests.repository import commit_all, git, make_repository

from platformctl.project.pipelines.render import render

pytestmark = [pytest.mark.lifecycle, pytest.mark.campaign]
ROOT = Path(__file__).parents[2]
REPORT = ".github/workflows/platformctl-report.yml"
CANARY = "open('ran', 'a').write(__file__)\n"
SHADOWS = ("venv", "pip", "platformctl", "json", "logging", "subprocess", "site", "sitecustomize", "sysconfig")


@pytest.fixture
def hostile(tmp_path: Path) -> Project:
    """A checkout in which every module that an install needs has a namesake."""
    project = bare_project(tmp_path)
    own = "catalogs: [{path: ./catalog}]\npacks: [{path: ./packs/notes}]\n"
    (project.root / "platform.yaml").write_text(DESK.replace(own, ""))
    for name in SHADOWS:
        (project.root / f"{name}.py").write_text(CANARY)
    return project


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What this checkout holds, as a repository of one commit."""
    place = tmp_path / "platformctl"
    for name in ("src", "modules", "policies", "requirements"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
    make_repository(place)
    return place


def bash(project: Project, script: str, environ: Mapping[str, str]) -> Said:
    """Run a script in the checkout as a runner of GitHub's does."""
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    env = {**project.environ, **environ}
    done = subprocess.run(words, cwd=project.root, env=env, capture_output=True, text=True, timeout=600, check=False)
    return Said(done.returncode, done.stdout, done.stderr)


def script(steps: Any, name: str) -> str:
    """Return the script of a step."""
    (found,) = [step["run"] for step in steps if step["name"] == name]
    return str(found)


def test_a_job_gets_this_very_commit_and_runs_nothing_of_its_checkout(
    hostile: Project, source: Path, tmp_path: Path
) -> None:
    workflow = YAML(typ="safe").load(render(pipeline("github", "one"))[REPORT])
    commit = git(source, "rev-parse", "HEAD")
    told = {"PLATFORMCTL_SOURCE": str(source), "PLATFORMCTL_COMMIT": commit}

    (source / "src" / "platformctl" / "__init__.py").write_text('"""Later."""\n\n__version__ = "9.9.9"\n')
    commit_all(source, "later")
    place = tmp_path / "runner"
    place.mkdir()
    install = script(workflow["jobs"]["report"]["steps"], "Install")
    installed = bash(hostile, install, {**told, "RUNNER_TEMP": str(place)})
    said = bash(hostile, "platformctl --version && platformctl catalog", {"PATH": search(place, hostile)})

    assert (installed.code, said.code) == (0, 0), installed.stderr + said.stderr
    assert "9.9.9" not in said.stdout
    assert "queue" in said.stdout
    assert not (hostile.root / "ran").exists()


def test_the_action_does_the_same_and_puts_it_on_the_path(hostile: Project, source: Path, tmp_path: Path) -> None:
    steps = YAML(typ="safe").load(ROOT / "action.yml")["runs"]["steps"]
    place = tmp_path / "runner"
    place.mkdir()
    told = {"RUNNER_TEMP": str(place), "GITHUB_PATH": str(place / "path"), "SOURCE": str(source), "TERRAFORM": "false"}

    installed = bash(hostile, script(steps, "Install"), told)
    path = (place / "path").read_text().strip() if installed.code == 0 else ""
    ran = bash(
        hostile, script(steps, "Run"), {"PATH": f"{path}:{hostile.environ['PATH']}", "ARGUMENTS": "catalog\nqueue"}
    )

    assert (installed.code, ran.code) == (0, 0), installed.stderr + ran.stderr
    assert "queue" in ran.stdout
    assert not (hostile.root / "ran").exists()


def search(place: Path, project: Project) -> str:
    """Return where programs are looked for after the install."""
    return f"{place / 'platformctl' / 'venv' / 'bin'}:{project.environ['PATH']}"
