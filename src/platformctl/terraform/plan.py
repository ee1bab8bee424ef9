"""The plan as Terraform shows it (`terraform show -json PLAN`): frozen, redacted, safe to print."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from platformctl.terraform.redaction import AttributeChange

Scalar = str | int | float | bool


class Action(StrEnum):
    """What a plan does to one object."""

    CREATE = "create"
    UPDATE = "update"
    REPLACE = "replace"
    DELETE = "delete"
    READ = "read"
    FORGET = "forget"
    """Leave the object alone and drop it from the state."""
    NO_OP = "no-op"


CHANGING = frozenset({Action.CREATE, Action.UPDATE, Action.REPLACE, Action.DELETE, Action.FORGET})


@dataclass(frozen=True)
class ResourceChange:
    """What happens to one resource instance."""

    address: str
    """Full, as in `module.this.aws_sqs_queue.main`."""
    mode: Literal["managed", "data"]
    type: str
    name: str
    provider: str
    action: Action
    attributes: tuple[AttributeChange, ...]
    """Empty for `no-op`; secrets masked."""
    known: Mapping[str, Scalar]
    """Planned plain attributes that are neither secret nor unknown; those of the lost object for `delete`."""
    replace_paths: tuple[str, ...] = ()
    """The attributes that force a replacement."""
    reason: str = ""
    """Terraform's `action_reason`, as `replace_because_cannot_update`."""
    importing: bool = False
    previous_address: str = ""
    """Where a `moved` block took it from."""
    deposed: str = ""
    """The key of a left-over object of an interrupted replacement."""

    @property
    def is_change(self) -> bool:
        """Claim that the apply would touch the object, or our hold on it."""
        return self.importing or (self.mode == "managed" and self.action in CHANGING)

    @property
    def is_loss(self) -> bool:
        """Claim that the object as it is would be gone, or out of our hands."""
        return self.mode == "managed" and self.action in {Action.REPLACE, Action.DELETE, Action.FORGET}


@dataclass(frozen=True)
class OutputChange:
    """What happens to one output of the root; its value is never kept."""

    name: str
    action: Action
    sensitive: bool


@dataclass(frozen=True)
class Plan:
    """Everything that judging, guarding and showing need to know of a plan."""

    terraform_version: str
    resource_changes: tuple[ResourceChange, ...]
    output_changes: tuple[OutputChange, ...]
    drift: tuple[ResourceChange, ...]
    """What Terraform found changed behind its back while it planned."""
    planned: frozenset[str]
    """Addresses of the managed resources that will exist afterwards, through all modules."""
    applyable: bool
    """Terraform would do something with it."""
    complete: bool
    errored: bool
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    """Texts that are hidden somewhere in the plan, to be hidden wherever else they turn up."""

    @property
    def changes(self) -> tuple[ResourceChange, ...]:
        """List what the apply would touch."""
        return tuple(change for change in self.resource_changes if change.is_change)

    @property
    def losses(self) -> tuple[ResourceChange, ...]:
        """List what would be destroyed, replaced or let go."""
        return tuple(change for change in self.resource_changes if change.is_loss)

    @property
    def is_empty(self) -> bool:
        """Claim that nothing changes: no resource, no output."""
        return not self.changes and all(output.action is Action.NO_OP for output in self.output_changes)

    @property
    def only_deletes(self) -> bool:
        """Claim that something changes and all of it is a deletion."""
        return bool(self.changes) and all(change.action is Action.DELETE for change in self.changes)
