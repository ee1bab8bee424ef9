"""`plan --changed-since main` as a job runs it, on everything hostile at once: the kernel watches, each format says so.

The job holds credentials in variables and files, and programs called terraform, tofu and uv stand first on its PATH.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.repository import git
from tests.unit.projects import make_stack
from tests.untrusted.kernel import KILLED, needs_linux, watching, without_sockets
from tests.untrusted.proposing import commit

from platformctl.progress import silent
from platformctl.project.project import Project
from platformctl.toolchain.environments import ensure_environment

pytestmark = needs_linux
SECRET = "planted-secret"
VARIABLES = {
    **dict.fromkeys(("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "PGPASSWORD", "GITHUB_TOKEN"), SECRET),
    **dict.fromkeys(("TF_TOKEN_app_terraform_io", "CI_JOB_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"), SECRET),
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
}
FILES = (
    ".aws/credentials",
    ".aws/config",
    ".pgpass",
    ".netrc",
    ".git-credentials",
    ".terraformrc",
    ".docker/config.json",
)
FORMATS = {"json": "report.json", "markdown": "report.md", "html": "report.html", "sarif": "report.sarif"}
MORE = {"junit": "junit.xml", "codequality": "quality.json", "terraform": "terraform.json"}
COMMAND = re.compile(r"(?m)^\s*(::|##\[)|[\x00-\x08\x1b\u202e]")
PROGRAMS = ("terraform", "tofu", "uv", "checkov", "ssh", "aws")
PLUGIN = "terraform.d/plugins/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws_v5.100.0"
BROUGHT = {
    ".env": "PLATFORMCTL_TERRAFORM=./terraform\nCI=false\nAWS_ENDPOINT_URL=http://127.0.0.1:9\n",
    ".envrc": "touch CANARY\n",
    ".terraformrc": 'provider_installation {\n  dev_overrides { "hashicorp/aws" = "." }\n}\n',
    "terraform.rc": 'credentials "app.terraform.io" { token = "x" }\n',
    ".terraform/plugin_path": "[]",
    ".terraform.lock.hcl": "",
    ".checkov.yaml": "skip-check: [CKV_AWS_16]\nexternal-checks-dir: [.]\n",
    ".checkov.yml": "skip-check: [PCTL_NOTE_1]\n",
    "uv.toml": 'index-url = "http://127.0.0.1:9/"\n',
    "pip.conf": "[global]\nindex-url = http://127.0.0.1:9/\n",
    ".pre-commit-config.yaml": "repos: []\n",
    ".gitconfig": "[core]\n\tfsmonitor = touch CANARY\n",
    ".lfsconfig": "[lfs]\n\turl = http://127.0.0.1:9/\n",
    ".gitattributes": "*.yaml filter=lfs diff=lfs merge=lfs\n",
    ".platformctl/state/desk/note/one/terraform.tfstate": "{}",
    "stacks/.terraform/modules/modules.json": "{}",
    "stacks/desk/note/two/.terraform/providers/x": "",
    "sitecustomize.py": "open('CANARY', 'w')\n",
    "usercustomize.py": "open('CANARY', 'w')\n",
    "checkov/__init__.py": "open('CANARY', 'w')\n",
    "yaml/__init__.py": "open('CANARY', 'w')\n",
    "packs/notes/__init__.py": "open('CANARY', 'w')\n",
    "vendor/packs/notes/1.0.0/checks/evil.py": "open('CANARY', 'w')\n",
}
"""What a change brings that some tool would read, start or import from the folder that it runs in."""


@dataclass(frozen=True)
class Ran:
    """What a job came to."""

    code: int
    said: str
    reports: Mapping[str, str]
    opened: Sequence[str]
    """Files with credentials that anybody has opened."""


Job = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Make the home of a runner: files with credentials, and git taught to filter with a program."""
    folder = tmp_path / "home"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"token: {SECRET}\n", "utf-8")
    filters = "".join(f"\t{key} = touch {tmp_path}/was-run; cat\n" for key in ("clean", "smudge", "process"))
    (folder / ".gitconfig").write_text(f'[filter "lfs"]\n{filters}\trequired = true\n', "utf-8")
    return folder


