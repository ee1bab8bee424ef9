"""The contract (`module.yaml`): everything platformctl knows about a kind, in one file.

It feeds the command line's options and help, validation, variables.tf and its values, the catalog page, the guards.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from platformctl.catalog.schema import ArraySchema, Finite, ObjectSchema, ScalarSchema, Value, Word
from platformctl.model import Model
from platformctl.project.words import Slug, Tier

_NUMBER = "(0|[1-9][0-9]{0,5})"
Version = Annotated[str, Field(pattern=rf"^{_NUMBER}\.{_NUMBER}\.{_NUMBER}$")]
ResourceType = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,80}$")]
Words = Annotated[str, Field(min_length=2, max_length=300, pattern=r"^\S.*\S$")]
"""One line for people."""
CheckId = Annotated[str, Field(pattern=r"^(PCTL|CKV|CKV2)_[A-Z0-9_]{1,60}$")]
Action = Annotated[str, Field(pattern=r"^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$")]
"""Never `*`: a role gets what it needs."""
Target = Annotated[
    str, Field(max_length=200, pattern=r"^\{[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?\}(/[A-Za-z0-9_.*/-]*)?$")
]
Variable = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]{0,60}$")]
InputSchema = Annotated[ScalarSchema | ArraySchema | ObjectSchema, Field(discriminator="type")]


class CloudName(Model):
    """One name in the cloud's own namespace, and what the cloud allows there."""

    limit: Annotated[int, Field(ge=12, le=255)]
    """Longest name the module can bear, its own suffixes subtracted."""
    unique: bool = False
    """Always cut and hashed, since the namespace is shared with strangers (buckets)."""


class Output(Model):
    """One value that the module hands out."""

    description: Words
    sensitive: bool = False
    """Recorded as a reference only, never shown."""


class Guarantee(Model):
    """A promise in words, and the checks that prove it."""

    promise: Annotated[str, Field(max_length=200, pattern=r"^[A-Z].+[^.]\.$")]
    """A sentence for a developer: "Encrypted at rest with the environment's key."."""
    checks: Annotated[tuple[CheckId, ...], Field(min_length=1)]
    """Ids of checks in the packs."""
    resources: Annotated[tuple[ResourceType, ...], Field(min_length=1)]
    """Every resource of these types must have PASSED each check, at each stage that the check decides."""
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)] = ("dev", "staging", "prod")
    """Where it is promised."""


class Signal(Model):
    """One metric worth an alarm. The module takes it as `var.signals.<key>`: what it says here is what rings."""

    metric: Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9._/#-]+/[A-Za-z0-9._#-]+$")]
    """`Namespace/Metric`, as CloudWatch names it."""
    description: Words
    """What has happened when it rings; the alarm says it, with the way to the runbook."""
    threshold: StrictInt | Finite
    comparison: Literal["above", "below"]
    severity: Literal["page", "ticket"]
    """Whether somebody gets up at night."""
    runbook: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+\.md#[a-z0-9][a-z0-9_-]*$")]
    """What to do: a heading in a file of the module, as `RUNBOOK.md#storage`."""


class Identity(Model):
    """How an object is found and imported from values known at plan time."""

    import_id: Annotated[str, Field(max_length=200, pattern=r"^[^{}]*(\{[a-z][a-z0-9_]*\}[^{}]*)+$")]
    """A template over attributes that the module sets, as `{identifier}`."""


class Leftover(Model):
    """A name that outlives a destroy."""

    what: Words
    until: Words


class Statement(Model):
    """One thing that a consumer's role may do."""

    actions: Annotated[tuple[Action, ...], Field(min_length=1)]
    """IAM actions, each written out."""
    on: Annotated[tuple[Target, ...], Field(min_length=1)]
    """ARNs: templates over outputs and over what the environment supplies, as `{arn}/*` or `{key.arn}`."""


class Access(Model):
    """What a binding hands to a consumer at one level of access."""

    description: Words
    statements: tuple[Statement, ...] = ()
    """What the consumer's role is allowed."""
    security_groups: tuple[Word, ...] = ()
    """Outputs: security groups that the consumer joins."""
    environment: Mapping[Variable, Word] = {}
    """Environment variable of the consumer: output of this module."""
    secrets: Mapping[Variable, Word] = {}
    """Environment variable of the consumer: output that says where its secret value is kept."""


class Contract(Model):
    """The whole contract of one kind."""

    name: Slug
    """The kind, as in `create KIND`; the folder is called the same."""
    version: Version
    """A version never changes its content."""
    title: Words
    """Two or three words for a heading."""
    description: Words
    """One sentence for a developer."""
    owner: Words
    """Who keeps the module."""
    provider: Literal["aws", "none"] = "aws"
    """`none`: built-in `terraform_data` only; no provider block, no account needed."""
    inputs: Mapping[Word, InputSchema] = {}
    """What a request may say: each becomes an option and a module variable."""
    sizes: Mapping[Slug, Mapping[Word, Value]] = {}
    """A word for the developer: plain values for module variables."""
    default_size: Slug | None = None
    """The size of a request that names none; needed where there are sizes."""
    profiles: Mapping[Tier, Mapping[Word, Value]]
    """What a tier fixes. A key that names an input pins it: the request can't say otherwise."""
    context: Mapping[Word, InputSchema] = {}
    """What the environment supplies: each becomes a module variable of the same name."""
    names: Mapping[Word, CloudName] = {}
    """Cloud names that the module takes as `var.names.<key>`."""
    outputs: Mapping[Word, Output] = {}
    """What the module hands out; recorded after each apply."""
    access: Mapping[Word, Access] = {}
    """What a binding hands to a consumer, by level."""
    binds: bool = False
    """It can use other stacks: the module takes what they hand out as `var.bindings`."""
    guarantees: tuple[Guarantee, ...] = ()
    """What is promised, and the checks that prove it."""
    signals: Mapping[Word, Signal] = {}
    """The metrics and alarms that the module makes, each by a name of its own."""
    stateful: tuple[ResourceType, ...] = ()
    """Types whose loss is data loss."""
    disarm: Mapping[ResourceType, Mapping[Word, Value]] = {}
    """Attributes that may change before a protected thing is deleted."""
    identity: Mapping[ResourceType, Identity] = {}
    """How an interrupted run finds what it may have made."""
    leftovers: tuple[Leftover, ...] = ()
    """What a destroy leaves."""
    cost: str = ""
    """What drives the price, in words; numbers come from the price list."""
    duration: Annotated[float, Field(gt=0)] = 1
    """Minutes that a first apply is expected to take."""
