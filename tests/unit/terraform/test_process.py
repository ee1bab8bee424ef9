"""Starting processes, with a shell in Terraform's place."""

import os
import signal
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from platformctl.errors import Interrupted, PlatformError
from platformctl.progress import Event, silent
from platformctl.terraform import alive
from platformctl.terraform.following import apply_failure, follow
from platformctl.terraform.process import Command, ended_with_us, run, start_apply


def _command(folder: Path, script: str, **environment: str) -> Command:
    return Command(("/bin/sh", "-c", script), folder, environment)


def test_a_short_command_gives_code_and_both_streams(tmp_path: Path) -> None:
    finished = run(_command(tmp_path, "echo out; echo err >&2; exit 2"))

    assert (finished.code, finished.stdout, finished.stderr) == (2, "out\n", "err\n")


def test_it_sees_our_environment_folder_and_umask_only(tmp_path: Path) -> None:
    finished = run(_command(tmp_path, "/usr/bin/env; pwd; umask; read line || echo nothing to read", A="1"))

    lines = set(finished.stdout.splitlines())
    assert {"A=1", str(tmp_path), "0077", "nothing to read"} <= lines
    assert not any(line.startswith("HOME=") for line in lines)


def test_output_can_go_to_a_private_file_instead_of_memory(tmp_path: Path) -> None:
    finished = run(_command(tmp_path, "echo secret"), stdout=tmp_path / "out")

    assert (finished.stdout, (tmp_path / "out").read_text()) == ("", "secret\n")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


def test_a_file_that_is_already_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("/dev/null")

    with pytest.raises(PlatformError):
        run(_command(tmp_path, "true"), stdout=tmp_path / "out")


def test_a_missing_binary_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PlatformError) as caught:
        run(Command(("/nowhere/terraform",), tmp_path, {}))

    assert "/nowhere/terraform" in caught.value.detail


def test_environment_and_output_are_not_in_the_representation(tmp_path: Path) -> None:
    command = _command(tmp_path, "echo hunter2", PASSWORD="hunter3")

    assert "hunter" not in repr(run(command)) + repr(command.environment is None)
    assert "hunter3" not in repr(command)


def test_a_short_command_that_nobody_waits_for_any_more_is_ended(tmp_path: Path) -> None:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.2)

    with pytest.raises(KeyboardInterrupt):
        run(_command(tmp_path, "trap 'echo freed > lock; exit' INT; while :; do sleep 0.05; done"))

    signal.signal(signal.SIGALRM, before)
    assert (tmp_path / "lock").read_text() == "freed\n"


def test_an_apply_has_private_files(tmp_path: Path) -> None:
    running = start_apply(_command(tmp_path, "echo told; echo no >&2"), tmp_path / "events", tmp_path / "err", ())

    assert running.wait() == 0
    assert ((tmp_path / "events").read_text(), (tmp_path / "err").read_text()) == ("told\n", "no\n")
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("events", "err")} == {0o600}


def test_an_apply_leads_its_own_group(tmp_path: Path) -> None:
    running = start_apply(_command(tmp_path, "sleep 30"), tmp_path / "events", tmp_path / "err", ())

    group = os.getpgid(running.pid)
    running.process.kill()

    assert group == running.pid
    assert running.wait(5) == -signal.SIGKILL


def test_inherited_locks_live_as_long_as_the_applys_children(tmp_path: Path) -> None:
    descriptor = alive.take(tmp_path / "alive.lock")
    script = "sleep 0.5 >/dev/null 2>&1 &"
    running = start_apply(_command(tmp_path, script), tmp_path / "events", tmp_path / "err", (descriptor,))
    os.close(descriptor)

    assert running.wait(5) == 0
    assert alive.somebody_lives(tmp_path / "alive.lock")
    assert alive.wait_for_survivors(tmp_path / "alive.lock", 5)


def test_an_interrupt_reaches_the_apply(tmp_path: Path) -> None:
    script = "trap 'exit 7' INT; echo ready; while :; do sleep 0.05; done"
    running = start_apply(_command(tmp_path, script), tmp_path / "events", tmp_path / "err", ())
    subprocess.run(["/bin/sh", "-c", "until grep -q ready events; do sleep 0.05; done"], cwd=tmp_path, check=True)

    running.interrupt()

    assert running.wait(5) == 7
    running.interrupt()


def test_a_signal_ends_the_short_commands_of_other_threads_too(tmp_path: Path) -> None:
    command = _command(tmp_path, "trap 'exit 7' INT; touch ready; while :; do sleep 0.05; done")

    with ThreadPoolExecutor() as beside:
        short = beside.submit(run, command)
        subprocess.run(["/bin/sh", "-c", "until [ -e ready ]; do sleep 0.05; done"], cwd=tmp_path, check=True)
        with pytest.raises(Interrupted), ended_with_us():
            raise Interrupted("Interrupted", signal_number=2)

    assert short.result().code == 7


def test_waiting_has_an_end(tmp_path: Path) -> None:
    running = start_apply(_command(tmp_path, "sleep 30"), tmp_path / "events", tmp_path / "err", ())

    assert running.wait(0.05) is None

    running.process.kill()
    running.wait()


def test_following_tells_every_event_and_ends_with_the_whole_account(tmp_path: Path) -> None:
    line = '{"type":"apply_start","hook":{"resource":{"addr":"a.b"},"action":"create"}}'
    told: list[Event] = []
    running = start_apply(_command(tmp_path, f"echo '{line}'; exit 1"), tmp_path / "events", tmp_path / "err", ())

    flight = list(follow(running, told.append))[-1]

    assert flight.in_flight == {"a.b": "create"}
    assert [event.text for event in told] == ["a.b: creating"]


def test_an_apply_that_says_nothing_is_explained_by_its_end(tmp_path: Path) -> None:
    running = start_apply(_command(tmp_path, "kill -9 $$"), tmp_path / "events", tmp_path / "err", ())
    flight = list(follow(running, silent))[-1]

    assert apply_failure(running, flight).detail == "It was ended by signal 9."
