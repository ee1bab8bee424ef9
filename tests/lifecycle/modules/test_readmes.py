"""The example in each module's README runs as it is written: planned by real Terraform with a mocked provider."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from platformctl.catalog.sources import builtin_folder, load_module

EXAMPLE = re.compile(r"^```hcl\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PLANNED = """\
mock_provider "aws" {
  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }

  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  mock_data "aws_vpc" {
    defaults = { cidr_block = "10.90.0.0/16" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-central-1a", "eu-central-1b", "eu-central-1c"] }
  }
}

run "the_example_is_planned" {
  command = plan
}
"""


@pytest.mark.terraform
@pytest.mark.parametrize("kind", ["bucket", "db", "function", "network", "queue"])
def test_the_example_of_a_readme_is_planned(tmp_path: Path, kind: str, terraform_test: Callable[[Path], int]) -> None:
    module = builtin_folder("modules") / kind
    (example,) = EXAMPLE.findall((module / "README.md").read_text("utf-8"))
    root = tmp_path / "root"
    shutil.copytree(module, root / "vendor/modules" / kind / load_module(module, "builtin").contract.version)
    shutil.copy(module / "versions.tf", root)
    (root / "main.tf").write_text(example, encoding="utf-8")
    (root / "example.tftest.hcl").write_text(PLANNED, encoding="utf-8")

    assert terraform_test(root) == 0
