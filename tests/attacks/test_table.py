"""The table of attacks and the tests of attacks are one and the same."""

import re

import pytest
from tests.attacks.table import ATTACKS, AUTHORS, HERE, TESTS, Attack

FUNCTION = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
OURS = {
    f"attacks/{path.name}::{name}"
    for path in HERE.glob("test_*.py")
    if path.name != "test_table.py"
    for name in FUNCTION.findall(path.read_text("utf-8"))
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.attack)
def test_every_attack_has_a_test_that_is_there(attack: Attack) -> None:
    path, _, name = attack.test.partition("::")

    assert name in {*FUNCTION.findall((TESTS / path).read_text("utf-8")), "*"}


def test_every_test_of_an_attack_is_in_the_table() -> None:
    assert {attack.test for attack in ATTACKS} >= OURS


def test_every_author_is_in_the_table_and_no_attack_twice() -> None:
    assert {attack.author for attack in ATTACKS} == set(AUTHORS)
    assert len({(attack.author, attack.attack) for attack in ATTACKS}) == len(ATTACKS)
