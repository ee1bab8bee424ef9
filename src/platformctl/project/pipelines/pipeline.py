"""What a project's pipelines are written from: the environments as a job sees them, the repository, the source."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from platformctl.project.aws_words import RoleArn
from platformctl.project.pipelines.source import Source
from platformctl.project.platform_file import Environment, Platform

Host = Literal["github", "gitlab", "azure", "atlantis"]
HOSTS: tuple[Host, ...] = ("github", "gitlab", "azure", "atlantis")
TIERS = ("dev", "staging", "prod")
"""In this order environments are applied."""
MOST_SHARDS = 64
"""More jobs than that wait for each other on every code host."""
MOST_JOBS: Mapping[Host, int] = {"github": 256, "gitlab": 200}
"""Of one matrix; hosts refuse a file that asks for more."""


@dataclass(frozen=True)
class Target:
    """One environment as a pipeline sees it."""

    name: str
    tier: str
    region: str = ""
    account: str = ""
    preview: RoleArn = ""
    """The role that plans assume; empty where nothing is real."""
    deploy: RoleArn = ""
    """The role that the protected branch assumes."""
    secret: str = ""
    """The variable that holds the store's address, where there is one."""
    applies: bool = False
    """A job can apply it: it is real, and its state can be reached from any machine."""

    @property
    def guarded(self) -> bool:
        """Say whether its jobs hold a secret, which only jobs of the protected branch may read."""
        return bool(self.secret)


@dataclass(frozen=True)
class Repository:
    """Where the project lies."""

    host: str = ""
    """The code host's name on the network; empty where it is not known."""
    path: str = ""
    """`owner/name`; empty where it is not known."""
    folder: str = ""
    """The project's folder in it; empty for the top."""


@dataclass(frozen=True)
class Pipeline:
    """Everything that the templates may say."""

    host: Host
    branch: str
    """The protected one."""
    shards: int
    source: Source
    repository: Repository
    targets: tuple[Target, ...]

    @property
    def most_shards(self) -> int:
        """Return how many shards each environment can have, so that the host takes the matrix of all."""
        return max(1, min(MOST_SHARDS, MOST_JOBS.get(self.host, MOST_SHARDS * len(self.targets)) // len(self.targets)))

    @property
    def shard_words(self) -> tuple[str, ...]:
        """Name each shard as `plan --shard` takes it."""
        return tuple(f"{number}/{self.shards}" for number in range(1, self.shards + 1))

    @property
    def real(self) -> tuple[Target, ...]:
        """Return the environments whose plans assume a role."""
        return tuple(target for target in self.targets if target.preview)

    @property
    def applied(self) -> tuple[Target, ...]:
        """Return the environments that the protected branch applies, the ones that matter least first."""
        return tuple(sorted((target for target in self.targets if target.applies), key=_importance))

    def before(self, target: Target) -> tuple[Target, ...]:
        """Return the environments that must have been applied before this one: those of the next lower tier."""
        lower = [TIERS.index(one.tier) for one in self.applied if _importance(one) < _importance(target)]
        return tuple(one for one in self.applied if lower and TIERS.index(one.tier) == max(lower))


def targets_of(platform: Platform) -> tuple[Target, ...]:
    """Return the environments of a project, in its own order."""
    return tuple(_target(name, environment) for name, environment in platform.environments.items())


def _target(name: str, environment: Environment) -> Target:
    state = environment.state
    applies = not environment.is_sandbox and state.local is None
    secret = state.postgres.url.removeprefix("${env:").removesuffix("}") if state.postgres else ""
    secret = secret if state.postgres and state.postgres.url.startswith("${env:") else ""
    aws = environment.cloud.aws if environment.cloud else None
    if aws is None:
        return Target(name, environment.tier, secret=secret, applies=applies)
    return Target(
        name=name,
        tier=environment.tier,
        region=aws.region,
        account=aws.account,
        preview=aws.roles.preview or _role(aws.account, aws.region, name, "preview"),
        deploy=aws.roles.deploy or _role(aws.account, aws.region, name, "deploy"),
        secret=secret,
        applies=applies,
    )


def _role(account: str, region: str, environment: str, use: str) -> str:
    """Name the role that is to be made where platform.yaml names none."""
    return f"arn:{partition_of(region)}:iam::{account}:role/platformctl-{environment}-{use}"


def partition_of(region: str) -> str:
    """Return the part of AWS that a region belongs to."""
    match region.split("-")[:2]:
        case ["cn", _]:
            return "aws-cn"
        case ["us", "gov"]:
            return "aws-us-gov"
        case _:
            return "aws"


def _importance(target: Target) -> int:
    return TIERS.index(target.tier)
