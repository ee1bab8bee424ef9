"""Starts the worker in checkov's own environment, and reads its lines.

Starting takes most of a second, so it happens in the background: `start_worker` returns at once and before the packs
are read, order and question may be sent before the worker is ready, and only an answer is waited for.
"""

import json
import os
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformctl.policy.conversation import Patience, Worker
from platformctl.policy.grammar import copy_table
from platformctl.policy.scan import unjudged

PROGRAM = Path(__file__).with_name("worker.py")
MAX_ANSWER = 64 << 20
PATIENT = Patience()
ISOLATED = ("-s", "-P", "-B")
"""As -I, which would ignore PYTHONHASHSEED: checkov's answers depend on it (docs/decisions/0008)."""
PIPE = subprocess.PIPE


class WorkerProcess:
    """The worker's process, as the line at whose other end it is."""

    def __init__(self, process: "subprocess.Popen[bytes]", errors: Path) -> None:
        self._process = process
        self._errors = errors
        self._rest = b""
        assert process.stdin is not None
        assert process.stdout is not None
        self._questions, self._answers = process.stdin, process.stdout

    def send(self, message: Mapping[str, Any]) -> None:
        """Write one line; a worker that is gone is noticed when its answer is read."""
        with suppress(OSError, ValueError):
            self._questions.write(json.dumps(message).encode() + b"\n")
            self._questions.flush()

    def receive(self, seconds: float, *, secret: bool) -> bytes:
        """Return the next line, within the time, or say why there is none."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._rest:
            self._rest += self._chunk(deadline, seconds) or self._nothing(secret=secret)
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def end(self, seconds: float) -> None:
        """Close its input, and kill it if it is still there after the time."""
        for pipe in (self._questions, self._answers):
            with suppress(OSError):
                pipe.close()
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _chunk(self, deadline: float, seconds: float) -> bytes:
        if self._answers.closed:
            raise unjudged("The judge has ended already.")
        ready, _, _ = select.select([self._answers], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise unjudged(f"The judge gave no answer within {seconds:.0f} seconds.")
        if len(self._rest) > MAX_ANSWER:
            raise unjudged("The judge's answer has no end.")
        return os.read(self._answers.fileno(), 1 << 16)

    def _nothing(self, *, secret: bool) -> bytes:
        self.end(2)
        code = self._process.returncode
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        last = "" if secret else _last_line(self._errors)
        raise unjudged(
            f"The judge's process ended {how} before it answered.{last}",
            hint="run the same command again with --verbose",
        )


def start_worker(
    python: Path,
    scratch: Path,
    cache: Path,
    program: Path = PROGRAM,
    patience: Patience = PATIENT,
) -> Worker:
    """Start the worker with checkov's `python`, in a private folder below `scratch`, and return at once.

    `cache` is the user's cache folder, for what never changes between runs.
    """
    home = scratch / "judge"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_table(python, cache, home, _run)
        process = _start([str(python), *ISOLATED, str(program)], home, scratch / "judge.err")
    except OSError as error:
        why = f"checkov can't be started with {python}: {error.strerror}."
        raise unjudged(why, hint=f"{python} --version") from error
    return Worker(process, patience)


def _start(command: Sequence[str], home: Path, errors: Path) -> WorkerProcess:
    """Give it nothing of ours, and a session of its own: Ctrl-C does not reach it, and it ends with its input."""
    descriptor = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        started = subprocess.Popen(
            command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=descriptor,
            cwd=home,
            env=_nothing(home),
            start_new_session=True,
        )
        return WorkerProcess(started, errors)
    finally:
        os.close(descriptor)


def _run(command: Sequence[str], home: Path) -> bool:
    """Run a command to its end; say whether it succeeded."""
    try:
        done = subprocess.run(command, env=_nothing(home), cwd=home, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _nothing(home: Path) -> Mapping[str, str]:
    return {"HOME": str(home), "PATH": str(home), "TMPDIR": str(home), "LANG": "C.UTF-8", "PYTHONHASHSEED": "0"}


def _last_line(path: Path) -> str:
    with suppress(OSError):
        lines = path.read_text("utf-8", errors="replace").split("\n")
        return f" It said: {next((line for line in reversed(lines) if line.strip()), 'nothing')[:300]}"
    return ""
