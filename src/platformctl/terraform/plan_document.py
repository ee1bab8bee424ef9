"""The shape of `terraform show -json PLAN`, as far as it is read. Raw: secrets in clear, never printed."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Foreign(BaseModel):
    """Terraform adds keys within a major version: unknown ones are skipped, wrong types are not."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)


class RawChange(Foreign):
    """Before and after of one object or output, and the masks over them."""

    actions: list[str]
    before: Any = None
    after: Any = None
    after_unknown: Any = None
    before_sensitive: Any = None
    after_sensitive: Any = None
    replace_paths: list[list[str | int]] = []
    importing: dict[str, Any] | None = None


class RawResourceChange(Foreign):
    """One resource instance."""

    address: str
    mode: Literal["managed", "data"]
    type: str
    name: str
    provider_name: str
    change: RawChange
    action_reason: str = ""
    previous_address: str = ""
    deposed: str = ""


class RawResource(Foreign):
    """One planned object."""

    address: str
    mode: Literal["managed", "data"]


class RawModule(Foreign):
    """One module and those inside it."""

    resources: list[RawResource] = []
    child_modules: list["RawModule"] = []


class PlannedValues(Foreign):
    """What will exist."""

    root_module: RawModule = Field(default_factory=RawModule)


class Variable(Foreign):
    """The value of an input variable, without a mask."""

    value: Any = None


class VariableBlock(Foreign):
    """What the configuration says of a variable."""

    sensitive: bool = False


class RootModule(Foreign):
    """The root's variables."""

    variables: dict[str, VariableBlock] = {}


class Configuration(Foreign):
    """The configuration as Terraform understood it."""

    root_module: RootModule = Field(default_factory=RootModule)


class RawPlan(Foreign):
    """The document."""

    format_version: str
    terraform_version: str
    resource_changes: list[RawResourceChange] = []
    resource_drift: list[RawResourceChange] = []
    output_changes: dict[str, RawChange] = {}
    planned_values: PlannedValues = Field(default_factory=PlannedValues)
    variables: dict[str, Variable] = {}
    configuration: Configuration = Field(default_factory=Configuration)
    errored: bool
    applyable: bool | None = None
    complete: bool | None = None
