"""What records and a lease add to a judged plan: `create` up to its question, against `create --plan-only`."""

import time
from collections.abc import Iterator
from itertools import count
from statistics import median

from tests.bench.measuring import Measure
from tests.project import Project
from tests.terminal import terminal

QUESTION, PREVIEWED = "Do it? [y/N]", "was planned only"
BOUNDS = {"local": 1.03, "postgres": 1.05}
TIMES = 5
"""A few hundredths are to be seen, so there are more rounds than of other things; each takes seconds."""
_NUMBERS = count(1)


def measured(name: str, project: Project, rounds: int) -> Iterator[Measure]:
    """Hold both against each other in turns on one store, where a bound is set for it; a first round doesn't count."""
    if name not in BOUNDS:
        return
    pairs = []
    for number in range(TIMES * rounds + 1):
        ways = (up_to_the_question, plan_only)[:: 1 if number % 2 else -1]
        took = {way: way(project) for way in ways}
        pairs.append((took[up_to_the_question], took[plan_only]))
    asked, looked = (median(side) for side in zip(*pairs[1:], strict=True))
    ratios = [one / other for one, other in pairs[1:]]
    what = f"create up to its question ÷ --plan-only, {name}"
    yield Measure(what, ratios, BOUNDS[name], times=f"{asked:.2f} s ÷ {looked:.2f} s")


def up_to_the_question(project: Project) -> float:
    """Return the seconds until somebody at a terminal is asked; no is the answer."""
    began = time.perf_counter()
    with terminal(project, "create", "note", f"asked-{next(_NUMBERS)}") as screen:
        screen.wait_for(QUESTION)
        took = time.perf_counter() - began
        screen.type("n\n")
        screen.end()
    return took


def plan_only(project: Project) -> float:
    """Return the seconds until a preview is on the terminal; what is tidied up afterwards counts in neither."""
    began = time.perf_counter()
    with terminal(project, "create", "note", f"looked-at-{next(_NUMBERS)}", "--plan-only") as screen:
        screen.wait_for(PREVIEWED)
        took = time.perf_counter() - began
        screen.end()
    return took
