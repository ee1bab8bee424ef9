"""Five queues applied by one command, held against the slowest of them applied by hand: what waits, waits together."""

from collections.abc import Sequence
from itertools import count

from tests.bench.ground import PLATFORMCTL, STACK, Ground
from tests.bench.measuring import Measure, ratio
from tests.bench.running import Place, Spent, run

FIVE, SLOWEST = "apply of five queues", "slowest by hand (init, plan, apply)"
ROUNDS = 7
"""So many rounds of the others are one of these, which take minutes."""
_NUMBERS = count(1)


def measured(ground: Ground, rounds: int) -> Measure:
    """Measure both in turns."""
    spent: dict[str, list[Spent]] = {FIVE: [], SLOWEST: []}
    for _ in range(max(1, rounds // ROUNDS)):
        spent[SLOWEST].append(by_hand(ground))
        spent[FIVE].append(apply_five(ground))
    return ratio(FIVE, SLOWEST, spent, bound=1.5)


def apply_five(ground: Ground) -> Spent:
    """Let platformctl apply five new queues that have nothing to do with each other."""
    names = _requested(ground, 5)
    return run(ground.project, PLATFORMCTL, "apply", *(f"queue/{name}" for name in names), "--yes", "--quiet")


def by_hand(ground: Ground) -> Spent:
    """Apply a new queue in its own folder with plain Terraform; all five are alike, so any is the slowest."""
    (name,) = _requested(ground, 1)
    place = Place(ground.project.folder / STACK / name, ground.by_hand.environ)
    plan = ground.by_hand.folder / "fleet.tfplan"
    return (
        run(place, ground.terraform, "init", "-input=false", "-lockfile=readonly")
        + run(place, ground.terraform, "plan", "-input=false", f"-out={plan}")
        + run(place, ground.terraform, "apply", "-input=false", plan)
    )


def _requested(ground: Ground, many: int) -> Sequence[str]:
    """Write requests like the prepared one under new names, and render them."""
    names = [f"fleet-{next(_NUMBERS)}" for _ in range(many)]
    text = (ground.project.folder / STACK / "prepared" / "request.yaml").read_text("utf-8")
    for name in names:
        folder = ground.project.folder / STACK / name
        folder.mkdir()
        (folder / "request.yaml").write_text(text.replace("prepared", name), "utf-8")
    run(ground.project, PLATFORMCTL, "render")
    return names
