"""Each rule that a module's variables state refuses what it says, by Terraform's own tests and a mocked provider."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from platformctl.catalog.sources import builtin_folder


@pytest.mark.terraform
@pytest.mark.parametrize("kind", ["bucket", "db", "function", "network", "queue"])
def test_a_module_accepts_good_values_and_refuses_bad_ones(
    tmp_path: Path, kind: str, terraform_test: Callable[[Path], int]
) -> None:
    module = shutil.copytree(builtin_folder("modules") / kind, tmp_path / kind)
    shutil.copy(Path(__file__).with_name(f"{kind}.tftest.hcl"), module)

    assert terraform_test(module) == 0
