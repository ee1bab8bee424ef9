"""Signals: Ctrl-C once and twice at a terminal, before there is anything to lose, a closed one, none at all."""

import signal
import subprocess

import pytest
from tests.project import Project
from tests.terminal import CTRL_C, terminal

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
COPIES = 300
"""Keeps Terraform at work for seconds: it writes the state after each."""
CREATE = ("create", "note", "one", "--copies", str(COPIES))


def held(project: Project) -> int:
    """Count the resources in the state."""
    resources = project.state_of(STACK).get("resources", [])
    return sum(len(resource["instances"]) for resource in resources)


def test_the_first_ctrl_c_lets_terraform_finish_and_everything_is_recorded(desk: Project) -> None:
    with terminal(desk, *CREATE, "--yes") as person:
        person.wait_for("created after")
        person.type(CTRL_C)
        person.wait_for("nothing further is started")
        code = person.end()

    assert code == 130
    assert "was finished and recorded first" in person.text
    assert held(desk) == COPIES
    assert desk.show(STACK)["status"] == "applied"


def test_the_second_ctrl_c_cancels_and_the_next_command_completes_without_a_second_copy(desk: Project) -> None:
    with terminal(desk, *CREATE, "--yes") as person:
        person.wait_for("created after")
        person.type(CTRL_C)
        person.wait_for("nothing further is started")
        person.type(CTRL_C)
        person.wait_for("asking Terraform to cancel")
        code = person.end()
    made, status = held(desk), desk.show(STACK)["status"]

    again = desk.run(*CREATE, "--yes")

    assert code == 130
    assert 0 < made < COPIES
    assert status != "applied"
    assert again.code == 0
    assert held(desk) == COPIES
    assert f"{COPIES - made} to create" in again.stderr


def test_ctrl_c_at_the_question_changes_nothing(desk: Project) -> None:
    with terminal(desk, *CREATE) as person:
        person.wait_for("Do it? [y/N]")
        person.type(CTRL_C)
        code = person.end()

    assert code == 130
    assert "Traceback" not in person.text
    assert held(desk) == 0
    assert desk.kinds_of_events(STACK)[-1] == "interrupted"
    assert desk.show(STACK)["status"] != "interrupted"


def test_ctrl_c_while_the_tools_start_changes_nothing(desk: Project) -> None:
    with terminal(desk, *CREATE, "--yes") as person:
        person.wait_for("preparing Terraform")
        person.type(CTRL_C)
        code = person.end()

    again = desk.run("create", "note", "one", "--copies", str(COPIES), "--plan-only")

    assert code == 130
    assert "Traceback" not in person.text
    assert held(desk) == 0
    assert again.code == 0


def test_a_no_at_the_question_changes_nothing(desk: Project) -> None:
    with terminal(desk, *CREATE) as person:
        person.wait_for("Do it? [y/N]")
        person.type("n\n")
        code = person.end()

    assert code == 1
    assert "Declined" in person.text
    assert held(desk) == 0
    assert desk.kinds_of_events(STACK)[-1] == "declined"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGHUP, 129)])
def test_a_signal_without_a_terminal_waits_for_terraform_and_a_second_changes_nothing(
    desk: Project, number: int, code: int
) -> None:
    with desk.start(*CREATE, "--yes", "--progress", "plain", stderr=subprocess.PIPE) as process:
        said = read_until(process, "created after")
        process.send_signal(number)
        said += read_until(process, "nothing further is started")
        process.send_signal(number)
        said += read_until(process, None)

    assert process.returncode == code
    assert "asking Terraform to cancel" not in said
    assert held(desk) == COPIES
    assert desk.show(STACK)["status"] == "applied"
    assert desk.kinds_of_events(STACK)[-2:] == ["interrupted", "applied"]


def test_only_ctrl_c_is_ever_passed_on(desk: Project) -> None:
    with terminal(desk, *CREATE, "--yes") as person:
        person.wait_for("created after")
        person.process.send_signal(signal.SIGHUP)
        person.wait_for("nothing further is started")
        person.process.send_signal(signal.SIGHUP)
        code = person.end()

    assert code == 129
    assert "asking Terraform to cancel" not in person.text
    assert held(desk) == COPIES
    assert desk.show(STACK)["status"] == "applied"


def read_until(process: "subprocess.Popen[str]", words: str | None) -> str:
    """Read on, line by line, until words appear; to the end for None."""
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if words and words in line:
            return said
    assert words is None, f"'{words}' did not appear in:\n{said}"
    return said


def test_a_terminal_that_is_closed_takes_neither_terraform_nor_the_record_with_it(desk: Project) -> None:
    with terminal(desk, *CREATE, "--yes") as person:
        person.wait_for("created after")
        person.close()
        code = person.process.wait(60)

    assert code == 129
    assert held(desk) == COPIES
    assert desk.show(STACK)["status"] == "applied"
    assert desk.kinds_of_events(STACK)[-2:] == ["interrupted", "applied"]


def test_two_quick_ctrl_c_before_anything_is_applied_leave_nothing_behind(desk: Project) -> None:
    with terminal(desk, *CREATE, "--yes") as person:
        person.wait_for("preparing Terraform")
        person.type(CTRL_C)
        person.type(CTRL_C)
        code = person.end()

    assert code == 130
    assert "Traceback" not in person.text
    assert desk.kinds_of_events(STACK)[-1] == "interrupted"
    assert [path for path in desk.work.iterdir() if not path.name.startswith("judge-")] == []
