"""Projects and stacks on disk for unit tests: made with the product's own functions, no tool started."""

import shutil
from pathlib import Path
from typing import Any

from platformctl.catalog.sources import Module, load_module, module_on_offer
from platformctl.project.files import write_atomically
from platformctl.project.project import Project, load_project
from platformctl.requests.request import REQUEST_NAME, dump_request
from platformctl.requests.resolve import Wish, request_for
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.workflows.locking import adopted, brought_up, written

CATALOG = Path(__file__).parents[1] / "catalog"
PACKS = Path(__file__).parents[1] / "packs"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234"
PLATFORM = f"""\
version: 1
organisation: acme
catalogs: [builtin, {{path: ./catalog}}]
packs: [{{path: ./packs/notes}}]
default_environment: desk
default_team: writers
tags: {{cost-centre: "4711"}}
environments:
  desk: {{tier: dev, state: {{local: {{}}}}, apply: anyone, limits: {{stacks: 4, sizes: {{note: [small, large]}}}}}}
  dev:
    tier: dev
    cloud: {{sandbox: {{region: eu-central-1}}}}
    state: {{local: {{}}}}
    apply: anyone
    context:
      network: {{vpc_id: vpc-0a1b2c3d, private_subnet_ids: [subnet-0a1b2c3d, subnet-0a1b2c3e]}}
      key: {{arn: "{KEY}"}}
  prod:
    tier: prod
    cloud: {{aws: {{region: eu-west-1, account: "111111111111"}}}}
    state: {{s3: {{bucket: acme-platform, region: eu-west-1}}}}
    apply: pipeline
    tags: {{audit: "yes"}}
    context:
      network: {{vpc_id: vpc-0a1b2c3d, private_subnet_ids: [subnet-0a1b2c3d, subnet-0a1b2c3e]}}
      key: {{arn: "{KEY}"}}
teams:
  writers: {{owner: writers@acme.example}}
  readers: {{owner: readers@acme.example, environments: [dev]}}
"""
"""Three environments: without a cloud, in the sandbox, and a real one that its pipeline applies."""


def make_project(root: Path, platform: str = PLATFORM) -> Project:
    """Make a project with the built-in kinds and the note."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copytree(CATALOG, root / "catalog")
    shutil.copytree(PACKS, root / "packs")
    (root / "platform.yaml").write_text(platform, "utf-8")
    project = load_project(root)
    return written(project, brought_up(project, None))


def note_module() -> Module:
    """Return the fixture kind."""
    return load_module(CATALOG / "note", "./catalog")


def make_stack(
    project: Project, name: str = "one", *, kind: str = "note", environment: str = "desk", **inputs: Any
) -> Stack:
    """Write a request and its rendered files, as `create` does."""
    wish = Wish(kind, name, environment, None, inputs)
    module = module_on_offer(kind, project)
    request = request_for(wish, module.contract, project.platform)
    current = adopted(load_project(project.root), module)
    stack = stack_of(request, current)
    workspace.write(current, stack)
    write_atomically(workspace.folder_of(current, stack.id) / REQUEST_NAME, dump_request(request).encode())
    return stack
