"""Holds ways of doing things against each other: run in turns, so that whatever else the machine does hits all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.running import Spent

Way = Callable[[], Spent]


@dataclass(frozen=True)
class Measure:
    """What was measured, in each round, and the bound that holds for its median."""

    what: str
    values: Sequence[float]
    bound: float
    unit: str = ""
    times: str = ""
    """The medians that a ratio was made of, for the reader."""

    @property
    def median(self) -> float:
        """Return the value that counts."""
        return median(self.values)

    @property
    def holds(self) -> bool:
        """Say whether the bound is kept."""
        return self.median <= self.bound

    def line(self) -> str:
        """Make the measure's line of the table."""
        spread = f"{min(self.values):.2f}-{max(self.values):.2f}"
        verdict = "holds" if self.holds else "BROKEN"
        return f"{self.what:<58}{self.median:7.2f}{self.unit:<4}{spread:>14}{self.bound:8.2f}  {verdict:<8}{self.times}"


def in_turns(ways: Mapping[str, Way], rounds: int) -> Mapping[str, Sequence[Spent]]:
    """Run each way once per round, every other round backwards; a round before, to warm up, doesn't count."""
    spent: dict[str, list[Spent]] = {name: [] for name in ways}
    for number in range(-1, rounds):
        for name in list(ways)[:: 1 if number % 2 else -1]:
            took = ways[name]()
            if number >= 0:
                spent[name].append(took)
    return spent


def ratio(one: str, other: str, spent: Mapping[str, Sequence[Spent]], bound: float) -> Measure:
    """Divide round by round."""
    pairs = list(zip(spent[one], spent[other], strict=True))
    walls = [f"{median(each.wall for each in spent[name]):.2f} s" for name in (one, other)]
    processor = median(first.processor / second.processor for first, second in pairs)
    times = f"{' ÷ '.join(walls)}, processor {processor:.2f}"
    return Measure(f"{one} ÷ {other}", [first.wall / second.wall for first, second in pairs], bound, times=times)
