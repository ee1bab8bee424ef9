"""Checkov and Terraform read stray *.auto.tfvars; a stack's folder that holds one is refused before either starts."""

from pathlib import Path

import pytest
from tests.unit.projects import make_project, make_stack

from platformctl.errors import Usage
from platformctl.stacks import workspace


@pytest.mark.parametrize("name", ["late.auto.tfvars", "late.auto.tfvars.json", "terraform.tfvars"])
def test_stray_values_are_refused(tmp_path: Path, name: str) -> None:
    project = make_project(tmp_path)
    stack = make_stack(project)
    (workspace.folder_of(project, stack.id) / name).write_text("copies = 5\n", encoding="utf-8")

    with pytest.raises(Usage) as refused:
        workspace.proven(project, stack.id)

    assert name in refused.value.detail
