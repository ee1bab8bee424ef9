"""A project with pipelines and a branch that changes a stack, and bash as the runners of code hosts start it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from tests.project import DESK, SECONDS, Project, Said, desk_project
from tests.repository import commit_all, git, make_repository

from platformctl.requests.request import edited_request

STACK, NAME = "stage/note/one", "one"
STAGE = "  stage: {tier: staging, state: {postgres: {url: '${env:DESK_PG}'}}, apply: pipeline}\n"
FROM = "https://code.acme.example/platform/platformctl@0123456789abcdef0123456789abcdef01234567"


def changed_project(folder: Path, database: str, host: str, *more: str) -> Project:
    """Make a project with a stack in tier staging, pipelines, an origin, and a branch that changes the stack."""
    made = desk_project(folder, DESK.replace("teams:\n", f"{STAGE}teams:\n"))
    project = replace(made, environ={**made.environ, "DESK_PG": database})
    (project.root / ".gitignore").write_text(".platformctl/\n")
    assert project.run("create", "note", NAME, "--env", "stage").code == 0
    make_repository(project.root)
    assert project.run("ci", "init", "--for", host, "--from", FROM, *more).code == 0
    commit_all(project.root, "pipelines")
    git(folder, "clone", "-q", "--bare", str(project.root), "origin.git")
    git(project.root, "remote", "add", "origin", str(folder / "origin.git"))
    git(project.root, "fetch", "-q", "origin")
    git(project.root, "checkout", "-qb", "change")
    request = project.folder(STACK) / "request.yaml"
    request.write_text(edited_request(request.read_text(), {"text": "from a pull request"}))
    assert project.run("render").code == 0
    commit_all(project.root, "change")
    return project


def merged(project: Project) -> str:
    """Merge the change; return what the protected branch was before."""
    before = git(project.root, "rev-parse", "origin/main")
    git(project.root, "checkout", "-q", "main")
    git(project.root, "merge", "-q", "--no-ff", "-m", "merged", "change")
    return before


def bash(project: Project, name: str, script: str, environ: Mapping[str, str]) -> Said:
    """Run a script in the repository to its end, with this platformctl on PATH."""
    search = f"{Path(sys.executable).parent}{os.pathsep}{project.environ['PATH']}"
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=project.root,
        env={**project.environ, "CI": "true", **environ, "PATH": search},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    sys.stderr.write(f"{name}: {done.stdout[-1500:]}{done.stderr[-3000:]}-> {done.returncode}\n")
    return Said(done.returncode, done.stdout, done.stderr)
