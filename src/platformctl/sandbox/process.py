"""Starts the emulator's process: detached, in a session of its own, with the lock and the socket in its hands."""

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformctl import __version__
from platformctl.errors import PlatformError
from platformctl.sandbox.ground_ids import GROUND
from platformctl.sandbox.place import Place

START = Path(__file__).with_name("emulator") / "start.py"
SECONDS_TO_LEAVE = 20


@dataclass(frozen=True)
class Birth:
    """What a new emulator inherits."""

    place: Place
    lock: int
    socket: int


def start_args(python: Path, birth: Birth) -> list[str]:
    """Return the command line of a new emulator; the ground goes along as data."""
    settings = {
        "folder": str(birth.place.folder.resolve()),
        "socket": birth.socket,
        "version": __version__,
        "ground": GROUND,
    }
    return [str(python), "-I", str(START), json.dumps(settings)]


def start_environment(folder: Path) -> Mapping[str, str]:
    """Return the environment of the emulator: nothing of the caller's, least of all credentials."""
    return {"HOME": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"}


def start(python: Path, birth: Birth) -> None:
    """Start it; it leaves for the background at once and keeps lock and socket."""
    try:
        with birth.place.log.open("wb") as log:
            subprocess.run(
                start_args(python, birth),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=birth.place.folder,
                env=start_environment(birth.place.folder),
                pass_fds=(birth.lock, birth.socket),
                timeout=SECONDS_TO_LEAVE,
                check=True,
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise not_started(birth.place, str(error)) from error


def not_started(place: Place, why: str) -> PlatformError:
    """Return the error of an emulator that did not come up, with its own last words."""
    words = place.log.read_text(encoding="utf-8", errors="replace") if place.log.is_file() else ""
    last = words.strip().splitlines()[-1:] or ["nothing"]
    return PlatformError(
        "The emulator did not start", detail=f"{why}. Its last words: {last[0][:300]}", hint=f"cat {place.log}"
    )
