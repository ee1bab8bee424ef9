"""Records what a plan in a pull request showed, so that the apply after the merge can be held against it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from platformctl.errors import PlatformError
from platformctl.progress import Event
from platformctl.records.event import now
from platformctl.records.facts import RunFacts
from platformctl.records.review import LARGEST, Review, write_review
from platformctl.requests.request import REQUEST_NAME
from platformctl.stacks.stack import Stack
from platformctl.stacks.workspace import folder_of
from platformctl.terraform.digests import sha256_of_bytes
from platformctl.workflows.fingerprint import meaning_of
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Preview, Result

LONGEST = 500
"""Characters of a name."""
_ADDRESS = re.compile(r"[!-~]{0,500}")
"""What a variable may say of where the job is."""


def record_reviews(results: Sequence[Result], ports: Ports) -> None:
    """Record every plan that a pull request's job showed; that it can't be done is told, and stops nothing."""
    previews = [result.preview for result in results if isinstance(result, Outcome)]
    if not ports.pull_request or not previews:
        return
    try:
        _record(previews, ports)
    except PlatformError as error:
        _tell(f"what was planned could not be recorded for the apply: {error.summary}. {error.detail}", ports)


def request_digest(stack: Stack, ports: Ports) -> str:
    """Digest request.yaml: as it lies there, or as the last run kept it."""
    if stack.kept:
        return sha256_of_bytes(stack.kept.files.get(str(stack.id.folder / REQUEST_NAME), b""))
    return sha256_of_bytes((folder_of(ports.project, stack.id) / REQUEST_NAME).read_bytes())


@dataclass(frozen=True)
class _Job:
    """What the reviews of one command have in common."""

    facts: RunFacts
    at: str
    planned: frozenset[str]


def _record(previews: Sequence[Preview], ports: Ports) -> None:
    facts = ports.facts(previews[0].stack, "plan")
    if not facts.commit:
        raise PlatformError("Outside git", detail="There is no commit that a review could be of.")
    job = _Job(facts, now(), frozenset(str(preview.stack.id) for preview in previews))
    reviews = [_review(preview, job, ports) for preview in previews]
    small = [review for review in reviews if len(write_review(review)) <= LARGEST]
    earlier = ports.records().keep_reviews(small)
    counted = "1 plan" if len(small) == 1 else f"{len(small)} plans"
    left = f"; too large for it: {len(reviews) - len(small)}" if len(small) < len(reviews) else ""
    _tell(f"{counted} recorded for the apply after the merge{left}", ports)
    for review in earlier:
        when = f"{review.at}, {review.pipeline}" if review.pipeline else review.at
        _tell(f"{review.stack}: an earlier plan of this commit showed something else ({when}); that one counts", ports)


def _review(preview: Preview, job: _Job, ports: Ports) -> Review:
    stack = preview.stack
    return Review(
        stack=str(stack.id),
        digest=stack.digest,
        commit=job.facts.commit,
        request=request_digest(stack, ports),
        meaning=meaning_of(preview, ports.project.lock.packs).model_dump(mode="json"),
        beside=tuple(producer for producer in stack.bindings.producers if producer in job.planned),
        who=job.facts.who[:LONGEST],
        pipeline=job.facts.pipeline if _ADDRESS.fullmatch(job.facts.pipeline) else "",
        pull_request=ports.pull_request,
        at=job.at,
    )


def _tell(text: str, ports: Ports) -> None:
    ports.progress(Event("review", "note", text))
