"""Rendered files are Terraform that `fmt` leaves alone and that initialises and validates."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from platformctl.catalog.sources import load_module, module_on_offer
from platformctl.progress import silent
from platformctl.project.lock_file import Lock
from platformctl.project.platform_file import Environment
from platformctl.project.project import load_project
from platformctl.requests.resolve import Wish, request_for
from platformctl.stacks import workspace
from platformctl.stacks.render import render
from platformctl.stacks.stack import stack_of
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.environment import child_environment
from platformctl.toolchain.provider_mirror import find_mirror
from platformctl.toolchain.terraform import find_terraform
from platformctl.workflows.init import init
from platformctl.workflows.locking import adopted

pytestmark = pytest.mark.terraform
KINDS = ("db", "queue", "note")
CATALOG = Path(__file__).parents[1] / "catalog"
ROLE = "arn:aws:iam::111111111111:role/state"


def rendered(root: Path, kind: str) -> Path:
    """Render a stack of a kind in a fresh project; return its folder."""
    init(root, organisation="acme", team="shop")
    shutil.copytree(CATALOG, root / "catalog")
    platform = root / "platform.yaml"
    platform.write_text(platform.read_text().replace("catalogs: [builtin]", "catalogs: [builtin, {path: ./catalog}]"))
    project = load_project(root)
    module = module_on_offer(kind, project)
    project = adopted(project, module)
    request = request_for(Wish(kind, "orders", "dev", None, {}), module.contract, project.platform)
    stack = stack_of(request, project)
    workspace.write(project, stack)
    return root / stack.id.folder


def terraform(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    configuration = folder / ".." / "cli.tfrc"
    configuration.write_text(cli_configuration(os.environ, find_mirror(os.environ)), encoding="utf-8")
    command = [str(find_terraform(os.environ, None, silent).path), *words, "-no-color"]
    environ = child_environment(os.environ, cli_config=configuration)
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("kind", KINDS)
def test_rendered_files_are_as_terraform_fmt_writes_them_and_valid(tmp_path: Path, kind: str) -> None:
    folder = rendered(tmp_path, kind)

    formatted = terraform(folder, "fmt", "-check", "-diff")
    prepared = terraform(folder, "init", "-input=false", "-lockfile=readonly", "-backend=false")
    valid = terraform(folder, "validate")

    assert (formatted.returncode, formatted.stdout) == (0, "")
    assert (prepared.returncode, prepared.stderr) == (0, "")
    assert (valid.returncode, valid.stderr) == (0, "")


def test_every_backend_is_as_terraform_fmt_writes_it(tmp_path: Path) -> None:
    for_all = {"bucket": "acme", "region": "eu-west-1", "kms_key_id": f"mrk-{32 * '0'}", "endpoint": "http://[::1]:1"}
    stores: tuple[dict[str, Any], ...] = (
        {"local": {}},
        {"postgres": {"url": "${env:URL}"}},
        {"s3": {**for_all, "role": ROLE}},
    )
    note = load_module(CATALOG / "note", "./catalog").contract
    environments = [Environment.model_validate({"tier": "dev", "state": store}) for store in stores]
    texts = [render(StackId("dev", "note", "a"), note, {}, one, Lock())["backend.tf"] for one in environments]
    (tmp_path / "backend.tf").write_bytes(b"\n".join(texts))

    formatted = terraform(tmp_path, "fmt", "-check", "-diff")

    assert (formatted.returncode, formatted.stdout) == (0, "")


@pytest.mark.parametrize("kind", KINDS)
def test_modules_are_as_terraform_fmt_writes_them(tmp_path: Path, kind: str) -> None:
    rendered(tmp_path, kind)

    formatted = terraform(tmp_path / "vendor", "fmt", "-check", "-diff", "-recursive")

    assert (formatted.returncode, formatted.stdout) == (0, "")
