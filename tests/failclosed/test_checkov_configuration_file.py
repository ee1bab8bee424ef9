"""A .checkov.yaml in the folder, in the home or where a command runs makes checkov silent; the worker reads none."""

from pathlib import Path

import pytest
from tests.failclosed.court import CHECK, PUBLIC, Start, Write, seen

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle
SILENCE = f"skip-check: [{CHECK}]\nsoft-fail: true\nbaseline: .checkov.baseline\n"


@pytest.mark.parametrize("name", [".checkov.yaml", ".checkov.yml"])
def test_a_file_beside_the_configuration_and_at_home_silences_nothing(
    builtin: Pack, start: Start, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    stack = write(PUBLIC, **{name: SILENCE, ".checkov.baseline": '{"failed_checks": []}'})
    monkeypatch.chdir(stack)
    monkeypatch.setenv("HOME", str(stack))
    worker = start(builtin)
    (tmp_path / "scratch/judge" / name).write_text(SILENCE, encoding="utf-8")

    assert seen(worker.configuration(stack, stack.parent)) == {"FAILED"}
