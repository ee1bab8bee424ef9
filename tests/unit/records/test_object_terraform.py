"""Plain Terraform on the same bucket, with its own lock file: before, while and after platformctl holds the state."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from platformctl.errors import Busy
from platformctl.records.object_bucket import Objects
from platformctl.records.object_place import Bucket
from platformctl.records.objects import ObjectRecords

pytestmark = [
    pytest.mark.lifecycle,
    pytest.mark.skipif(shutil.which("terraform") is None, reason="needs terraform on PATH"),
]
STACK = "dev/db/orders"
ROOT = """
terraform {
  backend "s3" {
    bucket = "%s"
    key = "%s"
    region = "eu-central-1"
    encrypt = true
    use_lockfile = true
    endpoints = { s3 = "%s" }
    use_path_style = true
    skip_credentials_validation = true
    skip_metadata_api_check = true
    skip_requesting_account_id = true
    skip_region_validation = true
  }
}
resource "terraform_data" "this" {
  input = var.input
  provisioner "local-exec" { command = "touch applying; while [ -e wait ]; do sleep 0.1; done" }
}
variable "input" { default = "x" }
"""


@pytest.fixture
def folder(place: Bucket, tmp_path: Path) -> Path:
    """The stack's folder, initialised."""
    folder = tmp_path / "stack"
    folder.mkdir()
    (folder / "main.tf").write_text(ROOT % (place.name, place.state(STACK), place.endpoint))
    assert terraform(folder, "init").returncode == 0
    return folder


def begun(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start plain Terraform."""
    ours = {"CHECKPOINT_DISABLE": "1", "AWS_ACCESS_KEY_ID": "sandbox", "AWS_SECRET_ACCESS_KEY": "sandbox"}
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("TF_", "AWS_"))} | ours
    return subprocess.Popen(
        ["terraform", *words], cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def terraform(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run plain Terraform."""
    process = begun(folder, *words)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(words, process.returncode, out, err)


def unchanged(folder: Path) -> bool:
    return terraform(folder, "plan", "-input=false", "-detailed-exitcode").returncode == 0


def test_plain_terraform_is_kept_out_while_a_lease_is_held_and_may_force_it(
    objects: ObjectRecords, place: Bucket, folder: Path, make_holder: Any
) -> None:
    lease = objects.claim(STACK, make_holder("run-7"))
    objects.check_out(lease)

    plan = terraform(folder, "plan", "-no-color", "-input=false")
    forced = terraform(folder, "force-unlock", "-force", "run-7")

    assert (plan.returncode, forced.returncode) == (1, 0)
    assert "run-7" in plan.stderr
    assert "platformctl create" in plan.stderr
    assert Objects(place).get(place.lock(STACK)) is None


def test_plain_terraform_works_before_between_and_after(
    objects: ObjectRecords, place: Bucket, folder: Path, make_holder: Any, tmp_path: Path
) -> None:
    assert terraform(folder, "apply", "-auto-approve", "-input=false").returncode == 0
    lease = objects.claim(STACK, make_holder())
    state = json.loads(objects.check_out(lease))
    objects.commit(lease, json.dumps({**state, "serial": state["serial"] + 5}).encode())
    objects.take_away(STACK, lease.fence)  # the state gets what a taking over adds to it

    assert unchanged(folder)
    assert terraform(folder, "apply", "-auto-approve", "-input=false", "-var=input=y").returncode == 0

    again = objects.claim(STACK, make_holder())
    assert json.loads(objects.check_out(again))["serial"] == state["serial"] + 6
    objects.release(again)


def test_where_there_is_no_state_a_taking_over_leaves_one_that_terraform_takes_for_none(
    objects: ObjectRecords, folder: Path, make_holder: Any
) -> None:
    lease = objects.claim(STACK, make_holder())
    objects.check_out(lease)
    objects.take_away(STACK, lease.fence)

    applied = terraform(folder, "apply", "-auto-approve", "-input=false", "-no-color")

    assert applied.returncode == 0, applied.stderr
    assert unchanged(folder)


def test_a_terraform_that_holds_the_lock_keeps_us_out(objects: ObjectRecords, folder: Path, make_holder: Any) -> None:
    (folder / "wait").touch()
    apply = begun(folder, "apply", "-auto-approve", "-input=false")
    wait_for(folder / "applying", apply)

    with pytest.raises(Busy, match="Terraform itself") as refused:
        objects.claim(STACK, make_holder(), patience=0)
    (folder / "wait").unlink()
    apply.communicate(timeout=120)

    assert "OperationTypeApply" in refused.value.detail
    lease = objects.claim(STACK, make_holder())
    assert len(json.loads(objects.check_out(lease))["resources"]) == 1
    objects.release(lease)


def wait_for(path: Path, process: subprocess.Popen[str]) -> None:
    """Wait until the file is there."""
    while not path.exists():
        with pytest.raises(subprocess.TimeoutExpired):  # it does not end before
            process.wait(0.1)
