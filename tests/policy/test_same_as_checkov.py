"""Loading little and evaluating apart changes no answer: the worker says what checkov's own command says."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from platformctl.catalog.contract import Contract
from platformctl.policy.conversation import Worker
from platformctl.policy.packs import Pack
from platformctl.policy.scan import Scan

pytestmark = pytest.mark.lifecycle
Answers = set[tuple[str, str, str]]


def told(scan: Scan) -> Answers:
    return {(row.check, row.resource, row.result) for row in scan.rows if row.result in {"PASSED", "FAILED"}}


def told_by_command(python: Path, pack: Pack, *words: str) -> Answers:
    """Run checkov's own command on the same checks."""
    checks = ["--check", ",".join(pack.file.checks), "--external-checks-dir", str(pack.checks_folder)]
    command = [str(python), "-m", "checkov.main", *words, *checks, "-o", "json", "--soft-fail"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=pack.folder, env={"LANG": "C.UTF-8"})
    results = json.loads(done.stdout)["results"]
    return {
        (each["check_id"], each["resource"], each["check_result"]["result"])
        for kind in ("passed_checks", "failed_checks")
        for each in results[kind]
    }


@pytest.mark.parametrize("kind", ["bucket", "db", "function", "network", "queue"])
def test_a_configuration_is_judged_as_by_checkovs_own_command(
    shared_worker: Worker, builtin: Pack, checkov: Path, assemble: Callable[..., Contract], tmp_path: Path, kind: str
) -> None:
    assemble(kind, "dev", {})
    folder = tmp_path / "stacks/dev" / kind / "orders"

    ours = told(shared_worker.configuration(folder, tmp_path))

    assert ours == told_by_command(checkov, builtin, "-d", str(folder))
    assert len(ours) > 10
