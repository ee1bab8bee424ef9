"""Real Terraform reads the CLI configuration that we write: nothing in it is changed, and nothing is lost."""

import json
import platform
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.terraform.conftest import World

from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.process import Command, Finished, run

pytestmark = pytest.mark.terraform

HOSTILE = [
    "plain",
    "with space",
    '${file("/etc/passwd")}',
    "${",
    "%{ if true }",
    "$${x}",
    'quote"back\\slash',
    "new\nline\ttab",
    "\x01\x7f",
    "é\u2028\ue123\ufeff",
    "\U0001f600",
    "<<EOT",
    "*.*",
]
FOLDERS = st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_mirror_in_a_folder_with_a_hostile_name_is_used(world: World, tmp_path: Path, name: str) -> None:
    finished = _init_from_mirror(world, _mirror(tmp_path / "m" / name))

    assert finished.code == 0, finished.stderr


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=FOLDERS.filter(lambda name: name not in {".", ".."} and len(name.encode()) < 200))
def test_a_mirror_in_any_folder_is_used(world: World, tmp_path: Path, name: str) -> None:
    finished = _init_from_mirror(world, _mirror(tmp_path / "any" / name))

    assert finished.code == 0, finished.stderr


def test_a_host_and_its_token_reach_the_registry_unchanged(
    world: World, tmp_path: Path, registry: tuple[str, list[tuple[str, str | None]]]
) -> None:
    address, asked = registry
    token = 't${a"\\%{}'
    theirs = {
        "host": {"a.example": {"services": {"modules.v1": address}}},
        "credentials": {"a.example": {"token": token}},
    }
    (tmp_path / "theirs").write_text(json.dumps(theirs), encoding="utf-8")
    text = cli_configuration({"TF_CLI_CONFIG_FILE": str(tmp_path / "theirs")}, None)

    _init(world, tmp_path / "root", 'module "x" {\n  source  = "a.example/n/m/aws"\n  version = "1.0.0"\n}\n', text)

    assert asked == [("/m/n/m/aws/versions", f"Bearer {token}")]


def test_terraform_has_nothing_to_complain_about(world: World, tmp_path: Path) -> None:
    text = cli_configuration({}, _mirror(tmp_path / "mirror"))

    finished = _init(world, tmp_path / "root", "", text)

    assert (finished.code, finished.stderr) == (0, "")


@pytest.fixture
def registry() -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """Answer every question with 404, and remember what was asked with which token."""
    asked: list[tuple[str, str | None]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Authorization"]))
            self.send_error(404)

        def log_message(self, *_args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/m/", asked
        server.shutdown()
        thread.join()


def _mirror(folder: Path) -> Path:
    """Make a mirror with one provider that is no provider: `init` only copies it."""
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    system = f"{platform.system().lower()}_{machine}"
    place = folder / "registry.terraform.io/acme/fake/1.0.0" / system
    place.mkdir(parents=True, exist_ok=True)
    binary = place / "terraform-provider-fake_v1.0.0"
    binary.write_text("#!/bin/sh\n", encoding="utf-8")
    binary.chmod(0o755)
    return folder


def _init_from_mirror(world: World, mirror: Path) -> Finished:
    required = 'required_providers {\n    fake = {\n      source  = "acme/fake"\n      version = "1.0.0"\n    }\n  }'
    root = mirror.parent / "root"
    return _init(world, root, f"terraform {{\n  {required}\n}}\n", cli_configuration({}, mirror))


def _init(world: World, root: Path, main: str, configuration: str) -> Finished:
    root.mkdir(parents=True, exist_ok=True)
    (root / "main.tf").write_text(main, encoding="utf-8")
    (root / "cli").write_text(configuration, encoding="utf-8")
    environment = {**world.terraform.environment, "TF_CLI_CONFIG_FILE": str(root / "cli")}
    return run(Command((str(world.terraform.binary), "init", "-input=false", "-no-color"), root, environment))
