"""What is protected goes by two plans, on the word of a person in its request, and is never left open in silence."""

import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.lifecycle.killing import Tell, drawn, killed_at_random, leftovers
from tests.project import DESK, Project, Said, desk_project

pytestmark = pytest.mark.lifecycle
STACK = "live/strongbox/gold"
LIVE = "  live: {tier: prod, cloud: {sandbox: {region: eu-central-1}}, state: {local: {}}, apply: pipeline}\n"
WORD = "lifecycle: {allow: [destroy], until: 2999-12-31, reason: it has moved}\n"
PAST = WORD.replace("2999", "2001")
KILLS = 12
"""Of a destruction by two plans in the campaign; one of them in each run of CI."""


def pipeline(project: Project, *words: str) -> Said:
    return project.run(*words, "--yes", CI="true")


def say(project: Project, word: str) -> None:
    request = project.folder(STACK) / "request.yaml"
    request.write_text(request.read_text() + word)


def locked(project: Project) -> list[object]:
    resources = project.state_of(STACK)["resources"]
    return [instance["attributes"]["input"]["value"] for resource in resources for instance in resource["instances"]]


@pytest.fixture
def protected(tmp_path: Path) -> Project:
    """A project with a protected stack in tier prod."""
    project = desk_project(tmp_path, DESK.replace("teams:\n", f"{LIVE}teams:\n"))
    assert project.run("create", "strongbox", "gold", "--env", "live").code == 0
    assert pipeline(project, "apply", STACK).code == 0
    return project


@pytest.mark.parametrize("word", ["", PAST])
def test_without_a_word_that_counts_it_stays(protected: Project, word: str) -> None:
    say(protected, word)

    refused = protected.run("destroy", STACK, "--yes", "--confirm", "gold", CI="true")

    assert refused.code == 3
    assert "lifecycle" in refused.stderr
    assert locked(protected) == [True]
    assert protected.show(STACK)["status"] == "applied"


def test_with_the_word_it_is_disarmed_and_destroyed_by_two_judged_plans(protected: Project) -> None:
    say(protected, WORD)

    assert pipeline(protected, "destroy", STACK).code == 0

    events = protected.events(STACK)
    last = [event for event in events if event["run"] == events[-1]["run"]]
    steps = [event["body"].get("step", "") for event in last if event["type"] == "applying"]
    summaries = [event["body"]["summary"] for event in last if event["type"] == "planned"]
    assert steps == ["disarm", ""]
    assert summaries == [{"delete": 1}, {"update": 1}, {"delete": 1}]
    assert last[-1]["type"] == "destroyed"
    assert not protected.folder(STACK).exists()


def in_pipeline(project: Project) -> Project:
    return replace(project, environ={**project.environ, "CI": "true"})


def killed_between_the_plans(project: Project) -> None:
    """Kill a destruction once its first plan is applied."""
    command = in_pipeline(project).start("destroy", STACK, "--yes")
    deadline = time.monotonic() + 120
    while locked(project) != [False] and time.monotonic() < deadline:
        time.sleep(0.02)
    command.send_signal(signal.SIGKILL)
    command.wait()


def test_what_is_killed_between_the_plans_is_an_alarm_until_it_is_protected_again(protected: Project) -> None:
    say(protected, WORD)
    killed_between_the_plans(protected)

    assert any("ALARM" in note for note in protected.show(STACK)["notes"])
    assert pipeline(protected, "apply", STACK).code == 0
    assert not any("ALARM" in note for note in protected.show(STACK)["notes"])
    assert locked(protected) == [True]


def failing_the_second_time(folder: Path) -> Path:
    """Make a terraform that fails when it is asked for the second time to plan a destruction."""
    tool, count = folder / "terraform", folder / "asked"
    tool.write_text(
        "#!/bin/bash\n"
        f'if [[ "$1" == plan && "$*" == *-destroy* ]]; then echo x >> {count}; '
        f"[[ $(wc -l < {count}) -gt 1 ]] && exit 1; fi\n"
        f'exec {shutil.which("terraform")} "$@"\n'
    )
    tool.chmod(0o755)
    return tool


def test_when_the_second_plan_fails_the_protection_is_put_back_on(protected: Project, tmp_path: Path) -> None:
    say(protected, WORD)

    tool = failing_the_second_time(tmp_path)
    failed = protected.run("destroy", STACK, "--yes", CI="true", PLATFORMCTL_TERRAFORM=str(tool))

    assert failed.code == 1
    assert "putting the protection back on" in failed.stderr
    assert locked(protected) == [True]
    shown = protected.show(STACK)
    assert not any("ALARM" in note for note in shown["notes"])


def truthful(project: Project) -> None:
    """Hold what is said of a stack against its state: whoever looks learns that the protection may be off."""
    shown, left = project.show(STACK), locked(project)
    assert left != [False] or any("ALARM" in note for note in shown["notes"])
    assert shown["status"] != "applied" or left == [True]
    assert shown["status"] != "destroyed" or left == []


@pytest.mark.parametrize(
    "number", [0, *(pytest.param(number, marks=pytest.mark.campaign) for number in range(1, KILLS))]
)
def test_a_kill_at_any_moment_of_the_two_plans_hides_nothing_and_the_next_destroy_ends_it(
    protected: Project, number: int, record_property: Tell
) -> None:
    say(protected, WORD)
    way = drawn("strongbox", number, record_property)
    killed_at_random(in_pipeline(protected), ("destroy", STACK, "--yes"), way, lines=14)

    truthful(protected)
    pipeline(protected, "destroy", STACK)

    events = protected.events(STACK)
    assert (events[-1]["type"], locked(protected)) == ("destroyed", [])
    assert not (protected.folder(STACK) / "request.yaml").exists()
    assert leftovers(protected) == []
