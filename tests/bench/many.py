"""Planning over the number of stacks: together, against one by one by hand; a table's lines, and a picture."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from statistics import median

from tests.bench.curve import Curve, drawn
from tests.bench.ground import CHANGED, NEW, PLATFORMCTL
from tests.bench.measuring import Measure, ratio
from tests.bench.running import Spent, run
from tests.bench.ways import Ways

SIZES = (1, 3, 6, 12, 30, 60)
MORE = tuple(f"queue/more-{number}" for number in range(SIZES[-1] - len(CHANGED) - len(NEW)))
SIXTY = tuple(word for pair in zip(CHANGED, NEW, strict=True) for word in pair) + MORE
"""The twelve in turns, what exists and what is new, and then so many new ones."""
ROUNDS = 7
"""So many rounds of the others are one of these, which take ten minutes."""
BOUND = 0.08


def measured(ways: Ways, rounds: int, picture: Path | None) -> Measure:
    """Measure each number of stacks in its turn; return what the largest comes to, and draw all of them if asked."""
    ways.ground.request(MORE)
    together: dict[int, list[Spent]] = {size: [] for size in SIZES}
    by_hand: dict[int, list[Spent]] = {size: [] for size in SIZES}
    for _ in range(max(1, rounds // ROUNDS)):
        for size in SIZES:
            together[size].append(run(ways.ground.project, PLATFORMCTL, "plan", *SIXTY[:size]))
        so_far = list(accumulate(ways.each_by_hand(SIXTY)))
        for size in SIZES:
            by_hand[size].append(so_far[size - 1])
    if picture:
        picture.write_text(drawn("Stacks", "Seconds", _curves(together, by_hand)), "utf-8")
    ours, theirs = f"plan of {SIZES[-1]} stacks", f"{SIZES[-1]} by hand"
    return ratio(ours, theirs, {ours: together[SIZES[-1]], theirs: by_hand[SIZES[-1]]}, bound=BOUND)


def _curves(together: dict[int, list[Spent]], by_hand: dict[int, list[Spent]]) -> Sequence[Curve]:
    return [
        Curve(name, [(size, median(one.wall for one in spent[size])) for size in SIZES])
        for name, spent in (("one by one, by hand", by_hand), ("platformctl plan", together))
    ]
