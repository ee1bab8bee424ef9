"""From review to apply: what was reviewed is applied, all else stops with its difference until it is accepted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, TWO, World, change, finding

from platformctl.errors import Blocked, PlatformError
from platformctl.records.facts import RunFacts
from platformctl.records.pull_request import pull_request_of
from platformctl.records.review import Review
from platformctl.stacks.stack import Stack
from platformctl.terraform.narration import short
from platformctl.terraform.plan import Action
from platformctl.workflows.apply import apply
from platformctl.workflows.plan import plan
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Result, Stopped
from platformctl.workflows.review_at_hand import Here, chosen, meaning_in
from platformctl.workflows.reviewed import Grounds, by_review
from platformctl.workflows.reviewing import record_reviews

STACK = "desk/note/one"
COMMIT = "1" * 40
REVIEWED = Grounds(reviewed=True)


@pytest.fixture
def stack(world: World) -> Stack:
    """A stack that was written and never applied."""
    return make_stack(world.project)


def ports_of(world: World, **told: Any) -> Ports:
    """Return ports whose runs are of a commit."""
    ports = world.ports()

    def facts(stack: Stack, command: str) -> RunFacts:
        return ports.facts(stack, command).model_copy(update={"commit": COMMIT, "pipeline": "https://ci/1"})

    return replace(ports, facts=facts, **told)


def review(world: World, stack: Stack, number: str = "7", **told: Any) -> None:
    """Plan as a pull request's job does."""
    ports = ports_of(world, pull_request=number, **told)
    record_reviews(plan([stack.id], ports), ports)


def applied(world: World, stack: Stack, grounds: Grounds = REVIEWED) -> Result:
    """Apply by review."""
    (result,) = apply([stack.id], by_review([stack.id], grounds, world.ports()))
    return result


def refusal(result: Result) -> PlatformError:
    assert isinstance(result, Stopped)
    return result.error


def named_in(hint: str) -> str:
    """Return the fingerprint that a refusal names."""
    return hint.partition("--accept fp:")[2].split()[0]


def last(world: World, type_: str) -> Mapping[str, Any]:
    return [event.body for event in world.records.events(STACK) if event.type == type_][-1]


def test_what_was_reviewed_is_judged_again_and_applied(world: World, stack: Stack) -> None:
    review(world, stack)
    world.calls.clear()

    result = applied(world, stack)

    assert isinstance(result, Outcome)
    assert world.calls[-4:] == ["show", "judge plan", "approves", "apply"]
    (kept,) = world.records.reviews(STACK)
    assert last(world, "applying")["reviewed"] == kept.fingerprint
    assert (kept.commit, kept.pull_request, kept.pipeline, kept.who) == (COMMIT, "7", "https://ci/1", "ada")


@pytest.mark.parametrize("changes", [(change(ONE), change(TWO)), (change(ONE, Action.UPDATE),)])
def test_another_plan_is_refused_in_words_and_goes_on_once_accepted(world: World, stack: Stack, changes: Any) -> None:
    review(world, stack)
    world.script.changes = changes

    refused = refusal(applied(world, stack))
    accepted = applied(world, stack, Grounds(accepted=(named_in(refused.hint),)))

    assert (type(refused), refused.summary) == (Blocked, "The plan is another one than was reviewed")
    assert f"it would {changes[-1].action} {short(changes[-1].address)}" in refused.detail
    assert isinstance(accepted, Outcome)
    assert last(world, "applying")["accepted"].startswith(f"fp:{named_in(refused.hint)}")
    assert world.kinds_of_events(STACK)[3:6] == ["planned", "blocked", "started"]


def test_without_a_review_nothing_is_applied_and_the_fingerprint_is_named(world: World, stack: Stack) -> None:
    refused = refusal(applied(world, stack))

    assert (refused.exit_code, refused.summary) == (3, "Nobody has reviewed this plan")
    assert refused.hint.startswith(f"platformctl apply {STACK} --accept fp:")
    assert "apply" not in world.calls


def test_a_fingerprint_of_something_else_is_refused_with_the_one_that_counts(world: World, stack: Stack) -> None:
    review(world, stack)
    world.script.changes = (change(TWO),)
    refused = refusal(applied(world, stack, Grounds(accepted=("0" * 12,))))

    assert (refused.exit_code, refused.summary) == (3, "The plan is not the one that was accepted")
    assert f"it would no longer create {short(ONE)}" in refused.detail
    assert isinstance(applied(world, stack, Grounds(accepted=(named_in(refused.hint),))), Outcome)


def test_an_accepted_fingerprint_opens_nothing_once_the_plan_is_another(world: World, stack: Stack) -> None:
    accepted = Grounds(accepted=(named_in(refusal(applied(world, stack)).hint),))
    world.script.changes = (change(TWO),)

    assert refusal(applied(world, stack, accepted)).summary == "The plan is not the one that was accepted"


def test_a_finding_stops_what_was_reviewed(world: World, stack: Stack) -> None:
    review(world, stack)
    world.script.plan = (finding(),)

    assert refusal(applied(world, stack)).summary == "Blocked by a guardrail"


def test_a_reviewed_loss_still_needs_its_own_word(world: World, stack: Stack) -> None:
    world.script.changes = (change(ONE, Action.DELETE),)
    review(world, stack)

    without = refusal(applied(world, stack))
    world.script.name_given = True

    assert without.summary == "Blocked by a guardrail"
    assert isinstance(applied(world, stack), Outcome)


