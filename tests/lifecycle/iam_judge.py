"""What parliament, which knows every action of the cloud, holds against a policy of a role."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PARLIAMENT = Path(sys.executable).with_name("parliament")
Statement = dict[str, Any]


def held_against(statements: Sequence[Statement]) -> set[str]:
    """Name the issues of a policy; in a process of its own, since it warns of its own imports."""
    policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    command = [sys.executable, "-W", "ignore", str(PARLIAMENT), "--json"]
    done = subprocess.run(command, input=policy, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return {json.loads(line)["issue"] for line in done.stdout.splitlines()}
