"""Signals: the first ends a command that applies nothing, none ends one that does, and no second one breaks an end."""

import signal
from collections.abc import Iterator

import pytest

from platformctl.cli.interrupts import WATCHED, Interrupts
from platformctl.errors import Interrupted


@pytest.fixture
def interrupts() -> Iterator[Interrupts]:
    """The signals of this process, given back afterwards."""
    before = {number: signal.getsignal(number) for number in WATCHED}
    yield Interrupts()
    [signal.signal(number, handler) for number, handler in before.items()]


@pytest.mark.parametrize("number", WATCHED)
def test_the_first_signal_ends_the_command_and_a_second_one_lets_it_end(interrupts: Interrupts, number: int) -> None:
    with pytest.raises(Interrupted) as interrupted:
        signal.raise_signal(number)
    signal.raise_signal(number)

    assert interrupted.value.exit_code == 128 + number
    assert interrupts.came == (number, number)


def test_signals_only_count_until_the_outermost_shield_is_gone(interrupts: Interrupts) -> None:
    with interrupts.shielded():
        with interrupts.shielded():
            signal.raise_signal(signal.SIGHUP)
        signal.raise_signal(signal.SIGTERM)

    assert interrupts.received == signal.SIGHUP
    assert interrupts.came == (signal.SIGHUP, signal.SIGTERM)


def test_without_a_signal_nothing_came(interrupts: Interrupts) -> None:
    with interrupts.shielded():
        pass

    assert interrupts.received is None
    with pytest.raises(Interrupted):
        signal.raise_signal(signal.SIGTERM)
