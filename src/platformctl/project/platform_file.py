"""`platform.yaml`: environments, catalogs, packs, teams, tags, limits."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from platformctl.model import Model
from platformctl.project.age_words import AgeRecipient
from platformctl.project.aws_words import Account, Region, RoleArn
from platformctl.project.stores import Store
from platformctl.project.words import Slug, Tier, nearest


def _ours(key: str) -> str:
    if key.lower().startswith("aws:"):
        raise ValueError("keys that begin with aws: are the cloud's own")
    return key


def _unpadded(text: str) -> str:
    if text != text.strip(" "):
        raise ValueError("begins or ends with a space, which not every service keeps: each plan would change it again")
    return text


Organisation = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*$", min_length=2, max_length=12)]
"""Starts every cloud name, so short."""
RelativePath = Annotated[str, StringConstraints(pattern=r"^(\./)?[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}$")]
Unpadded = AfterValidator(_unpadded)
TagKey = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9 _.:/=+@-]{0,126}$"), AfterValidator(_ours), Unpadded
]
TagValue = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 _.:/=+@-]{0,256}$"), Unpadded]


class Roles(Model):
    """Who looks and who changes."""

    preview: RoleArn | None = None
    """Reads only; what plans and looks."""
    deploy: RoleArn | None = None
    """Applies."""


class Aws(Model):
    """One real account in one region."""

    region: Region
    """Where everything of the environment lies."""
    account: Account
    """Twelve digits; Terraform refuses to work in another account."""
    roles: Roles = Roles()


class SandboxCloud(Model):
    """The embedded emulator."""

    region: Region
    """Where everything of the environment lies."""


SANDBOX_ACCOUNT = "123456789012"
"""The emulator's one account (facts of moto: any access key belongs to it)."""


class Cloud(Model):
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


class CatalogPath(Model):
    """A catalog in the project's own repository."""

    path: RelativePath
    """A folder inside the project."""


class Limits(Model):
    """What an environment or a team may have."""

    monthly_cost: Annotated[float, Field(ge=0)] | None = None
    """What all stacks together may cost in a month."""
    stacks: Annotated[int, Field(ge=0)] | None = None
    """How many stacks there may be."""
    sizes: Mapping[Slug, tuple[Slug, ...]] = {}
    """Sizes allowed per kind; a kind that is not named has all."""


class Environment(Model):
    """One account and one region: where things run."""

    tier: Tier
    """How much it matters: chooses the profile of every contract."""
    cloud: Cloud | None = None
    """None: only kinds without a provider."""
    state: Store
    """Where its states and records lie."""
    context: Mapping[str, Any] = {}
    """What kinds need from their surroundings, as a network and a key; each kind takes what its contract names."""
    may_use: tuple[Slug, ...] = ()
    """Other environments whose stacks may be bound to, in the same account."""
    apply: Literal["anyone", "pipeline"] = "pipeline"
    """`pipeline`: create and change write, judge and stop; `anyone`: they apply. Tier dev and the sandbox only."""
    limits: Limits = Limits()
    exporters: tuple[Literal["cloudwatch", "prometheus", "datadog"], ...] = ("cloudwatch",)
    """Where it wants the signals of its stacks."""
    tags: Mapping[TagKey, TagValue] = {}
    """Tags of everything in it, beside those that platformctl sets."""

    @property
    def is_sandbox(self) -> bool:
        """Say whether nothing here is real."""
        return self.cloud is not None and self.cloud.sandbox is not None

    def role(self, *, looks: bool) -> str | None:
        """Return the role to assume for looking, or for a run; None: the caller's own credentials do it."""
        aws = self.cloud.aws if self.cloud else None
        return (aws.roles.preview if looks else aws.roles.deploy) if aws else None

    @model_validator(mode="after")
    def _courtesy(self) -> Self:
        if self.apply == "anyone" and self.tier != "dev" and not self.is_sandbox:
            raise ValueError(f"apply: anyone is for tier dev and the sandbox; tier {self.tier} takes apply: pipeline")
        return self

    @model_validator(mode="after")
    def _kept_where_others_reach_it(self) -> Self:
        if self.state.local and self.tier != "dev" and not self.is_sandbox:
            raise ValueError(
                f"state: local is for tier dev and the sandbox, since one machine alone reaches it; tier {self.tier} "
                "takes state: postgres or state: s3"
            )
        return self


class Team(Model):
    """Who pays: accounting, not permission."""

    owner: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 _.:/=+@-]{1,128}$"), Unpadded]
    """The `owner` tag of everything that the team has."""
    environments: tuple[Slug, ...] = ()
    """None named: all."""
    limits: Limits = Limits()


class Rescue(Model):
    """Who can open the state of a run whose store was lost."""

    recipient: AgeRecipient
    """The public key (age): the state that could not be committed is written encrypted for it, too."""


class Platform(Model):
    """The whole of platform.yaml."""

    version: Literal[1]
    """Of this file's form."""
    organisation: Organisation
    """Starts every cloud name, so it is short."""
    project: Slug | None = None
    """Needed where another project of the organisation has an environment of the same name in the same account: every
    cloud name then carries a hash. Set it before the first create; what exists keeps its names."""
    catalogs: tuple[Literal["builtin"] | CatalogPath, ...] = ("builtin",)
    """Where modules are on offer; the first that has a kind wins."""
    packs: tuple[Literal["builtin"] | CatalogPath, ...] = ("builtin",)
    """The policy packs that everything is judged by."""
    default_environment: Slug
    """Where a command is about that names no environment."""
    default_team: Slug
    """Whose a new stack is."""
    environments: Annotated[Mapping[Slug, Environment], Field(min_length=1)]
    """Where things run."""
    teams: Annotated[Mapping[Slug, Team], Field(min_length=1)]
    """Who may own things."""
    tags: Mapping[TagKey, TagValue] = {}
    """Tags of everything everywhere."""
    rescue: Rescue | None = None
    """For whom a state is encrypted when its store can't take it; None: it lies on the machine of the run only."""

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.default_environment not in self.environments:
            raise ValueError(f"default_environment '{self.default_environment}' is not among environments")
        if self.default_team not in self.teams:
            raise ValueError(f"default_team '{self.default_team}' is not among teams")
        for name, environment in self.environments.items():
            unknown = next((word for word in environment.may_use if word not in self.environments), None)
            if unknown:
                raise ValueError(f"environment {name}: may_use: '{unknown}' is not among environments")
        for name, team in self.teams.items():
            unknown = next((word for word in team.environments if word not in self.environments), None)
            if unknown:
                close = nearest(unknown, self.environments)
                raise ValueError(f"team {name}: '{unknown}' is not among environments.{close}".removesuffix("."))
        return self