@pytest.fixture
def programs(tmp_path: Path, canary: Path) -> Path:
    """Make the programs that nobody is to start."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\ntouch {canary}\n", "utf-8")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def job(victim: Project, environ: Mapping[str, str], tmp_path: Path, home: Path, programs: Path, canary: Path) -> Job:
    """Commit what lies there, and run the command in its folder as a fork's job, without the right to a socket."""
    ensured = ensure_environment("checkov", os.environ, silent).parent.parent

    def ran(*words: str, **more: str) -> Ran:
        commit(victim.root)
        canary.unlink(missing_ok=True)  # the committer's own git is theirs
        path = f"{programs}{os.pathsep}{environ['PATH']}"
        surroundings = {
            **environ,
            "HOME": str(home),
            "PATH": path,
            "PLATFORMCTL_CHECKOV_ENV": str(ensured),
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": "pull_request",
            **VARIABLES,
            **more,
        }
        places = {kind: tmp_path / name for kind, name in {**FORMATS, **MORE}.items()}
        reports = [word for kind, place in places.items() for word in ("--report", f"{kind}={place}")]
        program = (sys.executable, "-P", "-m", "platformctl", "plan", "--changed-since", "main")
        with watching([home / name for name in FILES]) as opened:
            done = subprocess.run(
                [*program, *reports, *words],
                cwd=victim.root,
                env=surroundings,
                capture_output=True,
                text=True,
                check=False,
                timeout=120,
                preexec_fn=without_sockets,
            )
            found = Ran(done.returncode, done.stdout + done.stderr, _read(places), opened.since_then())
        assert not canary.exists()
        return found

    return ran


def _read(places: Mapping[str, Path]) -> Mapping[str, str]:
    return {kind: place.read_text("utf-8") for kind, place in places.items() if place.exists()}


def bring(root: Path, canary: Path) -> None:
    """Write everything that some tool would take up, force it past .gitignore, and name a provider mirror's file."""
    for name, text in {**BROUGHT, PLUGIN: "#!/bin/sh\ntouch CANARY\n"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.replace("CANARY", str(canary)), "utf-8")
    for name in ("terraform", "tofu", "git", "python"):
        shutil.copy(root / PLUGIN, root / name)
        (root / name).chmod(0o755)
    git(root, "add", "--all", "--force")


def test_nothing_that_a_change_brings_is_taken_up_by_any_tool(victim: Project, job: Job, canary: Path) -> None:
    make_stack(victim, "two", text="hello")
    bring(victim.root, canary)

    done = job()

    assert done.code == 64, done.said
    assert done.opened == ()
    assert SECRET not in done.said + "".join(done.reports.values())
    report = json.loads(done.reports["json"])
    standing = {one["id"]: one["guarantees"][0]["standing"] for one in report["stacks"] if one["guarantees"]}
    assert standing == {}  # its folder holds a .terraform
    assert "and in git" in done.reports["json"]
    assert "the change touches .platformctl/state/desk/note/one/terraform.tfstate" in " ".join(report["why_untrusted"])


def linked(root: Path, name: str, target: Path) -> None:
    """Put a link in the place of a file or a folder."""
    place = root / name
    if place.is_dir():
        shutil.rmtree(place)
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(target)


@pytest.mark.parametrize("name", ["platform.yaml", "platform.lock", "stacks"])
def test_a_link_to_credentials_in_the_place_of_what_is_read_first_is_not_followed(
    name: str, victim: Project, job: Job, home: Path
) -> None:
    make_stack(victim, "two", text="hello")
    linked(victim.root, name, home / (".aws" if name == "stacks" else ".aws/credentials"))

    done = job()

    assert (done.code, done.opened) == (64, ()), done.said
    assert "link" in done.said
    assert SECRET not in done.said + "".join(done.reports.values())


