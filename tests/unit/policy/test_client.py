"""The worker's process: started with nothing, heard in order, and never believed when it breaks off."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from platformctl.errors import PlatformError
from platformctl.policy.client import start_worker
from platformctl.policy.conversation import Patience, Worker
from platformctl.policy.packs import Pack, PackFile

GREETING = """
import json, os, sys, time
order = json.loads(sys.stdin.readline())
def say(**words): print(json.dumps(words), flush=True)
def reply(**more): say(**{"rows": [], "resources": [], "unread": [], "log": [], "changed": [], **more})
"""
READY = GREETING + 'say(registered=order["checks"], log=[])\n'
Start = Callable[..., Worker]


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    check = {"title": "Good", "decides": "both", "severity": "low", "guideline": "Make it good."}
    words = {"name": "mine", "version": "1.0.0", "description": "Mine.", "checks": {"PCTL_GOOD": check}}
    return Pack(PackFile.model_validate(words), tmp_path / "pack")


@pytest.fixture
def start(pack: Pack, tmp_path: Path) -> Iterator[Start]:
    """Start a worker that is the given program; end it with the test."""
    open_workers = ExitStack()

    def start(program: str, seconds: float = 20) -> Worker:
        path = tmp_path / "program.py"
        path.write_text(program, encoding="utf-8")
        patience = Patience(seconds, seconds)
        python = Path(sys.executable)
        worker = start_worker(python, tmp_path / "scratch", tmp_path / "cache", path, patience)
        return open_workers.enter_context(worker.order([pack]))

    with open_workers:
        yield start


def ask(worker: Worker) -> str:
    """Return why a configuration could not be judged."""
    with pytest.raises(PlatformError) as unjudged:
        worker.configuration(Path("/stack"), Path("/"))
    assert unjudged.value.summary == "Could not be judged"
    assert unjudged.value.exit_code == 1
    return unjudged.value.detail


def test_it_is_told_its_checks_and_folders_and_then_the_question(start: Start, pack: Pack) -> None:
    worker = start(READY + "reply(resources=[json.dumps([order, json.loads(sys.stdin.readline())])])")

    heard = next(iter(worker.configuration(Path("/stack"), Path("/")).resources))

    assert heard == (
        f'[{{"checks": ["PCTL_GOOD"], "folders": ["{pack.checks_folder}"]}}, {{"configuration": "/stack"}}]'
    )


def test_it_starts_with_nothing_of_ours(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CKV_SKIP_CHECK", "PCTL_GOOD")
    flags = "str([sys.flags.no_user_site, sys.flags.safe_path, sys.flags.hash_randomization])"
    worker = start(READY + f"reply(resources=[*os.environ, os.getcwd(), {flags}])")

    seen = worker.configuration(Path("/stack"), Path("/")).resources

    ours = {"HOME", "PATH", "TMPDIR", "LANG", "PYTHONHASHSEED"}
    assert seen - {"LC_CTYPE"} == {*ours, str(tmp_path / "scratch/judge"), "[1, True, 0]"}


def test_a_question_can_be_asked_before_the_worker_is_ready(start: Start, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    waits = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)\n"
    worker = start(waits + READY + "reply(resources=['one']); reply(resources=['two'])")

    first, second = worker.ask_configuration(Path("/s"), Path("/")), worker.ask_plan(Path("/p.json"))
    gate.touch()

    assert [first.answer().resources, second.answer().resources] == [{"one"}, {"two"}]


def test_answers_are_taken_in_the_order_of_the_questions(start: Start) -> None:
    worker = start(READY)
    worker.ask_configuration(Path("/s"), Path("/"))

    with pytest.raises(PlatformError, match="Could not be judged"):
        worker.ask_plan(Path("/p.json")).answer()


def test_a_worker_that_does_not_start_says_its_last_words(start: Start) -> None:
    why = ask(start("raise SystemExit('no module named checkov')"))

    assert "exit code 1" in why
    assert "no module named checkov" in why


def test_the_last_words_of_one_that_read_a_plan_are_not_shown(start: Start) -> None:
    worker = start(READY + "sys.stdin.readline(); raise SystemExit('hunter2')")

    with pytest.raises(PlatformError) as unjudged:
        worker.plan(Path("/p.json"))

    assert "hunter2" not in unjudged.value.detail


def test_a_killed_worker_is_no_verdict(start: Start) -> None:
    assert "by signal 9" in ask(start(READY + "sys.stdin.readline(); os.kill(os.getpid(), 9)"))


def test_a_worker_that_takes_too_long_is_ended(start: Start) -> None:
    assert "no answer within 1 seconds" in ask(start(READY + "time.sleep(60)", seconds=1))


def test_half_an_answer_is_no_answer(start: Start) -> None:
    assert "before it answered" in ask(start(READY + "print('{\"rows\": [', end='', flush=True)"))


def test_an_answer_that_is_none_ends_it(start: Start) -> None:
    assert "can't be read" in ask(start(READY + "print('all is well', flush=True); time.sleep(60)"))


def test_a_complaint_while_loading_is_no_start(start: Start) -> None:
    program = GREETING + "say(registered=order['checks'], log=[{'place': 'pack', 'text': 'skipped one'}])"

    assert "skipped one" in ask(start(program))


def test_a_check_that_was_not_loaded_is_named(start: Start) -> None:
    assert "did not load PCTL_GOOD" in ask(start(GREETING + "say(registered=[], log=[]); time.sleep(60)"))


def test_after_an_error_there_are_no_more_answers(start: Start) -> None:
    worker = start(READY + "reply(changed=['checks']); reply(resources=['late']); time.sleep(60)")
    ask(worker)

    with pytest.raises(PlatformError, match="Could not be judged"):
        worker.configuration(Path("/s"), Path("/"))


def test_an_interpreter_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlatformError) as unjudged:
        start_worker(tmp_path / "nowhere/python", tmp_path / "scratch", tmp_path / "cache")

    assert "nowhere/python: No such file or directory" in unjudged.value.detail


def test_what_it_leaves_is_for_nobody_else_to_read(start: Start, tmp_path: Path) -> None:
    start(READY)

    modes = [(tmp_path / "scratch" / name).stat().st_mode & 0o777 for name in ("judge", "judge.err")]

    assert modes == [0o700, 0o600]
