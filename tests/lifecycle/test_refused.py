"""What the guardrails stop, where they stop it, and that a judge that breaks lets nothing through."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from tests.lifecycle.sandboxed import Sandboxed
from tests.project import DESK, Project, desk_project

from platformctl.catalog.sources import builtin_folder

pytestmark = pytest.mark.lifecycle
NOTE = "desk/note/one"
CREATE_NOTE = ("create", "note", "one", "--yes")
PUBLIC = {
    "plainly": "publicly_accessible = true",
    "behind a not": "publicly_accessible = !local.closed",
    "behind a look-up": 'publicly_accessible = lookup({ db = true }, "db", false)',
}
PLAN_ONLY = """\
metadata:
  id: PCTL_NOTE_2
  name: Notes say nothing loud
  category: CONVENTION
definition:
  cond_type: attribute
  resource_types: [terraform_data]
  attribute: input.loud
  operator: equals
  value: false
"""
LISTED = """\
  PCTL_NOTE_2:
    title: Notes say nothing loud
    decides: plan
    severity: high
    guideline: Leave out --loud.
"""


def with_public_database(project: Project, said: str) -> None:
    """Offer a db whose module opens it to the internet."""
    module = project.root / "catalog" / "db"
    shutil.copytree(builtin_folder("modules") / "db", module)
    replace(module / "main.tf", "publicly_accessible    = false", said)
    (module / "open.tf").write_text("locals {\n  closed = false\n}\n", encoding="utf-8")
    replace(module / "module.yaml", "version: 1.0.0", "version: 9.0.0")
    replace(project.root / "platform.yaml", "catalogs: [builtin]", "catalogs: [{path: ./catalog}, builtin]")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("said", PUBLIC.values(), ids=PUBLIC)
def test_a_public_database_is_stopped_at_the_configuration_and_the_cloud_is_never_asked(
    sandboxed: Sandboxed, said: str
) -> None:
    project = sandboxed.project
    with_public_database(project, said)

    stopped = project.run("create", "db", "orders", "--yes")

    assert stopped.code == 3
    assert "PCTL_DB_NOT_PUBLIC" in stopped.stderr
    assert "planning" not in stopped.stderr
    assert project.kinds_of_events("dev/db/orders") == ["started", "judged", "blocked"]
    assert sandboxed.calls() == []


def loud_desk(folder: Path) -> Project:
    """Make a project with one more check, which decides on plans only."""
    project = desk_project(folder, DESK)
    pack = project.root / "packs" / "quiet"
    shutil.copytree(project.root / "packs" / "notes", pack)
    replace(pack / "pack.yaml", "name: notes", "name: quiet")
    (pack / "pack.yaml").write_text((pack / "pack.yaml").read_text() + LISTED, encoding="utf-8")
    (pack / "checks" / "notes-say-nothing-loud.yaml").write_text(PLAN_ONLY, encoding="utf-8")
    replace(project.root / "platform.yaml", "./packs/notes", "./packs/quiet")
    return project


def test_a_check_that_decides_on_plans_only_stops_before_the_apply(tmp_path: Path) -> None:
    project = loud_desk(tmp_path)

    stopped = project.run(*CREATE_NOTE, "--loud")
    quiet = project.run("create", "note", "two", "--yes")

    assert (stopped.code, quiet.code) == (3, 0)
    assert "PCTL_NOTE_2" in stopped.stderr
    assert project.kinds_of_events(NOTE) == ["started", "judged", "judged", "blocked"]
    assert project.state_of(NOTE) == {}


def workers(process: "subprocess.Popen[str]") -> list[psutil.Process]:
    """Find the judges that a command has started."""
    children = psutil.Process(process.pid).children(recursive=True)
    return [child for child in children if any(word.endswith("worker.py") for word in child.cmdline())]


def dies_at(project: Project, words: str, how: Callable[[psutil.Process], None]) -> tuple[int, str]:
    """Run `create`; do that to its judge when these words appear; return the exit code and what was said."""
    with project.start(*CREATE_NOTE, "--progress", "plain", stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = ""
        while words not in said:
            said += process.stderr.readline()
        how(workers(process)[0])
        said += process.stderr.read()
    return process.returncode, said


@pytest.mark.parametrize(
    ("words", "events"),
    [
        ("preparing Terraform", ["started", "failed"]),
        ("planning", ["started", "judged", "failed"]),
    ],
    ids=["configuration", "plan"],
)
def test_a_judge_that_dies_at_work_stops_everything(desk: Project, words: str, events: list[str]) -> None:
    code, said = dies_at(desk, words, psutil.Process.kill)

    assert code == 1
    assert "could not be judged" in said.lower()
    assert desk.kinds_of_events(NOTE) == events
    assert desk.state_of(NOTE) == {}


def test_a_check_that_makes_checkov_crash_stops_everything(desk: Project) -> None:
    check = desk.root / "packs/notes/checks/notes-remember-something.yaml"
    replace(check, "operator: exists", 'operator: jsonpath_equals\n  value: "x"')
    replace(check, "attribute: input", 'attribute: "$[?("')
    replace(desk.root / "packs/notes/pack.yaml", "version: 1.0.0", "version: 1.1.0")

    said = desk.run("render")
    stopped = desk.run(*CREATE_NOTE)

    assert (said.code, stopped.code) == (0, 1)
    assert desk.state_of(NOTE) == {}
    assert "applying" not in desk.kinds_of_events(NOTE)
