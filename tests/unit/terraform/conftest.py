"""A project with one rendered stack and its module."""

from pathlib import Path

import pytest

from platformctl.terraform.work_folder import Source

STACK = Path("stacks/dev/thing/one")
MODULE = Path("vendor/modules/thing/1.0.0")


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """Lay out the project."""
    project = tmp_path / "project"
    (project / STACK / ".terraform/providers").mkdir(parents=True)
    (project / MODULE / "templates").mkdir(parents=True)
    (project / STACK / "main.tf").write_text("# main\n", encoding="utf-8")
    (project / STACK / "backend.tf").write_text('terraform {\n  backend "s3" {}\n}\n', encoding="utf-8")
    (project / STACK / ".terraform.lock.hcl").write_text("# lock\n", encoding="utf-8")
    (project / STACK / ".terraform/providers/evil").write_text("x", encoding="utf-8")
    (project / MODULE / "main.tf").write_text("# module\n", encoding="utf-8")
    (project / MODULE / "templates/policy.json").write_text("{}", encoding="utf-8")
    return Source(project, STACK, MODULE)
