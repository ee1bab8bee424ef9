"""Each rule that a module's variables state refuses what it says, by Terraform's own tests and a mocked provider."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from platformctl.catalog.sources import builtin_folder
from platformctl.progress import silent
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.environment import child_environment
from platformctl.toolchain.provider_mirror import find_mirror
from platformctl.toolchain.terraform import find_terraform


@pytest.mark.terraform
@pytest.mark.parametrize("kind", ["bucket", "db", "queue"])
def test_a_module_accepts_good_values_and_refuses_bad_ones(tmp_path: Path, kind: str) -> None:
    module = shutil.copytree(builtin_folder("modules") / kind, tmp_path / kind)
    shutil.copy(Path(__file__).with_name(f"{kind}.tftest.hcl"), module)
    cli_config = tmp_path / "cli.tfrc"
    cli_config.write_text(cli_configuration(os.environ, find_mirror(os.environ)))
    environment = child_environment(os.environ, cli_config=cli_config)
    terraform = str(find_terraform(os.environ, None, silent).path)

    subprocess.run([terraform, "init", "-input=false", "-no-color"], cwd=module, env=environment, check=True)
    tested = subprocess.run([terraform, "test", "-no-color"], cwd=module, env=environment, check=False)

    assert tested.returncode == 0
