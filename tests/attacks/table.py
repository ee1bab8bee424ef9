"""Attacks, what stops them, and the tests that show it: attacks.toml and modules.py as rows of one table."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.modules import CODE, FILES

HERE = Path(__file__).parent
TESTS = HERE.parent
AUTHORS = ("a pull request", "a request", "platform.yaml", "a module", "a pack", "a file name", "the surroundings")
_MODULE = "attacks/test_modules.py"
_READ = "every .tf file is read before it gets in, and before each init; what is not listed as allowed is refused"


@dataclass(frozen=True)
class Attack:
    """One thing that somebody may try."""

    author: str
    attack: str
    stops: str
    test: str
    """`file::function` below tests/."""


def _attacks() -> Iterator[Attack]:
    written = tomllib.loads((HERE / "attacks.toml").read_text("utf-8"))
    for author, rows in written.items():
        yield from (Attack(author, **row) for row in rows)
    for attack in CODE:
        yield Attack("a module", attack, _READ, f"{_MODULE}::test_code_does_not_get_in")
    for attack in FILES:
        test = f"{_MODULE}::test_files_that_change_what_is_read_do_not_get_in"
        yield Attack("a module", attack, "code lies in .tf files only, which the judge reads", test)


ATTACKS = tuple(_attacks())
