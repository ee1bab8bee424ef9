"""A repository of thirty stacks, applied as they lie on its main branch, and what a pull request to it is."""

import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.project import Project, desk_project
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import make_stack

from platformctl.project.project import load_project
from platformctl.requests.request import edited_request
from platformctl.sandbox.ground_ids import SANDBOX_CONTEXT

PLATFORM = f"""\
version: 1
organisation: acme
catalogs: [builtin, {{path: ./catalog}}]
packs: [builtin, {{path: ./packs/notes}}]
default_environment: desk
default_team: writers
environments:
  desk: {{tier: dev, state: {{local: {{}}}}, apply: anyone}}
  dev:
    tier: dev
    cloud: {{sandbox: {{region: eu-central-1}}}}
    state: {{local: {{}}}}
    apply: anyone
    context: {json.dumps(SANDBOX_CONTEXT)}
teams:
  writers: {{owner: writers@acme.example}}
  shop: {{owner: shop@acme.example}}
"""
NOTES = tuple(f"desk/note/page-{number:02}" for number in range(1, 21))
WALL = "desk/board/wall"
"""Shows the first page."""
BUCKETS = tuple(f"dev/bucket/{name}" for name in ("invoices", "receipts", "exports", "uploads", "pictures", "logs"))
QUEUES = ("dev/queue/mail", "dev/queue/jobs", "dev/queue/events")
"""Requested, but not applied: they wait for their first apply, which takes a minute."""
STACKS = (*NOTES, WALL, *BUCKETS, *QUEUES)
Edit = Callable[["Demo"], object]


@dataclass(frozen=True)
class Demo:
    """The repository, with main checked out, and what is done to it."""

    project: Project

    def request(self, stack: str, **inputs: Any) -> None:
        """Request a stack and render it, as `create --plan-only` would."""
        environment, kind, name = stack.split("/")
        make_stack(load_project(self.project.root), name, kind=kind, environment=environment, **inputs)

    def change(self, stack: str, **inputs: Any) -> None:
        """Edit a request and render it."""
        self.edit(f"stacks/{stack}/request.yaml", lambda text: edited_request(text, inputs))
        self.render()

    def edit(self, path: str, how: Callable[[str], str]) -> None:
        """Edit a file by hand."""
        file = self.project.root / path
        file.write_text(how(file.read_text("utf-8")), "utf-8")

    def append(self, path: str, text: str) -> None:
        """Write more at a file's end."""
        self.edit(path, lambda before: before + text)

    def delete(self, stack: str) -> None:
        """Delete a stack's folder."""
        shutil.rmtree(self.project.folder(stack))

    def render(self) -> None:
        """Bring all rendered files up to their requests."""
        assert self.project.run("render").code == 0


@dataclass(frozen=True)
class PullRequest:
    """What a branch changes, and what is to be said of it."""

    name: str
    edit: Edit
    touched: Mapping[str, str] = field(default_factory=dict)
    """How each affected stack is affected."""
    code: int = 0
    says: tuple[str, ...] = ()
    """Words of its comment."""


def make_demo(folder: Path) -> Demo:
    """Make the project and apply its stacks, which its repository then holds."""
    project = desk_project(folder, PLATFORM)
    demo = Demo(project)
    for stack in (*NOTES, *BUCKETS, *QUEUES):
        demo.request(stack)
    for environment, stacks in (("desk", NOTES), ("dev", BUCKETS)):
        assert project.run("--env", environment, "apply", *stacks, "--yes").code == 0
    assert project.run("create", "board", "wall", "--bind", "note/page-01:read", "--yes").code == 0
    (project.root / "README.md").write_text("# Infrastructure of acme\n", "utf-8")
    (project.root / ".gitignore").write_text(".platformctl/\n.terraform/\n", "utf-8")
    make_repository(project.root)
    return demo


def branch_of(demo: Demo, pull_request: PullRequest) -> None:
    """Check out a new branch of main, and commit what the pull request changes."""
    git(demo.project.root, "checkout", "-q", "--force", "main")
    git(demo.project.root, "clean", "-qfd")
    git(demo.project.root, "checkout", "-q", "-b", re.sub(r"\W+", "-", pull_request.name))
    pull_request.edit(demo)
    commit_all(demo.project.root, pull_request.name)
