"""The newest state that a run left behind."""

from pathlib import Path

import pytest

from platformctl.terraform.rescue import dumped_states, newest_state, states_left
from platformctl.terraform.work_folder import Source, prepare


def _state(serial: int, lineage: str = "l", more: str = "") -> bytes:
    text = f'{{"version":4,"serial":{serial},"lineage":"{lineage}","outputs":{{{more}}},"resources":[]}}'
    return text.encode()


@pytest.mark.parametrize(
    ("committed", "candidates", "newest"),
    [
        (_state(1), [], _state(1)),
        (_state(1), [_state(3), _state(2)], _state(3)),
        (_state(4), [_state(3)], _state(4)),
        (b"", [_state(1)], _state(1)),
        (_state(1), [_state(9, "other")], _state(1)),
        (_state(1), [b"", _state(2)[:-5]], _state(1)),
        (_state(1)[:-5], [_state(2)], _state(2)),
        (_state(1), [_state(1, more='"a":{"value":1}')], _state(1, more='"a":{"value":1}')),
    ],
)
def test_the_furthest_state_of_the_same_story_is_chosen(
    committed: bytes, candidates: list[bytes], newest: bytes
) -> None:
    assert newest_state(committed, candidates) == newest


def test_a_state_in_the_event_stream_is_taken_digit_by_digit(tmp_path: Path) -> None:
    state = _state(7, more='"a":{"value":0.1000000000000000055511151231257827,"type":"number"}')
    line = b'{"@message":"Emergency state dump","state":' + state + b',"type":"log"}\n'
    (tmp_path / "events").write_bytes(b'{"type":"version"}\n' + line + line[:60])

    assert list(dumped_states(tmp_path / "events")) == [state]


def test_every_place_of_a_run_is_looked_at(source: Source, tmp_path: Path) -> None:
    work = prepare(tmp_path / "work/run", source, _state(1))
    (work.stack / "errored.tfstate").write_bytes(_state(2))
    events, _ = work.next_apply()
    events.write_bytes(b'{"state":' + _state(3) + b',"type":"log"}\n')

    assert list(states_left(work)) == [_state(1), _state(2), _state(3)]


def test_a_run_that_never_began_left_nothing(source: Source, tmp_path: Path) -> None:
    assert list(states_left(prepare(tmp_path / "work/run", source, b""))) == []
