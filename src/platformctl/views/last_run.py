"""A stack's last run: who, when, from what, on which state, and what it came to."""

from collections.abc import Iterator

from platformctl.records.facts import RunFacts, StateMark
from platformctl.records.head import RecordedRun
from platformctl.records.past_run import PastRun
from platformctl.views.events import counted, time_of, when

Rows = Iterator[tuple[str, str]]


def last_run(run: RecordedRun, story: PastRun | None) -> list[tuple[str, str]]:
    """Return what is known of it, name by name; `story`: its events, where they are kept."""
    facts = run.facts
    took = time_of(story.took) if story else ""
    rows = [
        ("run", run.id),
        ("command", f"{facts.command} by {facts.who} on {facts.host}"),
        ("began", when(run.started)),
        ("ended", f"{when(run.ended)}  {run.outcome}{f' ({took})' if took else ''}" if run.outcome else "not yet"),
        ("commit", _commit(facts)),
    ]
    return [*rows, *_made_from(facts), *(_story(story) if story else ())]


def _commit(facts: RunFacts) -> str:
    loose = " and uncommitted files" if facts.uncommitted else ""
    return f"{facts.commit[:12]}{loose}" if facts.commit else "none (not in git)"


def _made_from(facts: RunFacts) -> Rows:
    if facts.pipeline:
        yield "CI run", facts.pipeline
    if facts.request:
        yield "request", facts.request[:12]
    if facts.module:
        yield "module", f"{facts.module.name}@{facts.module.version} {_digest(facts.module.digest)}"
    if facts.packs:
        yield "judged by", ", ".join(f"{pack} {_digest(digest)}" for pack, digest in facts.packs.items())


def _story(story: PastRun) -> Rows:
    if judged := ", ".join(f"{stage} {_came_to(blocking)}" for stage, blocking in story.verdicts):
        yield "judged", judged
    if story.plan:
        yield "plan", f"{counted(story.summary)} ({_digest(story.plan)})"
    if story.before:
        yield "state", f"{_state(story.before)} → {_state(story.after or story.before)}"
    if timed := ", ".join(f"{step} {seconds:.0f} s" for step, seconds in story.steps if seconds >= 1):
        yield "time", timed


def _came_to(blocking: int) -> str:
    return f"blocked by {blocking}" if blocking else "passed"


def _state(mark: StateMark) -> str:
    return f"{mark.sha256[:12]} (serial {mark.serial})" if mark.serial else "none"


def _digest(digest: str) -> str:
    return digest.removeprefix("sha256:")[:12]
