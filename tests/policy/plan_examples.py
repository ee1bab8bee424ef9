"""Makes `plan.json` of each example from one real plan: `python tests/policy/plan_examples.py`, after changing one.

All examples are planned at once, each as a module of one root; the plan is then cut into one document per example.
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from platformctl.toolchain.provider_mirror import find_mirror

EXAMPLES = Path(__file__).with_name("examples")
PROVIDER = """
terraform {
  required_providers {
    aws = { source = "hashicorp/aws", version = "5.100.0" }
  }
}
provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
}
"""
KEPT = ("format_version", "terraform_version", "applyable", "complete", "errored")


def main() -> None:
    """Plan, cut, write."""
    with tempfile.TemporaryDirectory() as folder:
        plan = _planned(Path(folder))
    for example in _examples():
        text = json.dumps(_part(plan, _module(example)), sort_keys=True)
        (example / "plan.json").write_text(text + "\n", encoding="utf-8")


def _examples() -> Iterator[Path]:
    yield from sorted(path.parent for path in EXAMPLES.glob("*/*/main.tf"))


def _module(example: Path) -> str:
    return f"{example.parent.name}-{example.name}"


def _planned(root: Path) -> dict[str, Any]:
    calls = [f'module "{_module(each)}" {{\n  source = "./{_module(each)}"\n}}\n' for each in _examples()]
    (root / "main.tf").write_text(PROVIDER + "".join(calls), encoding="utf-8")
    for example in _examples():
        shutil.copytree(example, root / _module(example))
    _terraform(root, "init")
    _terraform(root, "plan", "-out=plan")
    plan: dict[str, Any] = json.loads(_terraform(root, "show", "-json", "plan"))
    return plan


def _terraform(root: Path, *words: str) -> str:
    mirror = find_mirror(os.environ)
    source = f'filesystem_mirror {{\n    path = "{mirror}"\n  }}' if mirror else "direct {}"
    (root / "cli.tfrc").write_text(f"provider_installation {{\n  {source}\n}}\n", encoding="utf-8")
    environ = {**os.environ, "TF_CLI_CONFIG_FILE": str(root / "cli.tfrc"), "CHECKPOINT_DISABLE": "1"}
    done = subprocess.run(["terraform", *words], cwd=root, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _part(plan: dict[str, Any], module: str) -> dict[str, Any]:
    """Keep of the plan what one module has to do with it."""
    children = plan["planned_values"]["root_module"]["child_modules"]
    return {
        **{key: plan[key] for key in KEPT},
        "planned_values": {"root_module": {"child_modules": [_of(children, module)]}},
        "resource_changes": [each for each in plan["resource_changes"] if each["module_address"] == f"module.{module}"],
        "configuration": {
            "provider_config": plan["configuration"]["provider_config"],
            "root_module": {"module_calls": {module: plan["configuration"]["root_module"]["module_calls"][module]}},
        },
    }


def _of(children: list[dict[str, Any]], module: str) -> dict[str, Any]:
    return next(each for each in children if each["address"] == f"module.{module}")


if __name__ == "__main__":
    main()
