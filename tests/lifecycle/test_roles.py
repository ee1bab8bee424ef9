"""Terraform works in a role that it asks us for: with a real provider, and the emulator in place of AWS."""

from pathlib import Path

import pytest
from tests.project import Project

from platformctl.cloud.hand_over import configuration, variables

pytestmark = pytest.mark.lifecycle
STACK = "desk/queue/jobs"
ROLE = "arn:aws:iam::123456789012:role/deploy"
REGION = "eu-central-1"
CALLER = {"AWS_ACCESS_KEY_ID": "AKIACALLER", "AWS_SECRET_ACCESS_KEY": "planted-secret"}
WHO = """\
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {}
data "aws_caller_identity" "it" {}
output "arn" { value = data.aws_caller_identity.it.arn }
"""


def test_the_provider_takes_the_roles_keys_and_no_secret_reaches_a_disk(
    desk: Project, emulator: str, tmp_path: Path
) -> None:
    config = tmp_path / "aws"
    config.write_text(f"{configuration(ROLE, REGION).rstrip()} {emulator}\n")  # in place of AWS's own address
    opened = {**variables(CALLER, REGION, str(config)), "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"}
    folder = desk.folder(STACK)
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(WHO)

    said = [
        desk.plain_terraform(STACK, *words, **opened, AWS_ENDPOINT_URL=emulator)
        for words in (("init",), ("apply", "-auto-approve"))
    ]

    assert [one.code for one in said] == [0, 0]
    assert ":assumed-role/deploy/platformctl" in (folder / "terraform.tfstate").read_text()
    files = (path for path in tmp_path.rglob("*") if path.is_file() and path.suffix not in {".lock", ".sock"})
    assert [path for path in files if path.stat().st_size < 1_000_000 and b"planted" in path.read_bytes()] == []
