"""`nox -s bench`: the table of what platformctl takes, against doing the same without it.

Each number is the median of ratios of two things measured in the same round; 1 is returned when a bound is broken.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench import affected, fleet, many, stores, untrusted
from tests.bench.ground import prepared
from tests.bench.measuring import Measure, in_turns, ratio
from tests.bench.ways import Ways

CREATE = "create queue --plan-only"
BY_HAND = "by hand (init, plan, show)"
SCRIPT = "usual script"
TWELVE, TWELVE_BY_HAND = "plan of 12 stacks", "12 by hand"
HELP, TWO = "--help", "--help of two commands"


def measured(ways: Ways, rounds: int, picture: Path | None) -> Sequence[Measure]:
    """Measure everything, in so many rounds; `picture` is where the curve over many stacks goes."""
    create = in_turns({CREATE: ways.create, BY_HAND: ways.by_hand, SCRIPT: ways.usual_script}, rounds)
    twelve = in_turns({TWELVE: ways.plan_of_twelve, TWELVE_BY_HAND: ways.twelve_by_hand}, max(1, rounds // 3))
    start = in_turns({HELP: ways.help, TWO: ways.help_of_two_commands}, 3 * rounds)
    memory = [ways.memory_of_create() for _ in range(3)]
    return (
        ratio(CREATE, BY_HAND, create, bound=1.15),
        ratio(CREATE, SCRIPT, create, bound=0.5),
        ratio(TWELVE, TWELVE_BY_HAND, twelve, bound=0.2),
        many.measured(ways, rounds, picture),
        affected.measured(rounds),
        untrusted.measured(rounds),
        fleet.measured(ways.ground, rounds),
        ratio(HELP, TWO, start, bound=1.3),
        *stores.measured(rounds),
        Measure("peak PSS without Terraform, provider, emulator", memory, bound=300, unit=" MB"),
    )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--picture", type=Path, help="draw the plan of many stacks there, as SVG")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="platformctl-bench-") as folder, prepared(Path(folder)) as ground:
        measures = measured(Ways(ground), said.rounds, said.picture)
    title = f"{'what':<58}{'median':>7}{'':<4}{'range':>14}{'bound':>8}\n"
    sys.stdout.write(title + "".join(f"{measure.line()}\n" for measure in measures))
    return 0 if all(measure.holds for measure in measures) else 1


if __name__ == "__main__":
    sys.exit(main())
