"""The grammar of our own checks: the part of checkov's YAML that can't pass what it doesn't understand.

Checkov itself skips what it can't read, runs a misspelt `resource_types` on everything, and lets `not_equals bad` and
text comparisons pass on values that it couldn't resolve. So a check here is held to what says `equals safe`.
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from platformctl.catalog.contract import ResourceType
from platformctl.model import Model

OwnId = Annotated[str, Field(pattern=r"^PCTL_[A-Z0-9_]{1,60}$")]
"""Never checkov's own prefix: a pack's `CKV2_…` would replace the built-in check silently."""
Operator = Literal[
    "equals",
    "equals_ignore_case",
    "exists",
    "not_exists",
    "within",
    "regex_match",
    "jsonpath_equals",
    "jsonpath_equals_ignore_case",
    "jsonpath_exists",
]
"""Each fails, or can't tell, on a value that is missing or unresolved; `not_exists` fails on any value."""
Types = Annotated[tuple[ResourceType, ...], Field(min_length=1)]
Wanted = bool | int | str


class Attribute(Model):
    """What one attribute must be."""

    cond_type: Literal["attribute"]
    resource_types: Types
    attribute: Annotated[str, Field(min_length=1, max_length=200)]
    operator: Operator
    value: Wanted | Annotated[tuple[Wanted, ...], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _needs_a_value(self) -> Self:
        """Checkov compares text, and a missing attribute is the text `None`."""
        wanted = self.value if isinstance(self.value, tuple) else (self.value,)
        if (self.value is None) != self.operator.endswith("exists"):
            raise ValueError(f"operator {self.operator} {'needs a' if self.value is None else 'takes no'} value")
        if isinstance(self.value, tuple) != (self.operator == "within"):
            raise ValueError("within takes a list of values, every other operator one value")
        if any(self._takes_none(str(each)) for each in wanted if each is not None):
            raise ValueError("the value also fits a missing attribute, which checkov reads as the text None")
        return self

    def _takes_none(self, wanted: str) -> bool:
        if self.operator != "regex_match":
            return wanted.lower() == "none"
        try:
            return re.match(wanted, "None") is not None
        except re.error as error:
            raise ValueError(f"the value is no regular expression: {error}") from error


class Connection(Model):
    """What a resource must be connected to, by reference."""

    cond_type: Literal["connection"]
    operator: Literal["exists"]
    resource_types: Types
    connected_resource_types: Types


class Filter(Model):
    """Which of the resources, connected ones included, the answer is about."""

    cond_type: Literal["filter"]
    attribute: Literal["resource_type"]
    operator: Literal["within"]
    value: Types


class Every(Model):
    """All parts hold."""

    parts: Annotated[tuple["Definition", ...], Field(alias="and", min_length=1)]


class Either(Model):
    """One part holds."""

    parts: Annotated[tuple["Definition", ...], Field(alias="or", min_length=1)]


def _kind(raw: Any) -> str:
    """Tell by its words what a part is; the names can't be mistaken for keys of the document."""
    words = raw if isinstance(raw, dict) else {}
    kind = next((word for word in ("and", "or") if word in words), words.get("cond_type", "attribute"))
    return f"<{kind}>"


Definition = Annotated[
    Annotated[Every, Tag("<and>")]
    | Annotated[Either, Tag("<or>")]
    | Annotated[Attribute, Tag("<attribute>")]
    | Annotated[Connection, Tag("<connection>")]
    | Annotated[Filter, Tag("<filter>")],
    Discriminator(
        _kind,
        custom_error_type="unknown_condition",
        custom_error_message="needs `and`, `or`, or a cond_type of attribute, connection or filter",
    ),
]


class Metadata(Model):
    """What checkov asks of each check; title, severity and guideline stand in pack.yaml."""

    id: OwnId
    name: str
    category: Annotated[str, Field(pattern=r"^[A-Z_]{3,40}$")]


class CheckFile(Model):
    """One file of `checks/`."""

    metadata: Metadata
    definition: Definition


Every.model_rebuild()
Either.model_rebuild()
