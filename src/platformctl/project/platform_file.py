"""`platform.yaml`: environments, catalogs, packs, teams, tags, limits."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from platformctl.project.words import Slug, Tier

Organisation = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$", min_length=2, max_length=12)]
"""Starts every cloud name, so short."""
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", max_length=32)]
Account = Annotated[str, StringConstraints(pattern=r"^\d{12}$")]
RoleArn = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]{1,128}$")]
RelativePath = Annotated[str, StringConstraints(pattern=r"^(\./)?[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}$")]
TagKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9 _.:/=+@-]{0,126}$")]
TagValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 _.:/=+@-]{0,256}$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Roles(_Model):
    """Who looks and who changes."""

    preview: RoleArn | None = None
    deploy: RoleArn | None = None


class Aws(_Model):
    """One real account in one region."""

    region: Region
    account: Account
    roles: Roles = Roles()


class SandboxCloud(_Model):
    """The embedded emulator."""

    region: Region


SANDBOX_ACCOUNT = "123456789012"
"""The emulator's one account (facts of moto: any access key belongs to it)."""


class Cloud(_Model):
    """Exactly one cloud."""

    aws: Aws | None = None
    sandbox: SandboxCloud | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.aws is None) == (self.sandbox is None):
            raise ValueError("name exactly one of aws and sandbox")
        return self

    @property
    def region(self) -> str:
        """Return the region of whichever cloud it is."""
        cloud = self.aws or self.sandbox
        return cloud.region if cloud else ""

    @property
    def account(self) -> str:
        """Return the account whose resources these are."""
        return self.aws.account if self.aws else SANDBOX_ACCOUNT


class CatalogPath(_Model):
    """A catalog in the project's own repository."""

    path: RelativePath


class LocalState(_Model):
    """State and records lie in `.platformctl/`."""


class Store(_Model):
    """Where states and records live."""

    local: LocalState


class Limits(_Model):
    """What an environment or a team may have."""

    monthly_cost: Annotated[float, Field(ge=0)] | None = None
    stacks: Annotated[int, Field(ge=0)] | None = None
    sizes: Mapping[Slug, tuple[Slug, ...]] = {}
    """Sizes allowed per kind; a kind that is not named has all."""


class Environment(_Model):
    """One account and one region: where things run."""

    tier: Tier
    cloud: Cloud | None = None
    """None: only kinds without a provider."""
    state: Store
    context: Mapping[str, Any] = {}
    apply: Literal["anyone", "pipeline"] = "pipeline"
    limits: Limits = Limits()
    exporters: tuple[Literal["cloudwatch", "prometheus", "datadog"], ...] = ("cloudwatch",)
    tags: Mapping[TagKey, TagValue] = {}

    @property
    def is_sandbox(self) -> bool:
        """Say whether nothing here is real."""
        return self.cloud is not None and self.cloud.sandbox is not None

    @model_validator(mode="after")
    def _courtesy(self) -> Self:
        if self.apply == "anyone" and self.tier != "dev" and not self.is_sandbox:
            raise ValueError(f"apply: anyone is for tier dev and the sandbox; tier {self.tier} takes apply: pipeline")
        return self


class Team(_Model):
    """Who pays: accounting, not permission."""

    owner: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 _.:/=+@-]{1,128}$")]
    environments: tuple[Slug, ...] = ()
    """None named: all."""
    limits: Limits = Limits()


class Platform(_Model):
    """The whole of platform.yaml."""

    version: Literal[1]
    organisation: Organisation
    catalogs: tuple[Literal["builtin"] | CatalogPath, ...] = ("builtin",)
    packs: tuple[Literal["builtin"] | CatalogPath, ...] = ("builtin",)
    default_environment: Slug
    default_team: Slug
    environments: Annotated[Mapping[Slug, Environment], Field(min_length=1)]
    teams: Annotated[Mapping[Slug, Team], Field(min_length=1)]
    tags: Mapping[TagKey, TagValue] = {}

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.default_environment not in self.environments:
            raise ValueError(f"default_environment '{self.default_environment}' is not among environments")
        if self.default_team not in self.teams:
            raise ValueError(f"default_team '{self.default_team}' is not among teams")
        return self
