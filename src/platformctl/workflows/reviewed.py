"""Stands in for the person who says yes: only what was reviewed, or accepted by its fingerprint, is applied.

A review opens nothing by itself: the plan was judged anew before this is asked, with the packs that lie here.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from platformctl.errors import Blocked
from platformctl.project.lock_file import Pinned
from platformctl.records.review import Review
from platformctl.stacks.stack import Stack
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.differing import differences
from platformctl.workflows.fingerprint import MARK, Meaning, meaning_of, shortened
from platformctl.workflows.ports import Asking, Ports
from platformctl.workflows.results import Preview
from platformctl.workflows.review_at_hand import Known, known_of, meaning_in

TOLD = 20
"""Differences told one by one; more are counted."""


@dataclass(frozen=True)
class Grounds:
    """What the command line says a yes may rest on."""

    reviewed: bool = False
    """What plans in pull requests recorded."""
    accepted: tuple[str, ...] = ()
    """Fingerprints, or the beginnings of them."""

    @property
    def are_said(self) -> bool:
        """Claim that a yes must rest on something."""
        return self.reviewed or bool(self.accepted)

    def accepts(self, fingerprint: str) -> bool:
        """Say whether somebody accepted exactly this."""
        return any(fingerprint.startswith(f"{MARK}{one}") for one in self.accepted)


@dataclass(frozen=True)
class Reviewed:
    """Approves a plan that means what was reviewed, or whose fingerprint was accepted."""

    said: Asking
    """What the command line says about lost data; nobody is asked."""
    grounds: Grounds
    known: Mapping[StackId, Known]
    packs: Mapping[str, Pinned]
    found: dict[StackId, Mapping[str, JsonValue]] = field(default_factory=dict)
    """What each yes rests on."""
    asks: bool = False

    def approves(self, preview: Preview) -> bool:
        """Show what would happen; Blocked where it is not what was reviewed."""
        yes = self.said.approves(preview)
        self._hold(preview, "")
        return yes

    def names_again(self, preview: Preview) -> bool:
        """Show what would be lost; that it was reviewed is not yet the word for it."""
        named = self.said.names_again(preview)
        self._hold(preview, f" --confirm {preview.stack.id.name}")
        return named

    def approves_all(self, previews: Sequence[Preview], losing: Collection[StackId]) -> Collection[StackId]:
        """Say which of the losing were named; each is held against its review in its own turn."""
        return {one.stack.id for one in previews if one.stack.id in losing and self.said.names_again(one)}

    def beforehand(self) -> "Reviewed":
        """Return itself: nobody is asked."""
        return self

    def basis(self, stack: StackId) -> Mapping[str, JsonValue]:
        """Return what the yes to a stack rests on, for its record."""
        return self.found.get(stack, {})

    def _hold(self, preview: Preview, word: str) -> None:
        """Hold a plan against what was reviewed or accepted."""
        stack = preview.stack
        known = self.known.get(stack.id, Known(stack.digest, None))
        meaning = meaning_of(preview, self.packs, known.digest)
        if self.grounds.accepts(meaning.fingerprint):
            self.found[stack.id] = {"accepted": meaning.fingerprint}
            return
        hint = f"platformctl apply {self._together(stack)} --accept {shortened(meaning.fingerprint)}{word}"
        if not self.grounds.reviewed:
            raise self._unaccepted(meaning, known, hint)
        if known.review is None:
            raise _unreviewed(meaning, hint)
        if told := _differences(known.review, meaning):
            raise _another(known.review, meaning, told, hint)
        self.found[stack.id] = {"reviewed": known.review.fingerprint, "review_commit": known.review.commit}

    def _together(self, stack: Stack) -> str:
        """Name the stack, after the producers of this command that fill it."""
        producers = (one for one in map(StackId.of, stack.bindings.producers) if one in self.known)
        return " ".join(map(str, (*producers, stack.id)))

    def _unaccepted(self, meaning: Meaning, known: Known, hint: str) -> Blocked:
        accepted = " and ".join(f"{MARK}{one}" for one in self.grounds.accepted)
        told = _differences(known.review, meaning) if known.review else ()
        beside = f"\nIt differs from what was reviewed:\n{_listed(told)}" if told else ""
        return Blocked(
            "The plan is not the one that was accepted",
            detail=f"{meaning.stack} would now be changed as {shortened(meaning.fingerprint)}; accepted was "
            f"{accepted}. Nothing was changed there.{beside}",
            hint=hint,
        )


def by_review(stacks: Sequence[StackId], grounds: Grounds, ports: Ports) -> Ports:
    """Return the ports with which only what was reviewed or accepted is applied, and its record says so."""
    if not grounds.are_said:
        return ports
    known = {stack: found for stack in stacks if (found := known_of(stack, ports))}
    gate = Reviewed(ports.asking.beforehand(), grounds, known, ports.project.lock.packs)
    return replace(ports, asking=gate, basis=gate.basis)


def _differences(review: Review, now: Meaning) -> tuple[str, ...]:
    meaning = meaning_in(review)
    return differences(meaning, now, review.beside) if meaning else ("what was reviewed can't be read",)


def _unreviewed(meaning: Meaning, hint: str) -> Blocked:
    return Blocked(
        "Nobody has reviewed this plan",
        detail=f"No plan of {meaning.stack} as it lies here was recorded by a pull request's job. "
        "It was judged, and nothing was changed there. Whoever has read the plan can accept it.",
        hint=hint,
    )


def _another(review: Review, meaning: Meaning, told: Sequence[str], hint: str) -> Blocked:
    of = f"pull request {review.pull_request}, " if review.pull_request else ""
    return Blocked(
        "The plan is another one than was reviewed",
        detail=f"{meaning.stack} was reviewed as {shortened(review.fingerprint)} ({of}commit {review.commit[:12]}, "
        f"{review.at[:19]}), and differs now:\n{_listed(told)}\nNothing was changed there.",
        hint=hint,
    )


def _listed(told: Sequence[str]) -> str:
    rest = [f"- and {len(told) - TOLD} more"] if len(told) > TOLD else []
    return "\n".join([*(f"- {one}" for one in told[:TOLD]), *rest])
