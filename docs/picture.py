"""Records a real `create` on a terminal and draws it as one SVG that plays: docs/images/create.svg.

`python -m docs.picture FOLDER` works in FOLDER, which must be empty. It takes as long as the command does; the film is
shorter, since waits are told by a few of their moments. Where nothing moves, the last moment is shown.
"""

import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI
from rich.text import Text

from docs.record import KEPT, KEPT_PREFIXES
from docs.session import QUESTION, Screen, plain, session

COMMAND = "platformctl --sandbox create db orders"
PROMPT = "\x1b[32m$\x1b[0m "
TARGET = Path(__file__).parent / "images" / "create.svg"
COLUMNS, ROWS = 92, 38
CELL_WIDTH, CELL_HEIGHT, MARGIN, BAR = 8.4, 19.0, 16.0, 34.0
SPINNER = re.compile(r"^[⠀-⣿] .*$", re.MULTILINE)
DOTS = re.compile(r"([⠀-⣿])")
"""A spinner's sign: few fonts have it, so it is drawn apart from the words after it."""
SECONDS_OF_A_WAIT = 8.0
"""Of a wait, one moment is kept in so many seconds."""
READING, TYPING, STEP, LAST = 4.0, 0.05, 0.35, 9.0
"""Seconds of the film for: the question, a key, any other moment, the end."""


@dataclass(frozen=True)
class Frame:
    """What the terminal shows, and for how many seconds of the film."""

    lines: tuple[str, ...]
    seconds: float


class Film:
    """Takes in what a terminal is told and keeps the moments that matter."""

    def __init__(self) -> None:
        """Begin with the command being typed."""
        self.screen = Screen()
        self.frames = [Frame((PROMPT + COMMAND[:end],), TYPING) for end in range(len(COMMAND) + 1)]
        self._stable, self._kept = "", time.monotonic()
        self.screen.take(f"{PROMPT}{COMMAND}\r\n")

    def watch(self, raw: str) -> None:
        """Follow the terminal; keep a moment when something lasting was written, or when a wait has gone on."""
        text = self.screen.take(raw).text
        stable = SPINNER.sub("", plain(text)).strip()
        if stable != self._stable or time.monotonic() - self._kept > SECONDS_OF_A_WAIT:
            asks = QUESTION.search(plain(text)) is not None
            self.frames.append(Frame(_rows(text), READING if asks else STEP))
            self._stable, self._kept = stable, time.monotonic()

    def end(self) -> Sequence[Frame]:
        """Return all moments; the last one stays for a while."""
        return [*self.frames, Frame(_rows(self.screen.text), LAST)]


def _rows(text: str) -> tuple[str, ...]:
    """Return the rows that fit, long lines wrapped as a terminal wraps them; what wraps has no colours."""
    lines = (line if len(plain(line)) <= COLUMNS else plain(line) for line in text.splitlines())
    rows = (row for line in lines for row in (_cut(line) if "\x1b" not in line else [line]))
    return tuple(rows)[-ROWS:]


def _cut(line: str) -> Sequence[str]:
    return [line[start : start + COLUMNS] for start in range(0, len(line) or 1, COLUMNS)]


def film(folder: Path) -> Sequence[Frame]:
    """Run the command, say yes, and return what was to be seen."""
    taken = Film()
    environ = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(KEPT_PREFIXES)}
    with session(folder, {**environ, "HOME": os.environ["HOME"]}, COLUMNS) as shell:
        shell.watch = taken.watch
        shell.run(COMMAND, ["y"])
    return taken.end()


def svg(frames: Sequence[Frame]) -> str:
    """Draw the film: all frames in one strip that moves behind a window; the last one stands first, at rest."""
    width, height = COLUMNS * CELL_WIDTH + 2 * MARGIN, ROWS * CELL_HEIGHT + BAR + MARGIN
    rows: dict[str, int] = {}
    strip = [_frame(frame, number, width, rows) for number, frame in enumerate([frames[-1], *frames[:-1]])]
    total = sum(frame.seconds for frame in frames)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="A terminal: {escape(COMMAND)} shows what will happen, asks, applies, and prints the outputs">'
        f"<style>{STYLE}{_moves(frames, total, width)}</style>"
        f"<defs>{''.join(_row(line, number) for line, number in rows.items())}</defs>"
        f'<rect width="{width:g}" height="{height:g}" rx="9" fill="#1b1b1f"/>{LIGHTS}'
        f'<svg x="0" y="{BAR:g}" width="{width:g}" height="{ROWS * CELL_HEIGHT + 4:g}">'
        f'<g class="film">{"".join(strip)}</g></svg></svg>\n'
    )


STYLE = (
    "text{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:14px;"
    "white-space:pre;fill:#d8d8dc}.b{font-weight:bold}.d{opacity:.6}"
)
LIGHTS = "".join(
    f'<circle cx="{20 + 18 * place}" cy="17" r="5.5" fill="{colour}"/>'
    for place, colour in enumerate(("#ff5f57", "#febc2e", "#28c840"))
)


def _moves(frames: Sequence[Frame], total: float, width: float) -> str:
    """Write the movement: frame n stands at place n + 1 of the strip, the last one at place 0."""
    moments, at = [], 0.0
    for number, frame in enumerate(frames):
        place = 0 if number == len(frames) - 1 else number + 1
        moments.append(f"{100 * at / total:.2f}%{{transform:translateX({-place * width:g}px)}}")
        at += frame.seconds
    return (
        f"@keyframes play{{{''.join(moments)}}}"
        f"@media (prefers-reduced-motion:no-preference){{.film{{animation:play {total:.1f}s step-end infinite}}}}"
    )


def _frame(frame: Frame, place: int, width: float, rows: dict[str, int]) -> str:
    """Draw one frame of references to rows: most rows stay from frame to frame."""
    shown = [
        f'<use href="#r{rows.setdefault(line, len(rows))}" y="{number * CELL_HEIGHT:g}"/>'
        for number, line in enumerate(frame.lines)
        if plain(line).strip()
    ]
    return f'<g transform="translate({place * width:g} 0)">{"".join(shown)}</g>'


def _row(line: str, number: int) -> str:
    """Draw one row; each run of one style is stretched to its columns, whatever font is there."""
    column, runs = 0, []
    segments = Text.from_ansi(line).render(Console(color_system="truecolor"))
    for words, style in ((part, one.style) for one in segments for part in DOTS.split(one.text.rstrip("\n"))):
        if words.strip():
            look = _look(style.bold, style.dim, style.color) if style else ""
            place = f'x="{MARGIN + column * CELL_WIDTH:g}" textLength="{len(words) * CELL_WIDTH:g}"'
            runs.append(f'<text y="{CELL_HEIGHT - 5:g}" {place}{look} xml:space="preserve">{escape(words)}</text>')
        column += len(words)
    return f'<g id="r{number}">{"".join(runs)}</g>'


def _look(bold: bool | None, dim: bool | None, color: object) -> str:
    classes = " ".join(word for word, on in (("b", bold), ("d", dim)) if on)
    fill = f' style="fill:{color.get_truecolor(DIMMED_MONOKAI).hex}"' if hasattr(color, "get_truecolor") else ""
    return (f' class="{classes}"' if classes else "") + fill


if __name__ == "__main__":
    TARGET.write_text(svg(film(Path(sys.argv[1]))), "utf-8")