def test_links_to_credentials_anywhere_below_are_not_followed(victim: Project, job: Job, home: Path) -> None:
    credentials = home / ".aws/credentials"
    for name in ("two", "three"):
        make_stack(victim, name, text="hello")
    linked(victim.root, "stacks/desk/note/one/request.yaml", credentials)
    linked(victim.root, "stacks/desk/note/two/main.tf", credentials)
    linked(victim.root, "stacks/desk/note/three/bindings.json", credentials)
    linked(victim.root, "stacks/prod/db/orders", home / ".aws")
    linked(victim.root, "vendor/modules/db/1.0.0/main.tf", credentials)
    linked(victim.root, "vendor/packs/notes/1.0.0/checks", home / ".aws")
    linked(victim.root, "packs/notes/pack.yaml", credentials)
    linked(victim.root, "waivers.yaml", credentials)

    done = job()

    assert (done.code, done.opened) == (64, ()), done.said
    assert SECRET not in done.said + "".join(done.reports.values())
    assert {one["status"] for one in json.loads(done.reports["json"])["stacks"]} == {"failed"}


@pytest.mark.parametrize("key", ['"desk\\n::error::x"', '"desk\\e[2J"'])
def test_the_name_of_an_environment_can_not_speak(key: str, victim: Project, job: Job) -> None:
    path = victim.root / "platform.yaml"
    path.write_text(path.read_text("utf-8").replace("  desk: {tier", f"  {key}: {{tier"), "utf-8")

    done = job()

    assert done.code == 64
    assert "must match" in done.said
    assert not COMMAND.search(done.said)


def test_names_of_files_can_not_speak_in_any_format(victim: Project, job: Job) -> None:
    make_stack(victim, "two", text="hello")
    folder = os.fsencode(victim.root)
    for name in (b"x\n::error::y", b"\xff\xfe", b"\x1b[2J", b"-rf", b":(glob)*", "\u202egnp".encode()):
        for place in (b"stacks/desk/note/one/", b"stacks/desk/note/two/", b"vendor/", b"stacks/"):
            Path(os.fsdecode(folder + b"/" + place + name)).write_bytes(b"")

    done = job()

    assert done.code == 64, done.said
    assert set(done.reports) == {*FORMATS, *MORE}
    assert not COMMAND.search(done.said)
    assert not any(COMMAND.search(text) for text in done.reports.values())


def test_an_environment_that_nobody_knows_is_not_nothing_to_do(victim: Project, job: Job) -> None:
    make_stack(victim, "two", text="hello")

    done = job(PLATFORMCTL_ENV="dsek")

    assert done.code == 64
    assert "Unknown environment" in done.said


def test_the_watch_sees_what_it_is_there_for(home: Path) -> None:
    asks = "import socket; socket.socket()"
    nested = f"import subprocess, sys; sys.exit(-subprocess.run([sys.executable, '-c', {asks!r}]).returncode)"

    with watching([home / name for name in FILES]) as opened:
        code = subprocess.run([sys.executable, "-c", nested], preexec_fn=without_sockets, check=False).returncode
        subprocess.run(["cat", home / ".aws/credentials"], check=True, stdout=subprocess.DEVNULL)

        assert code == -KILLED
        assert opened.since_then() == ("credentials",)


def test_an_honest_stack_of_a_fork_is_judged_and_every_format_says_untrusted(victim: Project, job: Job) -> None:
    (victim.root / ".env").write_text("CI=false\nGITHUB_ACTIONS=\nGITHUB_EVENT_NAME=push\n", "utf-8")
    make_stack(victim, "two", text="hello")

    done = job(PLATFORMCTL_ENV="desk")

    assert (done.code, done.opened) == (0, ()), done.said
    assert json.loads(done.reports["json"])["stacks"][0]["guarantees"][0]["standing"] == "proven"
    assert set(done.reports) == {*FORMATS, *MORE}
    for kind in (*FORMATS, "junit", "terminal"):
        text = {**done.reports, "terminal": done.said}[kind]
        assert "untrusted" in text.lower(), kind
