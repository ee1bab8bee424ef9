"""The action and the hook of this repository, and the scripts of the workflows, run by bash."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.hosts.server import Host, Reply, Route, Seen, served
from tests.pipelines.making import pipeline
from tests.project import Project
from tests.repository import commit_all, git, make_repository

from platformctl.project.pipelines.render import render

ROOT = Path(__file__).parents[2]
APPLY = ".github/workflows/platformctl-apply.yml"
OLD, ZEROS = "f" * 40, "0" * 40


def bash(script: str, folder: Path, environ: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a script as a runner of GitHub's does."""
    words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    env = {"PATH": os.environ["PATH"], **environ}
    return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60)


def run_of_the_action() -> str:
    """Return the script that starts platformctl."""
    steps = YAML(typ="safe").load(ROOT / "action.yml")["runs"]["steps"]
    return str(next(step["run"] for step in steps if step["name"] == "Run"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "--env", "dev"],
        ["plan", "$(touch canary)", "`touch canary`", "; touch canary", "a'b\"c", "*", "a  b"],
    ],
)
def test_the_words_of_the_action_stay_words(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "platformctl").write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    (tmp_path / "platformctl").chmod(0o755)
    search = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}

    done = bash(run_of_the_action(), tmp_path, {**search, "ARGUMENTS": "\n".join([*arguments, "", "  "])})

    assert (done.returncode, done.stdout.splitlines()) == (0, arguments)
    assert not (tmp_path / "canary").exists()


def test_the_hook_finds_an_edited_file_and_looks_only_when_one_may_be(desk: Project) -> None:
    (hook,) = YAML(typ="safe").load(ROOT / ".pre-commit-hooks.yaml")
    words = hook["entry"].split()[1:]
    assert desk.run("create", "note", "one", "--plan-only").code == 0

    before = desk.run(*words).code
    (desk.folder("desk/note/one") / "main.tf").write_text("# by hand")

    assert (before, desk.run(*words).code) == (0, 64)
    asked = {
        name: bool(re.search(hook["files"], name)) for name in ("stacks/a/b/c/main.tf", "live/platform.lock", "x.py")
    }
    assert asked == {"stacks/a/b/c/main.tf": True, "live/platform.lock": True, "x.py": False}


class Runs(Host):
    """GitHub's list of a workflow's runs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []

    def routes(self) -> list[Route]:
        return [("GET", "/repos/acme/infra/actions/workflows/platformctl-apply.yml/runs", self.runs)]

    def refusal(self, seen: Seen) -> Reply | None:
        return None

    def runs(self, _: Seen) -> Reply:
        return Reply(200, {"workflow_runs": self.found})


@dataclass(frozen=True)
class Looking:
    """A checkout of two commits, and what the step that looks for the last apply is told."""

    root: Path
    host: Runs

    def found(self, before: str, since: str = "") -> tuple[int, str]:
        """Run the step; return its exit code and the commit."""
        workflow = YAML(typ="safe").load(render(pipeline("github", "one"))[APPLY])
        (script,) = [one["run"] for one in workflow["jobs"]["apply-prod"]["steps"] if one.get("id") == "last"]
        place = {"GITHUB_API_URL": self.host.url, "GITHUB_REPOSITORY": "acme/infra", "GITHUB_TOKEN": "x"}
        output = self.root.parent / "output"
        output.write_text("")
        told = {**place, "GITHUB_OUTPUT": str(output), "BEFORE": before, "SINCE": since, "HOME": str(self.root)}
        code = bash(script, self.root, told).returncode
        return code, output.read_text().strip().removeprefix("commit=")


@pytest.fixture
def looking(tmp_path: Path) -> Any:
    if not (shutil.which("curl") and shutil.which("jq")):
        pytest.skip("curl and jq, which every runner has, are not here")
    root = tmp_path / "infra"
    root.mkdir()
    (root / "a").write_text("1")
    make_repository(root)
    (root / "a").write_text("2")
    commit_all(root, "second")
    host = Runs()
    with served(host):
        yield Looking(root, host)


def test_changes_count_from_the_last_push_that_was_applied(looking: Looking) -> None:
    looking.host.found = [{"head_sha": OLD}]

    assert looking.found(before=ZEROS) == (0, OLD)
    assert looking.host.seen[0].query == {"event": "push", "status": "success", "per_page": "1"}


def test_before_the_first_apply_they_count_from_before_the_push_or_from_the_beginning(looking: Looking) -> None:
    first, second = git(looking.root, "rev-list", "--reverse", "HEAD").split()

    assert looking.found(before=second) == (0, second)
    assert looking.found(before=ZEROS) == (0, first)


def test_what_somebody_says_counts_if_it_is_a_commit(looking: Looking) -> None:
    assert looking.found(before=ZEROS, since=OLD) == (0, OLD)
    assert [looking.found(before=ZEROS, since=said) for said in ("main", f"{OLD}\nx=y", "$(id)")] == [(64, "")] * 3
    assert looking.host.seen == []
