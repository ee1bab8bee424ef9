"""Plain Terraform's pg backend on the same database: before, while and after platformctl holds the state."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.postgres import Server

from platformctl.errors import Busy
from platformctl.records.postgres import PostgresRecords

pytestmark = [
    pytest.mark.terraform,
    pytest.mark.skipif(shutil.which("terraform") is None, reason="needs terraform on PATH"),
]
STACK = "dev/db/orders"
SKIPS = "\n    ".join(f"skip_{what}_creation = true" for what in ("schema", "table", "index"))
ROOT = f"""
terraform {{
  backend "pg" {{
    schema_name = "platformctl_{hashlib.sha256(STACK.encode()).hexdigest()[:16]}"
    SKIPS
  }}
}}
resource "terraform_data" "this" {{
  input = "x"
  provisioner "local-exec" {{ command = "sleep ${{var.seconds}}" }}
}}
variable "seconds" {{ default = "0" }}
"""


@pytest.fixture
def terraform(postgres_server: Server, database: str, tmp_path: Path) -> Any:
    """Give what starts plain Terraform in the stack's folder, with the address in its environment."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TF_", "PG"))}
    environ = {**kept, "CHECKPOINT_DISABLE": "1", "PG_CONN_STR": f"{postgres_server.url(database)}?sslmode=disable"}
    folder = tmp_path / "stack"
    folder.mkdir()

    def started(*words: str) -> subprocess.Popen[str]:
        argv = ["terraform", *words, "-no-color", "-input=false"]
        return subprocess.Popen(
            argv, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def configured(skips: str) -> Any:
        (folder / "main.tf").write_text(ROOT.replace("SKIPS", skips))
        assert ended(started("init"))[0] == 0
        return started

    return configured


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for its end; return exit code and words."""
    told, _ = process.communicate(timeout=120)
    return process.returncode, told


def test_a_place_that_we_made_serves_terraform_and_nothing_is_lost(
    postgres: PostgresRecords, terraform: Any, make_holder: Any
) -> None:
    postgres.release(postgres.claim(STACK, make_holder()))
    started = terraform(SKIPS)
    assert ended(started("plan", "-detailed-exitcode"))[0] == 2
    assert ended(started("apply", "-auto-approve"))[0] == 0

    lease = postgres.claim(STACK, make_holder(), patience=5)
    state = json.loads(postgres.check_out(lease))
    postgres.commit(lease, json.dumps({**state, "serial": state["serial"] + 5}).encode())
    held = ended(started("plan"))
    postgres.release(lease)
    after = ended(started("plan", "-detailed-exitcode"))
    applied = ended(started("apply", "-auto-approve", "-replace=terraform_data.this"))

    assert state["lineage"]
    assert held[0] == 1
    assert after[0] == 0, after[1]
    assert applied[0] == 0, applied[1]
    assert json.loads(postgres.read_state(STACK))["serial"] > state["serial"] + 5


def test_a_place_that_terraform_made_serves_us(postgres: PostgresRecords, terraform: Any, make_holder: Any) -> None:
    started = terraform("")
    assert ended(started("apply", "-auto-approve"))[0] == 0

    lease = postgres.claim(STACK, make_holder())

    assert json.loads(postgres.read_state(STACK))["resources"]
    assert postgres.check_out(lease) == postgres.read_state(STACK)
    postgres.release(lease)
    assert ended(started("plan", "-detailed-exitcode"))[0] == 0


def test_the_claim_is_told_that_terraform_itself_is_at_work(
    postgres: PostgresRecords, terraform: Any, make_holder: Any
) -> None:
    started = terraform("")
    working = started("apply", "-auto-approve", "-var=seconds=2")
    next(line for line in working.stdout if "Creating..." in line)

    with pytest.raises(Busy, match="Terraform itself"):
        postgres.claim(STACK, make_holder(), patience=0)

    assert ended(working)[0] == 0
    assert postgres.claim(STACK, make_holder(), patience=5).fence == 1
