"""Untrusted mode starts git and the judge, and reaches nothing else: watched from the first moment of its process."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.repository import git
from tests.unit.projects import make_stack
from tests.untrusted.proposing import commit

from platformctl.progress import silent
from platformctl.project.project import Project
from platformctl.toolchain.environments import ensure_environment

WATCH = Path(__file__).with_name("watch")
SECRETS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "PGPASSWORD": "secret",
    "GITHUB_TOKEN": "secret",
    "TF_TOKEN_app_terraform_io": "secret",
}
COMMAND = (sys.executable, "-m", "platformctl", "plan", "--changed-since", "main")


@pytest.fixture
def listener() -> object:
    """Listen where the change says that its stores and hosts are."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def hostile(project: Project, port: int) -> None:
    """Name a store, hosts and code of one's own."""
    path = project.root / "platform.yaml"
    text = path.read_text("utf-8")
    store = f"state: {{postgres: {{url: 'postgres://mallory@127.0.0.1:{port}/x?sslmode=disable'}}}}"
    path.write_text(text.replace("state: {s3: {bucket: acme-platform, region: eu-west-1}}", store), "utf-8")
    (project.root / "terraform").write_text("#!/bin/sh\n", "utf-8")
    (project.root / ".netrc").write_text("machine x password y\n", "utf-8")


def ran(project: Project, environ: Mapping[str, str], log: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run the real command, watched, with everything in its environment that a job can have."""
    ensure_environment("checkov", os.environ, silent)
    watched = {"PYTHONPATH": str(WATCH), "WATCH_LOG": str(log)}
    return subprocess.run(
        [*COMMAND, *words],
        cwd=project.root,
        env={**environ, **SECRETS, **watched},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_no_socket_no_terraform_no_credential(
    victim: Project, environ: Mapping[str, str], tmp_path: Path, listener: socket.socket
) -> None:
    make_stack(victim, "two", text="hello")
    hostile(victim, listener.getsockname()[1])
    commit(victim.root)

    done = ran(victim, environ, tmp_path / "log", "--report", f"json={tmp_path / 'report.json'}")

    assert done.returncode == 64, done.stderr  # prod's rendered files say another store than platform.yaml
    seen = (tmp_path / "log").read_text("utf-8").splitlines()
    assert [line for line in seen if not line.startswith("start ")] == []
    programs = {Path(line.split()[1]).name for line in seen}
    assert programs == {"git", "python"}
    assert not [line for line in seen if " fetch" in line or " checkout" in line]
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert '"mode":"untrusted"' in (tmp_path / "report.json").read_text("utf-8")


def test_the_watch_sees_what_it_is_there_for(tmp_path: Path) -> None:
    program = (
        "import os, socket, subprocess\n"
        "os.environ.get('AWS_SECRET_ACCESS_KEY'); dict(os.environ)\n"
        "subprocess.run(['true'])\n"
        "socket.socket().connect_ex(('127.0.0.1', 9))\n"
    )
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(WATCH), "WATCH_LOG": str(tmp_path / "log"), **SECRETS}

    subprocess.run([sys.executable, "-c", program], env=environ, check=True)

    seen = (tmp_path / "log").read_text("utf-8")
    for word in ("variable AWS_SECRET_ACCESS_KEY", "variable PGPASSWORD", "start true", "socket socket.connect"):
        assert word in seen


def test_saying_so_is_enough_on_a_laptop(victim: Project, environ: Mapping[str, str], tmp_path: Path) -> None:
    make_stack(victim, "two", text="hello")
    commit(victim.root)
    laptop = {name: value for name, value in environ.items() if name != "CI"}

    done = ran(victim, laptop, tmp_path / "log", "--untrusted", "--output", "json")

    assert done.returncode == 0, done.stderr
    assert '"inspected"' in done.stdout
    assert git(victim.root, "status", "--porcelain") == ""
