"""A project in a sandbox of its own, whose stacks plain Terraform plans and applies in their folders."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from platformctl.catalog.contract import Contract
from platformctl.catalog.sources import builtin_folder
from platformctl.progress import silent
from platformctl.project.documents import read_document
from platformctl.project.lock_file import Lock, PinnedProvider
from platformctl.project.platform_file import Platform
from platformctl.project.validation import validated
from platformctl.requests.resolve import Wish, request_for, values_of
from platformctl.sandbox.ground_ids import REGION, SANDBOX_CONTEXT
from platformctl.sandbox.sandbox import Sandbox
from platformctl.stacks.render import AWS_SOURCE, render
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.environment import child_environment
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.provider_mirror import find_mirror
from platformctl.toolchain.providers import supported_provider
from platformctl.toolchain.terraform import find_terraform

MODULES = builtin_folder("modules")
SECONDS = 600


def contract_of(kind: str) -> Contract:
    return validated(Contract, read_document(MODULES / kind / "module.yaml"))


def sandbox_platform() -> Platform:
    """Environments of every tier, all of them in the sandbox."""
    sandbox = {"cloud": {"sandbox": {"region": REGION}}, "state": {"local": {}}, "context": SANDBOX_CONTEXT}
    environments = {tier: {"tier": tier, **sandbox} for tier in ("dev", "staging", "prod")}
    team = {"owner": "sandbox@acme.example"}
    return Platform.model_validate(
        {
            "version": 1,
            "organisation": "acme",
            "default_environment": "dev",
            "default_team": "sandbox",
            "environments": environments,
            "teams": {"sandbox": team},
        }
    )


@dataclass(frozen=True)
class World:
    """A project, and the Terraform and the cloud that it has."""

    project: Path
    terraform: Path
    environment: Mapping[str, str]
    credentials: Mapping[str, str]

    def write(self, stack: str, **inputs: Any) -> Path:
        """Render a stack as `create` would, beside a copy of its module; return its folder."""
        stack_id = StackId(*stack.split("/"))
        contract, platform = contract_of(stack_id.kind), sandbox_platform()
        request = request_for(
            Wish(stack_id.kind, stack_id.name, stack_id.environment, None, inputs), contract, platform
        )
        locked = supported_provider("hashicorp/aws", "5.100.0")
        lock = Lock(providers={AWS_SOURCE: PinnedProvider(locked.version, locked.hashes)})
        values = values_of(request, contract, platform)
        files = render(stack_id, contract, values, platform.environments[stack_id.environment], lock)
        module = self.project / "vendor" / "modules" / contract.name / contract.version
        shutil.copytree(MODULES / stack_id.kind, module, dirs_exist_ok=True)
        folder = self.project / stack_id.folder
        folder.mkdir(parents=True, exist_ok=True)
        [(folder / name).write_bytes(content) for name, content in files.items()]
        return folder

    def run(self, folder: Path, *args: str) -> int:
        """Run Terraform in a stack's folder; its exit code is the answer, its output is shown when a test fails."""
        command = [str(self.terraform), *args, "-no-color"]
        return subprocess.run(command, cwd=folder, env=dict(self.environment), timeout=SECONDS, check=False).returncode

    def apply(self, folder: Path) -> tuple[int, int]:
        """Initialise, apply, plan again: the codes of apply and of the second plan."""
        self.run(folder, "init", "-input=false", "-lockfile=readonly")
        applied = self.run(folder, "apply", "-input=false", "-auto-approve")
        return applied, self.run(folder, "plan", "-input=false", "-detailed-exitcode")

    def outputs(self, folder: Path) -> Mapping[str, Any]:
        """Return the outputs by name."""
        command = [str(self.terraform), "output", "-json"]
        said = subprocess.run(command, cwd=folder, env=dict(self.environment), capture_output=True, check=True)
        return {name: output["value"] for name, output in json.loads(said.stdout).items()}

    def client(self, service: str) -> Any:
        """Return an independent client of the cloud."""
        return boto3.client(
            service,
            endpoint_url=self.credentials["AWS_ENDPOINT_URL"],
            region_name=REGION,
            aws_access_key_id="other",
            aws_secret_access_key="other",
        )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    project = tmp_path / "project"
    sandbox = Sandbox(
        project / ".platformctl" / "sandbox", lambda: ensure_environment("emulator", os.environ, silent), silent
    )
    sandbox.up()
    cli_config = tmp_path / "cli.tfrc"
    cli_config.write_text(cli_configuration(os.environ, find_mirror(os.environ)))
    credentials = sandbox.env()
    environment = child_environment(os.environ, cli_config=cli_config, credentials=credentials)
    yield World(project, find_terraform(os.environ, None, silent).path, environment, credentials)
    sandbox.down()


@pytest.fixture
def terraform_test(tmp_path: Path) -> Callable[[Path], int]:
    """Run Terraform's own tests in a folder; the exit code is the answer."""
    cli_config = tmp_path / "cli.tfrc"
    cli_config.write_text(cli_configuration(os.environ, find_mirror(os.environ)))
    environment = child_environment(os.environ, cli_config=cli_config)
    terraform = str(find_terraform(os.environ, None, silent).path)

    def run(folder: Path) -> int:
        subprocess.run([terraform, "init", "-input=false", "-no-color"], cwd=folder, env=environment, check=True)
        return subprocess.run([terraform, "test", "-no-color"], cwd=folder, env=environment, check=False).returncode

    return run
