"""Tells progress on stderr: a live picture on a terminal, lines elsewhere, JSON lines for programs."""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

from platformctl.cli.pipes import Aside, write_aside
from platformctl.progress import Event, Progress, silent
from platformctl.views.look import Look
from platformctl.views.plain import harmless

EVERY = 30.0
"""Seconds between two lines that say that the same thing still waits."""
MARKS = {"started": "…", "waiting": "…", "done": "✓", "failed": "✗", "note": "·"}


class Quiet:
    """Tells nothing of progress; what must be read before a question still goes to stderr."""

    def __enter__(self) -> Progress:
        """Begin."""
        return silent

    def __exit__(self, *_: object) -> None:
        """End."""

    def above(self, text: str) -> None:
        """Write text that stays."""
        write_aside(text)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Leave the terminal alone for a while."""
        yield


class Lines(Quiet):
    """Tells one line per event."""

    def __init__(self, form: Callable[[Event, float], str]) -> None:
        """Take the function that makes a line of an event and the seconds since the start."""
        self.form = form
        self.began = time.monotonic()
        self.lock = threading.Lock()
        self.waiting: dict[str, float] = {}

    def __enter__(self) -> Progress:
        """Begin."""
        return self.tell

    def tell(self, event: Event) -> None:
        """Write one line; what only still waits is told every half minute."""
        now = time.monotonic()
        with self.lock:
            what = f"{event.stack} {event.subject or event.text}"
            if event.phase == "waiting" and now - self.waiting.get(what, -EVERY) < EVERY:
                return
            if event.phase in {"started", "waiting"}:
                self.waiting[what] = now
            write_aside(self.form(event, now - self.began))


def as_text(event: Event, seconds: float) -> str:
    """Make a plain line."""
    return f"{seconds:6.1f}s {MARKS[event.phase]} {_title(event)}\n"


def as_json(event: Event, seconds: float) -> str:
    """Make a JSON line."""
    body = {"version": 1, "seconds": round(seconds, 1), **event.__dict__}
    return json.dumps(body, ensure_ascii=False) + "\n"


class Live(Quiet):
    """Keeps the running steps on the screen's last lines and leaves the finished ones above."""

    SHOWN = 8
    """Running resources shown at once."""

    def __init__(self, look: Look) -> None:
        """Take the look of stderr."""
        self.look = look
        self.running: dict[tuple[str, str, str], tuple[str, float]] = {}
        self.lock = threading.Lock()

    def __enter__(self) -> Progress:
        """Begin to draw."""
        from rich.console import Console
        from rich.live import Live as RichLive

        self.console = Console(
            file=cast("IO[str]", Aside(sys.stderr)),
            width=self.look.width,
            no_color=not self.look.colour,
            highlight=False,
            markup=False,
        )
        self.live = RichLive(console=self.console, get_renderable=self.picture, transient=True, refresh_per_second=6)
        self.live.start()
        return self.tell

    def __exit__(self, *_: object) -> None:
        """Stop drawing."""
        self.live.stop()

    def above(self, text: str) -> None:
        """Write text that stays, above the picture."""
        with self.paused():
            write_aside(text)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the picture away for a while."""
        self.live.stop()
        try:
            yield
        finally:
            self.live.start()

    def picture(self) -> Any:
        """Return the running steps, longest first."""
        from rich.console import Group
        from rich.spinner import Spinner
        from rich.text import Text

        with self.lock:
            rows = sorted(self.running.items(), key=lambda item: item[1][1])
        now = time.monotonic()
        lines: list[Any] = [
            Spinner("dots", Text(f"{title} {_clock(now - began)}", overflow="ellipsis", no_wrap=True))
            for _, (title, began) in rows[: self.SHOWN]
        ]
        if len(rows) > self.SHOWN:
            lines.append(Text(f"  and {len(rows) - self.SHOWN} more"))
        return Group(*lines)

    def tell(self, event: Event) -> None:
        """Take an event into the picture."""
        from rich.text import Text

        key = (event.stack, event.topic, event.subject)
        with self.lock:
            before = self.running.get(key)
            if event.phase in {"started", "waiting"}:
                self.running[key] = (_title(event), before[1] if before else time.monotonic())
                return
            if event.phase != "note":
                self.running.pop(key, None)
        took = f" {_clock(time.monotonic() - before[1])}" if before and not event.subject else ""
        style = {"done": "green", "failed": "red", "note": "yellow"}[event.phase]
        self.live.console.print(Text.assemble((f"{MARKS[event.phase]} ", style), f"{_title(event)}{took}"))


def _title(event: Event) -> str:
    """Say what an event tells, after the stack where a command works on several."""
    return harmless(f"{event.stack} {event.topic}: {event.text}".lstrip())


def _clock(seconds: float) -> str:
    if seconds < 1:
        return ""
    return f"({seconds:.0f} s)" if seconds < 90 else f"({seconds // 60:.0f} min {seconds % 60:02.0f} s)"
