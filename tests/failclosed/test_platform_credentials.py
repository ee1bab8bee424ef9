"""Credentials of checkov's platform, in a file or a variable, make it ask there or end; the worker has neither."""

from pathlib import Path

import pytest
from tests.failclosed.court import PUBLIC, Start, Write, seen

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle


def test_credentials_of_the_platform_change_nothing(
    builtin: Pack, start: Start, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".bridgecrew").mkdir()
    (tmp_path / ".bridgecrew/credentials").write_text("[default]\ntoken = none\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BC_API_KEY", "none")
    stack = write(PUBLIC)

    assert seen(start(builtin).configuration(stack, stack.parent)) == {"FAILED"}
