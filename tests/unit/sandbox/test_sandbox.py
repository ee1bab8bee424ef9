"""The sandbox's life: started once, found again, stopped by its own word, never anybody else's process."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from platformctl.errors import PlatformError
from platformctl.progress import Event, silent
from platformctl.sandbox.sandbox import Sandbox
from platformctl.sandbox.status import Running, Stopped


def test_up_starts_it_and_a_second_up_finds_the_same_one(sandbox: Sandbox) -> None:
    first = sandbox.up()

    assert sandbox.up() == first
    assert sandbox.status() == first


def test_each_start_has_another_id_on_the_same_port(sandbox: Sandbox) -> None:
    before = sandbox.up()
    sandbox.down()

    after = sandbox.up()

    assert after.id != before.id
    assert after.url == before.url


def test_two_who_start_at_once_get_the_same_one(folder: Path, python: Path, sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda _: Sandbox(folder, lambda: python, silent).up(), "ab")

    assert first == second == sandbox.status()


def test_looking_starts_nothing_and_makes_no_folder(sandbox: Sandbox, folder: Path) -> None:
    assert sandbox.status() == Stopped("It is not running.")
    assert not folder.exists()


def test_down_of_nothing_is_no_error(sandbox: Sandbox) -> None:
    assert sandbox.down() == Stopped("It was not running.")


def test_the_interpreter_is_asked_for_only_when_something_must_start(folder: Path, sandbox: Sandbox) -> None:
    running = sandbox.up()

    def unneeded() -> Path:
        raise AssertionError

    assert Sandbox(folder, unneeded, silent).up() == running


def test_a_stale_pid_never_kills_a_stranger(sandbox: Sandbox, folder: Path) -> None:
    sandbox.up()
    sandbox.down()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        (folder / "server.json").write_text(f'{{"id": "abc", "pid": {stranger.pid}, "version": "0"}}')

        outcome = sandbox.down()
        alive = stranger.poll() is None
        stranger.communicate(b"\n")

    assert outcome == Stopped("It was not running.")
    assert alive


def test_a_record_that_names_another_process_is_not_believed(
    sandbox: Sandbox, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = sandbox.up()
    true_record = (folder / "server.json").read_text()
    (folder / "server.json").write_text(f'{{"id": "{running.id}", "pid": {os.getpid()}, "version": "0"}}')

    monkeypatch.setattr("platformctl.sandbox.sandbox.SECONDS_TO_STOP", 0.2)
    with pytest.raises(PlatformError) as refused:
        sandbox.down()
    (folder / "server.json").write_text(true_record)

    assert refused.value.summary == "The emulator does not answer"
    monkeypatch.undo()
    assert sandbox.status() == running


def test_a_killed_emulator_is_told_at_once_and_started_anew(sandbox: Sandbox) -> None:
    before = sandbox.up()
    os.kill(before.pid, signal.SIGKILL)
    wait_for_end(sandbox)

    after = sandbox.up()

    assert after.id != before.id


def wait_for_end(sandbox: Sandbox) -> None:
    while isinstance(sandbox.status(), Running) or sandbox.status() == Stopped("It is starting or does not answer."):
        pass


def test_it_outlives_its_starter_in_a_session_of_its_own(sandbox: Sandbox) -> None:
    running = sandbox.up()

    assert os.getsid(running.pid) == running.pid
    assert os.getsid(running.pid) != os.getsid(0)


def test_reset_begins_anew(sandbox: Sandbox) -> None:
    before = sandbox.up()

    after = sandbox.reset()

    assert after.id != before.id
    assert sandbox.status() == after


def test_an_emulator_that_cannot_start_says_its_last_words(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho no moto here >&2\nexit 3\n")
    broken.chmod(0o755)

    with pytest.raises(PlatformError) as refused:
        Sandbox(folder, lambda: broken, silent).up()

    assert refused.value.summary == "The emulator did not start"
    assert "no moto here" in refused.value.detail


def test_the_environment_points_at_it_and_at_nothing_of_the_users(sandbox: Sandbox) -> None:
    running = sandbox.up()

    variables = sandbox.env("eu-west-1")

    assert variables["AWS_ENDPOINT_URL"] == running.url
    assert variables["AWS_REGION"] == variables["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert variables["AWS_CONFIG_FILE"] == variables["AWS_SHARED_CREDENTIALS_FILE"] == os.devnull


def test_the_environment_of_what_never_ran_says_what_to_type(sandbox: Sandbox) -> None:
    with pytest.raises(PlatformError) as refused:
        sandbox.env()

    assert refused.value.hint == "platformctl sandbox up"


def test_it_tells_what_it_does(folder: Path, python: Path) -> None:
    told: list[Event] = []
    sandbox = Sandbox(folder, lambda: python, told.append)

    sandbox.up()
    sandbox.down()

    assert [(event.topic, event.phase) for event in told] == [
        ("sandbox", "started"),
        ("sandbox", "done"),
        ("sandbox", "done"),
    ]
