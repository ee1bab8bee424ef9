"""A request that a branch deletes is planned, judged and destroyed from what its last run kept, killed or not."""

import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.project import DESK, Project, Said, desk_project
from tests.repository import commit_all, git, make_repository

pytestmark = pytest.mark.lifecycle
NOTE, GOLD = "desk/note/one", "live/strongbox/gold"
LIVE = "  live: {tier: prod, cloud: {sandbox: {region: eu-central-1}}, state: {local: {}}, apply: pipeline}\n"
WORD = "lifecycle: {allow: [destroy], until: 2999-12-31, reason: it has moved}\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = desk_project(tmp_path, DESK.replace("teams:\n", f"{LIVE}teams:\n"))
    (made.root / ".gitignore").write_text(".platformctl/\n")
    make_repository(made.root)
    return made


def committed(project: Project, stack: str, *words: str) -> None:
    """Make a stack, and commit its files."""
    environment, kind, name = stack.split("/")
    assert project.run("create", kind, name, "--env", environment, *words).code == 0
    commit_all(project.root, f"create {stack}")


def deleted(project: Project, stack: str) -> None:
    """Delete the request, its module and the module's line in platform.lock, and commit that."""
    shutil.rmtree(project.folder(stack))
    shutil.rmtree(project.root / "vendor/modules")
    lock = project.root / "platform.lock"
    lock.write_text("".join(line for line in lock.read_text().splitlines(keepends=True) if "module " not in line))
    commit_all(project.root, f"delete {stack}")


def pipeline(project: Project, *words: str) -> Said:
    return project.run(*words, "--yes", CI="true")


def locked(project: Project) -> list[Any]:
    instances = (one for resource in project.state_of(GOLD)["resources"] for one in resource["instances"])
    return [instance["attributes"]["input"]["value"] for instance in instances]


def test_a_deleted_request_is_shown_planned_and_destroyed(project: Project) -> None:
    committed(project, NOTE, "--copies", "3", "--yes")
    deleted(project, NOTE)
    git(project.root, "checkout", "-q", "-b", "other", "HEAD~2")
    elsewhere = [project.run("apply", "--all", "--yes"), project.run("apply", NOTE, "--confirm", "one")]
    git(project.root, "checkout", "-q", "main")

    shown, planned = project.show(NOTE), project.run("plan", "--detailed-exitcode", "--output", "json")
    refused, applied = project.run("apply", "--all", "--yes"), project.run("apply", "--all", "--confirm", "one")

    assert [said.code for said in (*elsewhere, planned, refused, applied)] == [0, 3, 2, 3, 0]
    assert shown["notes"] == [f"deleted: its request is gone; 3 to destroy; platformctl apply {NOTE}"]
    (preview,) = planned.document["stacks"]
    assert (preview["deleted"], {change["action"] for change in preview["changes"]}) == (True, {"delete"})
    assert project.kinds_of_events(NOTE)[-1] == "destroyed"
    assert project.run("list", "--output", "json").document["stacks"] == []


def test_without_the_word_in_its_last_request_what_is_protected_stays(project: Project) -> None:
    committed(project, GOLD)
    assert pipeline(project, "apply", GOLD).code == 0
    deleted(project, GOLD)

    refused = pipeline(project, "apply", GOLD)

    assert refused.code == 3
    assert "bring it back" in " ".join(refused.stdout.split())
    assert locked(project) == [True]


def killed_between_the_plans(project: Project) -> None:
    """Kill the apply of a deletion once its first plan has taken the protection off."""
    command = replace(project, environ={**project.environ, "CI": "true"}).start(
        "apply", "--env", "live", "--all", "--yes"
    )
    deadline = time.monotonic() + 120
    while locked(project) != [False] and time.monotonic() < deadline:
        time.sleep(0.02)
    command.send_signal(signal.SIGKILL)
    command.wait()


def test_what_is_protected_goes_by_two_plans_and_a_kill_between_them_is_gone_on_from(project: Project) -> None:
    committed(project, GOLD)
    request = project.folder(GOLD) / "request.yaml"
    request.write_text(request.read_text() + WORD)
    commit_all(project.root, "say the word")
    assert pipeline(project, "apply", GOLD).code == 0
    deleted(project, GOLD)

    killed_between_the_plans(project)
    alarmed = project.show(GOLD)["notes"]
    again = pipeline(project, "apply", GOLD)

    assert "ALARM" in alarmed[0]
    assert again.code == 0
    assert project.kinds_of_events(GOLD)[-1] == "destroyed"
    assert locked(project) == []
