"""The first files of a project: platform.yaml, .gitignore, .gitattributes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformctl.project.files import write_atomically

GITIGNORE = (".platformctl/", ".terraform/", "*.tfstate", "*.tfstate.*")
GITATTRIBUTES = (
    "vendor/** -text linguist-vendored",
    "stacks/**/*.tf text eol=lf linguist-generated",
    "stacks/**/*.json text eol=lf linguist-generated",
    "stacks/**/.terraform.lock.hcl text eol=lf linguist-generated",
    "platform.lock text eol=lf",
)
SANDBOX_PLATFORM = """\
# What this project may create, where, and under which rules.
# Reference: docs/reference/platform-yaml.md
version: 1
organisation: {organisation}
catalogs: [builtin]
packs: [builtin]
default_environment: dev
default_team: {team}

environments:
  dev:
    tier: dev
    cloud: {{sandbox: {{region: {region}}}}} # a cloud emulator on this machine; nothing is real, nothing costs
    state: {{local: {{}}}}
    apply: anyone
    limits: {{stacks: 50}}
    context: # the ground that every start of the sandbox lays
      network:
        vpc_id: {vpc_id}
        private_subnet_ids: [{subnets}]
      key: {{arn: "{key}"}}

  # A real account looks like this:
  # prod:
  #   tier: prod
  #   cloud: {{aws: {{region: {region}, account: "111111111111"}}}}
  #   state: {{local: {{}}}}
  #   apply: pipeline
  #   context: {{network: {{vpc_id: vpc-…, private_subnet_ids: [subnet-…]}}, key: {{arn: "arn:aws:kms:…"}}}}

teams:
  {team}: {{owner: {team}@{organisation}.example}}
"""


def sandbox_platform(organisation: str, team: str, region: str, context: Mapping[str, Any]) -> str:
    """Write the platform.yaml of a project whose one environment is the sandbox."""
    network = context["network"]
    return SANDBOX_PLATFORM.format(
        organisation=organisation,
        team=team,
        region=region,
        vpc_id=network["vpc_id"],
        subnets=", ".join(network["private_subnet_ids"]),
        key=context["key"]["arn"],
    )


def with_lines(path: Path, lines: tuple[str, ...]) -> None:
    """Add to a text file the lines that it does not have yet."""
    old = path.read_text("utf-8") if path.is_file() else ""
    missing = [line for line in lines if line not in old.splitlines()]
    if missing:
        start = old if not old or old.endswith("\n") else f"{old}\n"
        write_atomically(path, (start + "".join(f"{line}\n" for line in missing)).encode())
