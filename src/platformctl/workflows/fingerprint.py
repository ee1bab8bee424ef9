"""Turns a judged plan into its meaning: what it would do, to which values, made from what; and that into a fingerprint.

Two plans of one meaning do the same. When and by whom they were made, and what file they lie in, is no part of it. A
secret is only `sensitive`: a digest of one could be guessed.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from platformctl.model import Model
from platformctl.project.lock_file import Pinned
from platformctl.records.event import canonical
from platformctl.records.review import fingerprint_of
from platformctl.requests.bindings import Bindings
from platformctl.terraform.plan import OutputChange, Plan, ResourceChange
from platformctl.terraform.redaction import AttributeChange, Side
from platformctl.workflows.results import Preview

LONGEST = 200
"""Characters of a value that are told; of a longer one the digest stands for the rest."""
ROOM = 1_000_000
"""Characters for the attributes of one plan; of a larger plan, a digest stands for those of each object."""
MARK = "fp:"
SHORT = 16
"""Hexadecimal digits that people are shown, and can type."""
LEAST = 12
"""Digits that must be typed at least."""


class Seen(Model):
    """One side of an attribute, as far as it may be told."""

    kind: Literal["known", "sensitive", "unknown", "absent"]
    text: str = ""
    """Canonical JSON, cut."""
    sha256: str = ""
    """Of the whole text, where it was cut."""


class Attribute(Model):
    """One attribute that changes."""

    path: str
    before: Seen
    after: Seen


class Effect(Model):
    """What happens to one object."""

    address: str
    action: str
    attributes: tuple[Attribute, ...] = ()
    replaced_for: tuple[str, ...] = ()
    importing: bool = False
    moved_from: str = ""
    deposed: str = ""


class OutputEffect(Model):
    """What happens to one output."""

    name: str
    action: str
    sensitive: bool


class Handed(Model):
    """What a stack is bound to, and the digest of what that hands over."""

    producer: str
    digest: str
    """Empty while the producer is not applied."""


class Meaning(Model):
    """What a plan comes to."""

    version: Literal[1] = 1
    stack: str
    digest: str
    """The stack's, as it lies in the branch: over rendered files, module and packs."""
    destroys: bool
    account: str
    region: str
    module: str
    module_digest: str
    packs: Mapping[str, str]
    """Digests of what it was judged by; none for a destruction, which the guards alone judge."""
    bindings: Annotated[Mapping[str, Handed], Field(max_length=200)]
    effects: tuple[Effect, ...]
    outputs: tuple[OutputEffect, ...]

    @property
    def fingerprint(self) -> str:
        """Return the digest that a review records and that somebody can accept."""
        return fingerprint_of(self.model_dump(mode="json"))


def meaning_of(preview: Preview, packs: Mapping[str, Pinned], digest: str = "") -> Meaning:
    """Return what a plan comes to; `digest` is the stack's before the command itself filled in its bindings."""
    stack, cloud = preview.stack, preview.stack.environment.cloud
    return Meaning(
        stack=str(stack.id),
        digest=digest or stack.digest,
        destroys=preview.destroys,
        account=cloud.account if cloud else "",
        region=cloud.region if cloud else "",
        module=stack.request.module,
        module_digest=stack.module.digest,
        packs={} if preview.destroys else {item: pinned.digest for item, pinned in sorted(packs.items())},
        bindings=_handed(stack.bindings),
        effects=_effects(preview.plan),
        outputs=tuple(_outputs(preview.plan)),
    )


def shortened(fingerprint: str) -> str:
    """Return what people are shown of a fingerprint."""
    return fingerprint[: len(MARK) + SHORT]


def _handed(bindings: Bindings) -> Mapping[str, Handed]:
    return {
        word: Handed(producer=bound.producer, digest="" if bound.is_pending else _sha256(_plain(bound.outputs)))
        for word, bound in sorted(bindings.bindings.items())
    }


def _effects(plan: Plan) -> tuple[Effect, ...]:
    effects = tuple(sorted(map(_effect, plan.changes), key=lambda one: (one.address, one.deposed)))
    return effects if sum(map(_size, effects)) <= ROOM else tuple(map(_digested, effects))


def _size(effect: Effect) -> int:
    return sum(len(one.path) + len(one.before.text) + len(one.after.text) for one in effect.attributes)


def _digested(effect: Effect) -> Effect:
    """Let a digest stand for the attributes, redacted as they are."""
    digest = _sha256(canonical([one.model_dump(mode="json") for one in effect.attributes]))
    told = Seen(kind="known", text=f"{len(effect.attributes)} attributes", sha256=digest)
    return effect.model_copy(update={"attributes": (Attribute(path="", before=Seen(kind="absent"), after=told),)})


def _effect(change: ResourceChange) -> Effect:
    return Effect(
        address=change.address,
        action=change.action.value,
        attributes=tuple(sorted(map(_attribute, change.attributes), key=lambda one: one.path)),
        replaced_for=tuple(sorted(change.replace_paths)),
        importing=change.importing,
        moved_from=change.previous_address,
        deposed=change.deposed,
    )


def _attribute(change: AttributeChange) -> Attribute:
    return Attribute(path=change.path, before=_seen(change.before), after=_seen(change.after))


def _seen(side: Side) -> Seen:
    if side.kind != "known":
        return Seen(kind=side.kind)
    text = canonical(side.value)
    cut = text[:LONGEST]
    return Seen(kind="known", text=cut, sha256="" if cut == text else _sha256(text))


def _outputs(plan: Plan) -> Iterator[OutputEffect]:
    changing = (output for output in plan.output_changes if _is_change(output))
    for output in sorted(changing, key=lambda one: one.name):
        yield OutputEffect(name=output.name, action=output.action.value, sensitive=output.sensitive)


def _is_change(output: OutputChange) -> bool:
    return output.action.value != "no-op"


def _plain(outputs: Mapping[str, Any]) -> str:
    return canonical(dict(outputs))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
