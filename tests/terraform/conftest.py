"""A project with one stack of the built-in `terraform_data`, and a real Terraform to drive it."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from platformctl.progress import silent
from platformctl.terraform.environment import child_environment
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import Source, WorkFolder, prepare

SOURCE_STACK = Path("stacks/dev/thing/one")
SOURCE_MODULE = Path("vendor/modules/thing/1.0.0")

MAIN = """
module "this" {
  source = "../../../../vendor/modules/thing/1.0.0"
  things = var.things
  secret = var.secret
}
"""
VARIABLES = """
variable "things" {
  type = map(object({ value = string, seconds = number }))
}
variable "secret" {
  type      = string
  sensitive = true
  default   = "hunter2-very-secret"
}
"""
OUTPUTS = """
output "ids" {
  value = module.this.ids
}
output "secret" {
  value     = module.this.secret
  sensitive = true
}
"""
MODULE = """
resource "terraform_data" "thing" {
  for_each = var.things
  input    = each.value.value

  provisioner "local-exec" {
    command = "sleep ${each.value.seconds}"
  }
}
resource "terraform_data" "secret" {
  input = var.secret
}
output "ids" {
  value = { for key, thing in terraform_data.thing : key => thing.id }
}
output "secret" {
  value     = var.secret
  sensitive = true
}
"""


@dataclass(frozen=True)
class World:
    """A project on disk, and where its runs work."""

    project: Path
    runs: Path
    terraform: Terraform

    def write(self, things: dict[str, tuple[str, float]], **more: str) -> None:
        """Say what there shall be: key to value and the seconds that its creation takes."""
        values = {key: {"value": value, "seconds": seconds} for key, (value, seconds) in things.items()}
        path = self.project / SOURCE_STACK / "terraform.tfvars.json"
        path.write_text(json.dumps({"things": values, **more}), encoding="utf-8")

    def work(self, name: str = "run-1", state: bytes = b"") -> WorkFolder:
        """Make a run's folder."""
        return prepare(self.runs / name, Source(self.project, SOURCE_STACK, SOURCE_MODULE), state)


def make_world(folder: Path) -> World:
    """Lay out project, runs and a CLI configuration below one folder."""
    project = folder / "project"
    stack, module = project / SOURCE_STACK, project / SOURCE_MODULE
    stack.mkdir(parents=True)
    module.mkdir(parents=True)
    for name, text in {"main.tf": MAIN, "variables.tf": VARIABLES, "outputs.tf": OUTPUTS}.items():
        (stack / name).write_text(text, encoding="utf-8")
    (stack / "backend.tf").write_text('terraform {\n  backend "s3" {}\n}\n', encoding="utf-8")
    (module / "main.tf").write_text(MODULE, encoding="utf-8")
    (module / "variables.tf").write_text(VARIABLES, encoding="utf-8")
    return World(project=project, runs=folder / "state" / "work", terraform=_terraform(folder))


def _terraform(folder: Path) -> Terraform:
    binary = shutil.which("terraform") or shutil.which("tofu")
    assert binary, "these tests need terraform or tofu on PATH"
    configuration = folder / "cli.tfrc"
    configuration.write_text('{"disable_checkpoint": true}', encoding="utf-8")
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    return Terraform(Path(binary), child_environment(environ, cli_config=configuration), silent)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A fresh project whose stack takes no time."""
    made = make_world(tmp_path)
    made.write({"a": ("1", 0), "b": ("2", 0)})
    return made
