"""The sandbox of one project: its emulator started, found again, stopped, begun anew."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.progress import Event, Progress
from platformctl.sandbox import address, questions
from platformctl.sandbox.ground_ids import REGION
from platformctl.sandbox.place import Place
from platformctl.sandbox.process import Birth, not_started, start
from platformctl.sandbox.status import Answer, Running, Status, Stopped

SECONDS_TO_ANSWER = 5.0
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 15.0
PAUSE = 0.03


class Sandbox:
    """One emulator per folder, at most; the folder's lock says whether it lives, its answer says which one it is."""

    def __init__(self, folder: Path, python: Callable[[], Path], progress: Progress) -> None:
        """Take the interpreter of the emulator's environment as a question, asked only when something must start."""
        self._place = Place(folder)
        self._python = python
        self._progress = progress

    def up(self) -> Running:
        """Return the running emulator, started if need be; two who start at once get the same one."""
        self._place.prepare()
        running = self._found()
        if running:
            return running
        python = self._python()  # may take its time to be made, so before anybody holds the lock
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            running = self._found() or self._started(python)
            if running:
                return running
            time.sleep(PAUSE)
        raise self._silent()

    def down(self) -> Stopped:
        """Stop the emulator of this folder, and nobody else."""
        if not self._place.is_alive():
            return Stopped("It was not running.")
        running = self._watched(SECONDS_TO_STOP)
        if running:
            questions.ask_to_stop(running.port, running.id, SECONDS_TO_ANSWER)
            self._wait_for_the_end(running)
        if running is None and self._place.is_alive():
            raise self._silent()
        self._tell("done", "the emulator has stopped; what it held is gone")
        return Stopped("It has been stopped.")

    def status(self) -> Status:
        """Say whether it runs, and which one it is; changes nothing."""
        running = self._found()
        if running:
            return running
        return Stopped("It is starting or does not answer." if self._place.is_alive() else "It is not running.")

    def reset(self) -> Running:
        """Begin anew: another memory, another id."""
        self.down()
        self._place.forget()
        return self.up()

    def env(self, region: str = REGION) -> Mapping[str, str]:
        """Return what points any AWS client at this emulator, and at nothing else of the user's."""
        port = address.kept_port(self._place.folder)
        if port is None:
            raise PlatformError(
                "The sandbox has never been started",
                detail="It has no address yet.",
                hint="platformctl sandbox up",
            )
        return {
            "AWS_ENDPOINT_URL": address.url_of(port),
            "AWS_ACCESS_KEY_ID": "sandbox",
            "AWS_SECRET_ACCESS_KEY": "sandbox",
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def _found(self) -> Running | None:
        """Return the emulator that answers as the lock's holder; a stranger on the port is not it."""
        port, recorded = address.kept_port(self._place.folder), self._place.recorded()
        if port is None or recorded is None or not self._place.is_alive():
            return None
        answer = questions.who_answers(port, SECONDS_TO_ANSWER)
        return _running(answer, port) if answer == recorded else None

    def _started(self, python: Path) -> Running | None:
        """Start one if nobody holds the lock; None: somebody does, so look again."""
        with self._place.claim() as lock:
            if lock is None:
                return None
            self._tell("started", "starting the emulator")
            self._place.record.unlink(missing_ok=True)
            with address.listen(self._place.folder) as listener:
                start(python, Birth(self._place, lock, listener.fileno()))
        running = self._watched(SECONDS_TO_START)
        if running is None:
            raise not_started(self._place, "Its process ended, or stayed silent")
        self._tell("done", f"the emulator is ready at {running.url}")
        return running

    def _watched(self, seconds: float) -> Running | None:
        """Return the emulator as soon as it answers; None: its process ended, or stayed silent."""
        deadline = time.monotonic() + seconds
        while self._place.is_alive() and time.monotonic() < deadline:
            running = self._found()
            if running:
                return running
            time.sleep(PAUSE)
        return None

    def _wait_for_the_end(self, running: Running) -> None:
        deadline = time.monotonic() + SECONDS_TO_STOP
        while self._place.is_alive():
            recorded = self._place.recorded()
            if recorded and recorded.id != running.id:
                return  # somebody started another one meanwhile
            if time.monotonic() > deadline:
                raise self._silent()
            time.sleep(PAUSE)

    def _silent(self) -> PlatformError:
        """Return the error of an emulator that lives and does not answer: nobody is killed on a file's word."""
        return PlatformError(
            "The emulator does not answer",
            detail=f"It holds {self._place.lock}, and did not do as asked. Look at {self._place.log}, then end it.",
            hint=f"kill $(lsof -t {self._place.lock})",
        )

    def _tell(self, phase: str, text: str) -> None:
        self._progress(Event("sandbox", phase, text))  # type: ignore[arg-type]


def _running(answer: Answer, port: int) -> Running:
    return Running(answer.id, answer.pid, answer.version, port, address.url_of(port))
