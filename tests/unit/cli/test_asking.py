"""Asking: never without a terminal, and only the right word opens what loses data."""

import io
import sys
from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.views import samples

from platformctl.cli.asking import Words
from platformctl.cli.common import Common
from platformctl.cli.screen import Screen
from platformctl.cli.telling import Quiet
from platformctl.project.project import Project
from platformctl.workflows.results import Preview


class Terminal(io.StringIO):
    """Somebody at a terminal, with their answer ready."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def preview(project: Project) -> Preview:
    """A preview of a stack called `one`."""
    return Preview(make_stack(project), samples.plan(), ())


def words(monkeypatch: pytest.MonkeyPatch, answer: str | None, **said: Any) -> Words:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\none\n") if answer is None else Terminal(answer))
    monkeypatch.setattr("sys.stderr", io.StringIO() if answer is None else Terminal())
    return Words(Screen(Common(environ={})), Quiet(), **said)


@pytest.mark.parametrize(
    ("answer", "said", "goes_on"),
    [
        ("y\n", {}, True),
        ("YES\n", {}, True),
        ("\n", {}, False),
        ("no\n", {}, False),
        ("one\n", {}, False),
        ("", {}, False),
        ("n\n", {"yes": True}, True),
        (None, {"yes": True}, True),
        (None, {"confirm": "one"}, True),
        (None, {"confirm": "two"}, False),
        (None, {}, False),
    ],
)
def test_what_makes_something_asks_for_a_yes(
    monkeypatch: pytest.MonkeyPatch, preview: Preview, answer: str | None, said: dict[str, Any], goes_on: bool
) -> None:
    assert words(monkeypatch, answer, **said).approves(preview) is goes_on


@pytest.mark.parametrize(
    ("answer", "said", "goes_on"),
    [
        ("one\n", {}, True),
        ("one", {}, True),
        ("y\n", {}, False),
        ("\n", {}, False),
        ("", {}, False),
        ("y\n", {"yes": True}, False),
        (None, {"yes": True}, False),
        (None, {}, False),
        (None, {"confirm": "one"}, True),
        (None, {"confirm": "two"}, False),
        ("one\n", {"confirm": "two"}, False),
    ],
)
def test_what_loses_data_asks_for_the_name(
    monkeypatch: pytest.MonkeyPatch, preview: Preview, answer: str | None, said: dict[str, Any], goes_on: bool
) -> None:
    assert words(monkeypatch, answer, **said).names_again(preview) is goes_on


def test_the_preview_is_shown_before_the_question(monkeypatch: pytest.MonkeyPatch, preview: Preview) -> None:
    asking = words(monkeypatch, "y\n")

    asking.approves(preview)

    shown = str(getattr(sys.stderr, "getvalue", str)())
    assert 0 < shown.index("desk/note/one") < shown.index("Do it? [y/N]")
