"""CODEOWNERS: each team its stacks, the platform's owner what everything rests on; nobody's own lines are touched."""

from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.project.pipelines.owners import BEGIN, END, is_owner, owner_lines, with_block
from platformctl.project.platform_file import Platform

PLATFORM: Any = {
    "version": 1,
    "organisation": "acme",
    "default_environment": "dev",
    "default_team": "platform",
    "catalogs": ["builtin", {"path": "./catalog"}],
    "packs": ["builtin", {"path": "rules/own/"}],
    "environments": {"dev": {"tier": "dev", "state": {"local": {}}}},
    "teams": {
        "platform": {"owner": "@acme/platform"},
        "payments": {"owner": "payments@acme.example"},
        "nobody": {"owner": "Cost centre 4711"},
    },
}
TEAMS = {
    PurePosixPath("stacks/dev/db/orders"): "payments",
    PurePosixPath("stacks/dev/db/users"): "platform",
    PurePosixPath("stacks/dev/db/old"): "nobody",
    PurePosixPath("stacks/dev/db/gone"): "unknown",
}


def test_each_team_owns_its_stacks_and_the_usual_one_the_rest() -> None:
    lines = owner_lines(Platform.model_validate(PLATFORM), TEAMS, "live", ["/.github/workflows/plan.yml"])

    assert lines == [
        "/live/stacks/ @acme/platform",
        "/live/stacks/dev/db/orders/ payments@acme.example",
        "/live/platform.yaml @acme/platform",
        "/live/platform.lock @acme/platform",
        "/live/waivers.yaml @acme/platform",
        "/live/drift.yaml @acme/platform",
        "/live/vendor/ @acme/platform",
        "/live/catalog/ @acme/platform",
        "/live/rules/own/ @acme/platform",
        "/.github/workflows/plan.yml @acme/platform",
    ]


@pytest.mark.parametrize("text", ["@ada", "@acme/platform", "@acme/sub/team", "a.b+c@acme.example"])
def test_what_code_hosts_know_is_an_owner(text: str) -> None:
    assert is_owner(text)


@pytest.mark.parametrize(
    "text", ["", "ada", "@", "@-", "@a b", "a@b", "a@acme.example *", "a@acme.example\n* @x", "@a\t@b"]
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_owner(text)


def test_a_file_that_is_there_keeps_its_lines_and_gets_ours_behind_them() -> None:
    once = with_block("*.md @docs", ["/stacks/ @old"])

    assert with_block(once, ["/stacks/ @new"]) == f"*.md @docs\n{BEGIN}\n/stacks/ @new\n{END}\n"


@given(st.text(), st.text())
def test_what_stands_before_and_behind_is_never_changed(before: str, after: str) -> None:
    old = f"{before}{BEGIN}\n/x @y\n{END}{after}"

    assert with_block(old, ["/z @y"]) == f"{before}{BEGIN}\n/z @y\n{END}{after}"
    assert with_block(with_block(before, ["/x @y"]), ["/x @y"]) == with_block(before, ["/x @y"])
