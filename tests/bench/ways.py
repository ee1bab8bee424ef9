"""The ways of doing things that are held against each other; each runs once and says what it took."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.bench.ground import PLATFORMCTL, PYTHON, STACK, TWELVE, Ground
from tests.bench.running import Place, Spent, peak_memory, run

TWO_COMMANDS = Path(__file__).with_name("two_commands.py")
CHECKOV = ("--quiet", "--compact", "--soft-fail", "--skip-download")
"""As people call it, without the downloads."""
_NUMBERS = count(1)


class Ways:
    """Everything that is measured, on one ground."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def create(self) -> Spent:
        """Let platformctl render, judge, plan and judge a new queue."""
        with self._new_name() as name:
            return run(self.ground.project, PLATFORMCTL, "create", "queue", name, "--plan-only")

    def memory_of_create(self) -> float:
        """Do the same for the sake of its peak memory."""
        with self._new_name() as name:
            return peak_memory(self.ground.project, PLATFORMCTL, "create", "queue", name, "--plan-only")

    def by_hand(self) -> Spent:
        """Plan a queue in a prepared folder, and show the plan as JSON."""
        with self.ground.fresh_copy() as place:
            return self._init(place) + self._plan(place)

    def plan_of_twelve(self) -> Spent:
        """Let platformctl plan and judge twelve stacks."""
        return run(self.ground.project, PLATFORMCTL, "plan", *TWELVE)

    def twelve_by_hand(self) -> Spent:
        """Plan twelve stacks one by one, and show each plan as JSON."""
        return sum(self.each_by_hand(TWELVE), Spent(0, 0))

    def each_by_hand(self, words: Sequence[str]) -> Sequence[Spent]:
        """Plan stacks one by one, and show each plan as JSON; return what each took."""
        with self.ground.fresh_project() as place:
            folders = [Place(place.folder / "stacks/dev" / word, place.environ) for word in words]
            return [self._init(each) + self._plan(each) for each in folders]

    def usual_script(self) -> Spent:
        """Do the same, validated, and judged before and after by checkov's own command line."""
        checkov = self.ground.checkov
        with self.ground.fresh_copy() as place:
            return (
                self._init(place)
                + run(place, self.ground.terraform, "validate")
                + run(place, checkov, "--directory", ".", "--framework", "terraform", *CHECKOV)
                + self._plan(place)
                + run(place, checkov, "--file", "plan.json", "--framework", "terraform_plan", *CHECKOV)
            )

    def help(self) -> Spent:
        """Show platformctl's help."""
        return run(self.ground.project, PLATFORMCTL, "--help")

    def help_of_two_commands(self) -> Spent:
        """Show the help of a program that has two commands and nothing else."""
        return run(self.ground.project, PYTHON, TWO_COMMANDS, "--help")

    def _init(self, place: Place) -> Spent:
        return run(place, self.ground.terraform, "init", "-input=false", "-lockfile=readonly")

    def _plan(self, place: Place) -> Spent:
        shown = place.folder / "plan.json"
        planned = run(place, self.ground.terraform, "plan", "-input=false", "-out=plan.tfplan")
        return planned + run(place, self.ground.terraform, "show", "-json", "plan.tfplan", out=shown)

    @contextmanager
    def _new_name(self) -> Iterator[str]:
        """Give a name that no stack has; what it leaves is taken away, so that no run has more to do than another."""
        name = f"bench-{next(_NUMBERS)}"
        yield name
        shutil.rmtree(self.ground.project.folder / STACK / name)
