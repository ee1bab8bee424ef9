"""Progress: one line per event, waiting told now and then, never a control character, nothing when quiet."""

import io
import json
from dataclasses import replace
from functools import partial

import pytest

from platformctl.cli.common import Common, ProgressFormat
from platformctl.cli.screen import Screen
from platformctl.cli.telling import Lines, Live, Quiet, as_json, as_text
from platformctl.progress import Event
from platformctl.views.look import Look

START = Event("apply", "started", "aws_db_instance.this: creating", "aws_db_instance.this")
WAIT = Event("apply", "waiting", "aws_db_instance.this: 10 s", "aws_db_instance.this")
DONE = Event("apply", "done", "aws_db_instance.this: created", "aws_db_instance.this")


def told(*events: Event, form: object = as_text) -> Lines:
    lines = Lines(form)  # type: ignore[arg-type]
    with lines as tell:
        for event in events:
            tell(event)
    return lines


def test_each_event_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    told(START, DONE)

    lines = capsys.readouterr().err.splitlines()
    assert [line.split("s ", 1)[1] for line in lines] == [
        "… apply: aws_db_instance.this: creating",
        "✓ apply: aws_db_instance.this: created",
    ]


def test_waiting_is_told_every_half_minute_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 1000, 10))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))

    told(START, *[WAIT] * 6)

    assert capsys.readouterr().err.count("10 s") == 2


def test_one_wait_does_not_hide_another(capsys: pytest.CaptureFixture[str]) -> None:
    told(Event("settle", "started", "settling run x"), Event("settle", "waiting", "waiting for the Terraform of run x"))

    assert "waiting for the Terraform" in capsys.readouterr().err


def test_text_from_outside_does_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    told(Event("apply", "note", "a\x1b[2J\u202eb"))

    assert "a<U+001B>[2J<U+202E>b" in capsys.readouterr().err


def test_a_program_gets_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    told(START, form=as_json)

    line = json.loads(capsys.readouterr().err)
    assert (line["version"], line["topic"], line["phase"], line["subject"]) == (1, "apply", "started", START.subject)


def test_of_several_stacks_each_line_says_which_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    ours, theirs = (partial(replace, stack=stack) for stack in ("dev/db/a", "dev/db/b"))

    told(ours(START), ours(WAIT), theirs(START), theirs(DONE))

    lines = [line.split("s ", 1)[1] for line in capsys.readouterr().err.splitlines()]
    assert [line.split(" apply")[0] for line in lines] == ["… dev/db/a", "… dev/db/b", "✓ dev/db/b"]


def test_the_live_picture_says_which_stack_it_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    with Live(Look(80)) as tell:
        tell(replace(DONE, stack="dev/db/a"))

    assert "✓ dev/db/a apply: aws_db_instance.this: created" in capsys.readouterr().err


def test_a_program_gets_the_stack_as_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    told(replace(START, stack="dev/db/a"), form=as_json)

    assert json.loads(capsys.readouterr().err)["stack"] == "dev/db/a"


def test_quiet_tells_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Quiet() as tell:
        tell(START)

    assert capsys.readouterr().err == ""


def test_a_closed_stderr_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stderr", Closed())

    assert told(START)


def test_the_live_picture_holds_what_is_under_way(capsys: pytest.CaptureFixture[str]) -> None:
    live = Live(Look(80))

    with live as tell:
        tell(START)
        running = dict(live.running)
        tell(DONE)

    assert list(running) == [("", "apply", "aws_db_instance.this")]
    assert live.running == {}
    assert "✓ apply: aws_db_instance.this: created" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("common", "kind"),
    [
        (Common(environ={}), Lines),
        (Common(environ={}, quiet=True), Quiet),
        (Common(environ={}, progress=ProgressFormat.JSON), Lines),
        (Common(environ={}, progress=ProgressFormat.PLAIN), Lines),
    ],
)
def test_where_nobody_looks_progress_is_lines(common: Common, kind: type[Quiet]) -> None:
    assert type(Screen(common).teller()) is kind
