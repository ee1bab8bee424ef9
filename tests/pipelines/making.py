"""Pipelines of projects of all sorts, written as `ci init` writes them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML

from platformctl.project.pipelines.pipeline import Host, Pipeline, Repository, targets_of
from platformctl.project.pipelines.render import render
from platformctl.project.pipelines.source import Source
from platformctl.project.platform_file import Platform

SOURCE = Source("https://git.acme.example/platform/platformctl", "0123456789abcdef0123456789abcdef01234567")
SANDBOX = """\
dev: {tier: dev, cloud: {sandbox: {region: eu-central-1}}, state: {local: {}}, apply: anyone}
"""
ONE = """\
prod:
  tier: prod
  cloud: {aws: {region: eu-central-1, account: "111111111111"}}
  state: {s3: {bucket: acme-platform, region: eu-central-1}}
"""
THREE = """\
dev: {tier: dev, cloud: {sandbox: {region: eu-central-1}}, state: {local: {}}, apply: anyone}
staging:
  tier: staging
  cloud: {aws: {region: eu-central-1, account: "222222222222"}}
  state: {postgres: {url: "${env:PLATFORMCTL_PG_URL}"}}
prod-eu:
  tier: prod
  cloud:
    aws:
      region: eu-central-1
      account: "333333333333"
      roles: {preview: "arn:aws:iam::333333333333:role/see", deploy: "arn:aws:iam::333333333333:role/do"}
  state: {postgres: {url: "${env:PLATFORMCTL_PG_URL}"}}
"""
HOSTILE = """\
null:
  tier: dev
  state: {postgres: {url: "${env:GITHUB_TOKEN}"}}
"on":
  tier: staging
  cloud:
    aws:
      region: us-gov-west-1
      account: "000000000000"
      roles:
        preview: "arn:aws-us-gov:iam::000000000000:role/a=b,c@d.e/+f"
        deploy: "arn:aws-us-gov:iam::000000000000:role/--"
  state: {s3: {bucket: "0.0", region: us-gov-west-1}}
"true":
  tier: prod
  cloud: {aws: {region: cn-north-1, account: "000000000001"}}
  state: {s3: {bucket: "0.0", region: us-gov-west-1}}
dev-2: {tier: prod, cloud: {sandbox: {region: cn-north-1}}, state: {local: {}}, apply: anyone}
"""
"""Everything in it is allowed by platform.yaml's rules, and would be something else in a language that guesses."""
PROJECTS = {"sandbox": SANDBOX, "one": ONE, "three": THREE, "hostile": HOSTILE.replace("null:", '"null":')}
BRANCHES = {"sandbox": "main", "one": "release/1.x", "three": "main", "hostile": "off"}
FOLDERS = {"sandbox": "", "one": "platform/live", "three": "", "hostile": "null"}


def platform(environments: str) -> Platform:
    """Make the platform.yaml that has these environments."""
    found = YAML(typ="safe").load(environments)
    return Platform.model_validate(
        {
            "version": 1,
            "organisation": "acme",
            "default_environment": next(iter(found)),
            "default_team": "platform",
            "environments": found,
            "teams": {"platform": {"owner": "@acme/platform"}},
        }
    )


def pipeline(host: Host, project: str, shards: int = 1, *, source: Source = SOURCE) -> Pipeline:
    """Make the pipeline of one of the projects."""
    return Pipeline(
        host=host,
        branch=BRANCHES[project],
        shards=shards,
        source=source,
        repository=Repository("code.acme.example", "acme/infra", FOLDERS[project]),
        targets=targets_of(platform(PROJECTS[project])),
    )


def variants(host: Host) -> Iterator[tuple[str, Pipeline]]:
    """Yield every sort of pipeline for a host, with a name."""
    for project in PROJECTS:
        for shards in (1, 3):
            yield f"{project}-{shards}", pipeline(host, project, shards)
    yield "one-1-variables", pipeline(host, "one", source=Source())


def written(host: Host, folder: Path) -> Mapping[str, list[Path]]:
    """Write all of them; return the files by the variant's name."""
    made: dict[str, list[Path]] = {}
    for name, one in variants(host):
        made[name] = []
        for path, content in render(one).items():
            file = folder / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            made[name].append(file)
    return made