def test_a_plan_without_changes_needs_no_review(world: World, stack: Stack) -> None:
    world.script.changes = ()

    assert isinstance(applied(world, stack), Outcome)


def test_on_a_laptop_and_on_the_protected_branch_a_plan_is_no_review(world: World, stack: Stack) -> None:
    review(world, stack, number="")

    assert world.records.reviews(STACK) == ()


def test_a_role_that_may_not_write_there_is_told_and_stops_nothing(world: World, stack: Stack) -> None:
    class Shut:
        def keep_reviews(self, _reviews: object) -> None:
            raise PlatformError("The store refuses", detail="It may not.")

    ports: Any = ports_of(world, pull_request="7")
    results = plan([stack.id], ports)

    record_reviews(results, replace(ports, records=Shut))

    assert "could not be recorded for the apply: The store refuses" in world.told[-1].text


def test_outside_git_it_is_told_that_nothing_is_recorded(world: World, stack: Stack) -> None:
    ports = replace(world.ports(), pull_request="7")

    record_reviews(plan([stack.id], ports), ports)

    assert "Outside git" in world.told[-1].text
    assert world.records.reviews(STACK) == ()


def test_a_plan_that_is_too_large_for_the_records_is_told(world: World, stack: Stack) -> None:
    world.script.changes = tuple(change(f"{'x' * 1000}[{number}]") for number in range(4000))

    review(world, stack)

    assert world.told[-1].text == "0 plans recorded for the apply after the merge; too large for it: 1"


def test_the_first_plan_of_a_commit_counts_and_that_is_told(world: World, stack: Stack) -> None:
    review(world, stack)
    world.script.changes = (change(TWO),)
    review(world, stack)

    assert "an earlier plan of this commit showed something else" in world.told[-1].text
    assert f"it would create {short(TWO)}" in refusal(applied(world, stack)).detail


def test_one_of_several_stops_what_is_not_begun(world: World, stack: Stack) -> None:
    two = make_stack(world.project, "two")
    review(world, stack)
    both = [stack.id, two.id]

    results = apply(both, by_review(both, REVIEWED, world.ports()))

    assert isinstance(results[0], Outcome)
    assert refusal(results[1]).summary == "Nobody has reviewed this plan"
    assert world.shown == []


def kept(world: World, commit: str, at: str, **told: Any) -> Review:
    """Return the review that there is, as if it were of another commit and time."""
    (found,) = world.records.reviews(STACK)
    return found.model_copy(update={"commit": commit, "at": at, **told})


def test_a_review_of_the_history_counts_before_a_newer_one_that_was_never_merged(world: World, stack: Stack) -> None:
    review(world, stack)
    merged, other = kept(world, "a" * 40, "1"), kept(world, "b" * 40, "2")
    newest_first = (other, merged)

    assert chosen(Here(stack.digest, "", "", merged.commit.__eq__), newest_first) == merged
    assert chosen(Here(stack.digest, "", "", lambda _commit: False), newest_first) == other


@pytest.mark.parametrize(
    ("request_", "applied", "is_found"), [("", "2026", True), ("other", "9999", False), ("other", "2026", True)]
)
def test_a_review_of_the_same_request_or_since_the_last_apply_says_what_is_different(
    world: World, stack: Stack, request_: str, applied: str, is_found: bool
) -> None:
    review(world, stack)
    (found,) = world.records.reviews(STACK)
    here = Here(f"sha256:{'9' * 64}", request_ or found.request, applied, lambda _commit: True)

    assert chosen(here, [found]) == (found if is_found else None)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"digest": f"sha256:{'9' * 64}"},
        {"meaning": {}},
        {"meaning": {"version": 1, "effects": "none"}},
    ],
)
def test_a_review_that_does_not_say_what_it_is_about_is_none(world: World, stack: Stack, spoilt: Any) -> None:
    review(world, stack)

    assert meaning_in(kept(world, COMMIT, "1", **spoilt)) is None


def test_a_meaning_with_another_version_of_a_value_is_none(world: World, stack: Stack) -> None:
    review(world, stack)
    (found,) = world.records.reviews(STACK)

    assert meaning_in(found.model_copy(update={"meaning": {**found.meaning, "destroys": "no"}})) is None


@pytest.mark.parametrize(
    ("environ", "number"),
    [
        ({"GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/12/merge"}, "12"),
        ({"GITHUB_EVENT_NAME": "pull_request_target", "GITHUB_REF": "refs/heads/main"}, ""),
        ({"GITHUB_EVENT_NAME": "push", "GITHUB_REF": "refs/heads/refs/pull/12/merge"}, ""),
        ({"CI_MERGE_REQUEST_IID": "3"}, "3"),
        ({"SYSTEM_PULLREQUEST_PULLREQUESTID": "400"}, "400"),
        ({"BUILDKITE_PULL_REQUEST": "false"}, ""),
        ({"PULL_NUM": "5"}, "5"),
        ({"PLATFORMCTL_PULL_REQUEST": "8"}, "8"),
        ({"PLATFORMCTL_PULL_REQUEST": "8; rm"}, ""),
        ({"CI": "true"}, ""),
    ],
)
def test_a_pull_requests_job_is_told_by_its_hosts_variables(environ: Mapping[str, str], number: str) -> None:
    assert pull_request_of(environ) == number
