"""Draws a few curves as an SVG that stands alone; both axes are logarithmic, so that a ratio is a distance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 720, 420, 70, 60, 30, 190
COLOURS = ("#b45309", "#1d4ed8", "#15803d")
STYLE = (
    "text{font:14px sans-serif;fill:#444}line{stroke:#ddd}"
    "@media(prefers-color-scheme:dark){text{fill:#bbb}line{stroke:#444}}"
)


@dataclass(frozen=True)
class Curve:
    """A name, and points with positive coordinates in their order."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Scale:
    """Where a value lies on an axis."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value."""
        part = (log10(value) - self.least) / (self.most - self.least)
        return self.start + part * (self.end - self.start)

    @property
    def marks(self) -> Iterator[float]:
        """Yield the values that are written at the axis: 1, 2, 5, 10 …"""
        for power in range(floor(self.least), ceil(self.most) + 1):
            for digit in (1, 2, 5):
                value = digit * 10.0**power
                if self.least - 1e-9 <= log10(value) <= self.most + 1e-9:
                    yield value


def drawn(across: str, upwards: str, curves: Sequence[Curve]) -> str:
    """Return the picture's text."""
    wide = _scale([x for curve in curves for x, _ in curve.points], LEFT, WIDTH - RIGHT)
    high = _scale([y for curve in curves for _, y in curve.points], HEIGHT - BOTTOM, TOP)
    parts = [*_grid(wide, high), *_titles(across, upwards)]
    for number, curve in enumerate(curves):
        parts += _curve(curve, COLOURS[number % len(COLOURS)], wide, high)
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    lines = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>\n<style>{STYLE}</style>\n{lines}\n</svg>\n'


def _scale(values: Sequence[float], start: float, end: float) -> Scale:
    return Scale(log10(min(values)), log10(max(values) * 1.1), start, end)


def _grid(wide: Scale, high: Scale) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for value in wide.marks:
        x = wide.at(value)
        yield f'<line x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{value:g}</text>'
    for value in high.marks:
        y = high.at(value)
        yield f'<line x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{value:g}</text>'


def _titles(across: str, upwards: str) -> Iterator[str]:
    yield f'<text x="{(LEFT + WIDTH - RIGHT) / 2:.1f}" y="{HEIGHT - 12}" text-anchor="middle">{escape(across)}</text>'
    middle = (TOP + HEIGHT - BOTTOM) / 2
    yield f'<text transform="translate(18 {middle:.1f}) rotate(-90)" text-anchor="middle">{escape(upwards)}</text>'


def _curve(curve: Curve, colour: str, wide: Scale, high: Scale) -> Iterator[str]:
    places = [(wide.at(x), high.at(y)) for x, y in curve.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
    for (x, y), (_, value) in zip(places, curve.points, strict=True):
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"><title>{value:.1f}</title></circle>'
    x, y = places[-1]
    value = curve.points[-1][1]
    yield f'<text x="{x + 10:.1f}" y="{y + 5:.1f}" style="fill:{colour}">{escape(curve.name)}: {value:.0f} s</text>'
