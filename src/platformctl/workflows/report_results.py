"""The report: what a change does to the stacks, judged, as plain data.

Every format is made of this alone, so shards can be joined, and a later step can post it, without the branch and
without a stack. All texts are redacted when it is made; they are still hostile until an encoder has had them.
"""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from platformctl.model import Model
from platformctl.policy.packs import Severity
from platformctl.policy.scan import Stage
from platformctl.policy.verdict import Outcome, Standing

Status = Literal["blocked", "failed", "changes", "unchanged", "inspected"]
"""`inspected`: looked at in untrusted mode, without a plan."""
Touched = Literal["changed", "new", "deleted", "bound", ""]
Action = Literal["create", "update", "replace", "delete", "forget", "import", "read", "no-op"]
Lost = Literal["delete", "replace", "forget"]
Word = Annotated[str, StringConstraints(max_length=300)]
Line = Annotated[str, StringConstraints(max_length=2_000)]
"""A sentence, an address, a value as it is shown."""
Text = Annotated[str, StringConstraints(max_length=20_000)]
"""Several sentences."""
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}/[a-z0-9-]{1,64}/[a-z0-9-]{1,64}$")]
Shard = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{0,3}/[1-9][0-9]{0,3})?$")]
Count = Annotated[int, Field(ge=0)]
LARGEST = 20_000
"""Members of any list: what is longer was not made by us."""
UNKNOWN = "(known after apply)"
"""Stands for a value that only the cloud will make."""
WHOLE_FILE = 1
"""The line to point at where none is known."""


class IntentChange(Model):
    """One word of the request that is another one now."""

    name: Word
    before: Line
    """Empty: it was not said."""
    after: Line
    in_place: bool
    """Nothing of the stack is replaced or destroyed on the way."""


class Counts(Model):
    """How many objects change how."""

    create: Count = 0
    update: Count = 0
    replace: Count = 0
    delete: Count = 0
    forget: Count = 0

    @property
    def total(self) -> int:
        """Return how many change at all."""
        return self.create + self.update + self.replace + self.delete + self.forget

    def plus(self, other: "Counts") -> "Counts":
        """Add those of another stack."""
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in Counts.model_fields})


class Loss(Model):
    """An object that is gone afterwards, as it is now, or out of our hands."""

    address: Line
    type: Word
    action: Lost
    data: bool
    """What it holds is gone with it."""


class AttributeLine(Model):
    """One attribute that changes, with both sides as they may be shown: masked, in one line, cut."""

    path: Line
    before: Line
    after: Line
    forces: bool = False
    """It is why the object is replaced."""


class ChangeLine(Model):
    """What happens to one object."""

    address: Line
    action: Action
    attributes: Annotated[tuple[AttributeLine, ...], Field(max_length=LARGEST)] = ()
    left_out: Count = 0
    """Attributes that are not listed, for want of space."""


class FindingLine(Model):
    """What a check or guard holds against a resource."""

    check: Word
    title: Line
    resource: Line
    outcome: Outcome
    severity: Severity
    blocking: bool
    guideline: Line
    guarantee: Line = ""
    stage: Stage
    file: Line = ""
    line: Count = 0


class GuaranteeLine(Model):
    """How one promise of the contract stands."""

    promise: Line
    standing: Standing


class ErrorLines(Model):
    """Why a stack could not be planned, or not be judged."""

    summary: Line
    detail: Text = ""
    hint: Text = ""
    exit_code: Annotated[int, Field(ge=1, le=255)] = 1


class StackReport(Model):
    """One stack: what was asked for, what would happen to it, what speaks against it."""

    id: Id
    kind: Word
    name: Word
    environment: Word
    tier: Word = ""
    team: Word = ""
    status: Status
    touched: Touched = ""
    """How the change reaches it; empty where the stack was named, not found by `--changed-since`."""
    why: Annotated[tuple[Line, ...], Field(max_length=LARGEST)] = ()
    intent: Annotated[tuple[IntentChange, ...], Field(max_length=LARGEST)] = ()
    counts: Counts = Counts()
    losses: Annotated[tuple[Loss, ...], Field(max_length=LARGEST)] = ()
    changes: Annotated[tuple[ChangeLine, ...], Field(max_length=LARGEST)] = ()
    left_out: Count = 0
    """Changes that are not listed, for want of space; `counts` has them."""
    findings: Annotated[tuple[FindingLine, ...], Field(max_length=LARGEST)] = ()
    guarantees: Annotated[tuple[GuaranteeLine, ...], Field(max_length=LARGEST)] = ()
    error: ErrorLines | None = None
    speculative: bool = False
    """Planned on outputs that the same change will alter."""
    not_appliable: Text = ""
    """Why this very plan could not be applied."""
    fingerprint: Word = ""
    """Of the plan's meaning; what the merge is compared with."""
    request: Line = ""
    """The request's file, relative to the project's repository."""
    request_line: Annotated[int, Field(ge=1)] = WHOLE_FILE
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0

    @property
    def loses_data(self) -> bool:
        """Claim that what it holds would be gone."""
        return any(loss.data for loss in self.losses)

    @property
    def objections(self) -> tuple[FindingLine, ...]:
        """Return the findings that block."""
        return tuple(finding for finding in self.findings if finding.blocking)


class Report(Model):
    """All stacks that a change touches, or that were named."""

    version: Literal[1] = 1
    """Changing or removing a key raises this."""
    environment: Word = ""
    """Empty: several."""
    mode: Literal["full", "untrusted"] = "full"
    since: Line = ""
    """What `--changed-since` named; empty without."""
    fork_point: Word = ""
    commit: Word = ""
    uncommitted: Count = 0
    """Files that count and are in no commit yet."""
    stacks: Annotated[tuple[StackReport, ...], Field(max_length=LARGEST)] = ()
    why_untrusted: Annotated[tuple[Line, ...], Field(max_length=LARGEST)] = ()
    notes: Annotated[tuple[Line, ...], Field(max_length=LARGEST)] = ()
    """What a reader has to know of the whole: a shard that is missing."""
    shard: Shard = ""
    """`3/8`: the third of eight parts; empty: all of it."""
    exit_code: Annotated[int, Field(ge=0, le=255)] = 0

    def of(self, status: Status) -> tuple[StackReport, ...]:
        """Return the stacks of one status."""
        return tuple(stack for stack in self.stacks if stack.status == status)

    @property
    def unchanged(self) -> int:
        """Return in how many stacks nothing changes."""
        return len(self.of("unchanged"))


def rank(stack: StackReport) -> tuple[int, str]:
    """Order stacks as a reviewer needs them: blocked, losses, failures, changes, the rest; by id among equals."""
    losing = stack.status == "changes" and bool(stack.losses)
    return (1 if losing else {"blocked": 0, "failed": 2, "changes": 3, "inspected": 4}.get(stack.status, 5), stack.id)


def in_order(stacks: Sequence[StackReport]) -> tuple[StackReport, ...]:
    """Sort stacks for reading."""
    return tuple(sorted(stacks, key=rank))
