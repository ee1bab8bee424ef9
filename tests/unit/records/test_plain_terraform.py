"""Plain Terraform in a stack's folder, before, while and after platformctl holds the state."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import Busy
from platformctl.records.local import LocalRecords

pytestmark = [
    pytest.mark.terraform,
    pytest.mark.skipif(shutil.which("terraform") is None, reason="needs terraform on PATH"),
]
STACK = "dev/db/orders"
ROOT = """
terraform {
  backend "local" { path = "../../../../.platformctl/state/dev/db/orders/terraform.tfstate" }
}
resource "terraform_data" "this" {
  input = "x"
  provisioner "local-exec" { command = "sleep ${var.seconds}" }
}
variable "seconds" { default = "0" }
output "it" { value = terraform_data.this.output }
"""


@pytest.fixture
def folder(store: Path) -> Path:
    """The stack's folder, initialised."""
    folder = store.parent / "stacks" / STACK
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(ROOT)
    assert terraform(folder, "init").returncode == 0
    return folder


def environment() -> dict[str, str]:
    """Leave out what the caller has set for Terraform."""
    return {key: value for key, value in os.environ.items() if not key.startswith("TF_")} | {"CHECKPOINT_DISABLE": "1"}


def terraform(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run plain Terraform."""
    argv = ["terraform", *words, "-no-color", "-input=false"]
    return subprocess.run(argv, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def test_plain_terraform_is_kept_out_while_a_lease_is_held(local: LocalRecords, folder: Path, make_holder: Any) -> None:
    lease = local.claim(STACK, make_holder("run-7"))
    local.check_out(lease)

    plan, apply = terraform(folder, "plan"), terraform(folder, "apply", "-auto-approve")
    local.release(lease)

    assert (plan.returncode, apply.returncode) == (1, 1)
    assert "run run-7" in plan.stderr
    assert "platformctl create" in plan.stderr
    assert local.read_state(STACK) == b""


def test_plain_terraform_works_before_between_and_after(local: LocalRecords, folder: Path, make_holder: Any) -> None:
    assert terraform(folder, "apply", "-auto-approve").returncode == 0
    lease = local.claim(STACK, make_holder())
    state = local.check_out(lease)
    newer = json.dumps({**json.loads(state), "serial": json.loads(state)["serial"] + 5}).encode()
    local.commit(lease, newer)
    local.release(lease)

    plan = terraform(folder, "plan", "-detailed-exitcode")
    apply = terraform(folder, "apply", "-auto-approve", "-replace=terraform_data.this")

    assert plan.returncode == 0
    assert apply.returncode == 0
    assert json.loads(local.read_state(STACK))["serial"] > json.loads(newer)["serial"]


def test_an_empty_state_file_is_an_empty_state_for_terraform(
    local: LocalRecords, folder: Path, make_holder: Any
) -> None:
    local.release(local.claim(STACK, make_holder()))

    assert local.state_path(STACK).read_bytes() == b""
    assert terraform(folder, "plan", "-detailed-exitcode").returncode == 2


def test_the_claim_is_told_that_terraform_itself_is_at_work(
    local: LocalRecords, folder: Path, make_holder: Any
) -> None:
    argv = ["terraform", "apply", "-auto-approve", "-no-color", "-var=seconds=2"]
    working = subprocess.Popen(argv, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True)
    assert working.stdout is not None
    next(line for line in working.stdout if "Creating..." in line)

    with pytest.raises(Busy, match="Terraform itself") as refused:
        local.claim(STACK, make_holder(), patience=0)
    working.communicate(timeout=30)

    assert "OperationTypeApply" in refused.value.detail
    assert local.claim(STACK, make_holder()).fence == 1


def test_a_terraform_that_inherited_the_lock_outlives_us_under_it(
    local: LocalRecords, folder: Path, make_holder: Any, tmp_path: Path
) -> None:
    work = shutil.copytree(folder, tmp_path / "work", ignore=shutil.ignore_patterns(".terraform*"))
    (work / "main.tf").write_text(ROOT.replace("../../../../.platformctl/state/dev/db/orders/", ""))
    assert terraform(work, "init").returncode == 0
    lease = local.claim(STACK, make_holder("run-8"))
    argv = ["terraform", "apply", "-auto-approve", "-var=seconds=3"]
    events = (tmp_path / "events").open("w")
    working = subprocess.Popen(argv, cwd=work, env=environment(), stdout=events, pass_fds=lease.descriptors)
    local.release(lease)

    during, standing = terraform(folder, "plan"), local.standing(STACK)
    working.wait(timeout=30)
    events.close()

    assert during.returncode == 1
    assert standing is not None
    assert standing.alive
    assert local.claim(STACK, make_holder()).fence == 2
    assert json.loads((work / "terraform.tfstate").read_bytes())["resources"]
