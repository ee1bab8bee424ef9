"""No finding proves nothing: a verdict passes only what was seen, asked, answered and found good."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.errors import PlatformError, Usage
from platformctl.policy.judging import Rules, judge_configuration, judge_plan
from platformctl.policy.packs import Pack, PackFile
from platformctl.policy.scan import Row, Scan, Stage
from platformctl.policy.verdict import Verdict
from platformctl.terraform.plan import Action, Plan, ResourceChange

QUEUE = "module.this.aws_sqs_queue.main"
PROMISE = {"promise": "It is good.", "checks": ["PCTL_GOOD"], "resources": ["aws_sqs_queue"]}
PROFILES: Mapping[str, Any] = {"dev": {}, "staging": {}, "prod": {}}


def contract(*guarantees: Mapping[str, Any]) -> Contract:
    words = {"name": "queue", "version": "1.0.0", "title": "Queue", "description": "A queue.", "owner": "platform"}
    return Contract.model_validate({**words, "profiles": PROFILES, "guarantees": guarantees})


def rules(*guarantees: Mapping[str, Any], tier: Any = "prod", disarming: bool = False, **checks: Any) -> Rules:
    said = {"title": "It is good", "decides": "both", "severity": "high", "guideline": "Make it good."}
    table = {name: {**said, **more} for name, more in (checks or {"PCTL_GOOD": {}}).items()}
    file = PackFile.model_validate({"name": "mine", "version": "1.0.0", "description": "Mine.", "checks": table})
    return Rules(contract(*guarantees), tier, [Pack(file, Path())], disarming)


def scan(stage: Stage, resources: Sequence[str], *rows: tuple[str, str, str], registered: str = "PCTL_GOOD") -> Scan:
    made = [Row.model_validate({"check": each[0], "resource": each[1], "result": each[2]}) for each in rows]
    return Scan(stage=stage, registered=frozenset(registered.split()), rows=tuple(made), resources=frozenset(resources))


def plan(*planned: str, changes: Sequence[ResourceChange] = ()) -> Plan:
    return Plan("1.11.4", tuple(changes), (), (), frozenset(planned), applyable=True, complete=True, errored=False)


def passed(resource: str = QUEUE) -> tuple[str, str, str]:
    return ("PCTL_GOOD", resource, "PASSED")


def good_configuration(judged_by: Rules, *resources: str) -> Verdict:
    addresses = resources or (QUEUE,)
    return judge_configuration(scan("configuration", addresses, *map(passed, addresses)), judged_by, {"main.tf": "aa"})


def outcomes(verdict: Verdict) -> list[tuple[str, str, bool]]:
    return [(finding.resource, finding.outcome, finding.blocking) for finding in verdict.findings]


def standings(verdict: Verdict) -> list[str]:
    return [proof.standing for proof in verdict.guarantees]


def test_a_guarantee_is_proven_by_a_pass_on_its_resource() -> None:
    verdict = good_configuration(rules(PROMISE))

    assert (verdict.blocking, standings(verdict), verdict.files) == (False, ["proven"], {"main.tf": "aa"})


def test_silence_about_a_guaranteed_resource_blocks() -> None:
    verdict = judge_configuration(scan("configuration", [QUEUE]), rules(PROMISE), {})

    assert outcomes(verdict) == [(QUEUE, "missing", True)]
    assert standings(verdict) == ["unproven"]


@pytest.mark.parametrize(
    ("result", "outcome"), [("FAILED", "failed"), ("UNKNOWN", "undecided"), ("SKIPPED", "undecided")]
)
def test_anything_but_a_pass_blocks(result: str, outcome: str) -> None:
    verdict = judge_configuration(scan("configuration", [QUEUE], ("PCTL_GOOD", QUEUE, result)), rules(PROMISE), {})

    assert outcomes(verdict) == [(QUEUE, outcome, True)]
    assert verdict.findings[0].guarantee == "It is good."


def test_one_pass_does_not_cover_another_instance() -> None:
    seen = scan("configuration", [f"{QUEUE}[0]", f"{QUEUE}[1]"], passed(f"{QUEUE}[0]"))

    verdict = judge_configuration(seen, rules(PROMISE), {})

    assert outcomes(verdict) == [(f"{QUEUE}[1]", "missing", True)]


def test_the_worst_of_two_answers_counts() -> None:
    seen = scan("configuration", [QUEUE], passed(), ("PCTL_GOOD", QUEUE, "FAILED"))

    assert judge_configuration(seen, rules(PROMISE), {}).blocking


def test_a_guarantee_without_any_resource_is_not_kept() -> None:
    seen = scan("configuration", ["module.this.aws_sns_topic.main"])

    verdict = judge_configuration(seen, rules(PROMISE), {})

    assert outcomes(verdict) == [("aws_sqs_queue", "missing", True)]


def test_a_guarantee_of_another_tier_is_not_asked_for() -> None:
    verdict = judge_configuration(scan("configuration", [QUEUE]), rules({**PROMISE, "tiers": ["prod"]}, tier="dev"), {})

    assert (verdict.blocking, verdict.guarantees) == (False, ())


def test_a_failed_check_blocks_also_what_nothing_promises() -> None:
    seen = scan("configuration", [QUEUE], ("PCTL_GOOD", QUEUE, "FAILED"))

    assert outcomes(judge_configuration(seen, rules(), {})) == [(QUEUE, "failed", True)]


@pytest.mark.parametrize("check", [{"blocking": False}, {"tiers": ["staging"]}])
def test_a_check_that_does_not_block_here_only_tells(check: Mapping[str, Any]) -> None:
    seen = scan("configuration", [QUEUE], ("PCTL_GOOD", QUEUE, "FAILED"))

    assert outcomes(judge_configuration(seen, rules(PCTL_GOOD=check), {})) == [(QUEUE, "failed", False)]


def test_a_promise_makes_any_check_block() -> None:
    seen = scan("configuration", [QUEUE], ("PCTL_GOOD", QUEUE, "FAILED"))

    assert judge_configuration(seen, rules(PROMISE, PCTL_GOOD={"blocking": False}), {}).blocking


def test_an_own_check_that_can_not_tell_blocks_also_what_nothing_promises() -> None:
    seen = scan("configuration", [QUEUE], ("PCTL_GOOD", QUEUE, "UNKNOWN"))

    assert outcomes(judge_configuration(seen, rules(), {})) == [(QUEUE, "undecided", True)]


def test_a_check_of_checkovs_that_can_not_tell_may_not_apply() -> None:
    seen = scan("configuration", [QUEUE], ("CKV_AWS_1", QUEUE, "UNKNOWN"), registered="CKV_AWS_1")

    assert not judge_configuration(seen, rules(CKV_AWS_1={}), {}).findings


def test_an_answer_at_a_stage_that_a_check_does_not_decide_is_no_answer() -> None:
    decided_later = rules(PROMISE, PCTL_GOOD={"decides": "plan"})
    seen = scan("configuration", [QUEUE], ("PCTL_GOOD", QUEUE, "FAILED"))

    verdict = judge_configuration(seen, decided_later, {})

    assert (verdict.findings, standings(verdict)) == ((), ["pending"])


def test_what_is_pending_is_decided_by_the_plan() -> None:
    judged_by = rules(PROMISE, PCTL_GOOD={"decides": "plan"})
    before = judge_configuration(scan("configuration", [QUEUE]), judged_by, {})

    verdict = judge_plan(scan("plan", [QUEUE], passed()), plan(QUEUE), judged_by, before, "digest")

    assert (standings(before), standings(verdict), verdict.plan) == (["pending"], ["proven"], "digest")


def test_what_only_the_configuration_can_tell_stays_proven_after_the_plan() -> None:
    judged_by = rules(PROMISE, PCTL_GOOD={"decides": "configuration"})
    seen = scan("plan", [QUEUE], ("PCTL_GOOD", QUEUE, "UNKNOWN"))

    verdict = judge_plan(seen, plan(QUEUE), judged_by, good_configuration(judged_by), "digest")

    assert (verdict.blocking, standings(verdict)) == (False, ["proven"])


def test_a_check_of_both_stages_is_asked_again_on_the_plan() -> None:
    before = good_configuration(rules(PROMISE))

    verdict = judge_plan(scan("plan", [QUEUE]), plan(QUEUE), rules(PROMISE), before, "digest")

    assert outcomes(verdict) == [(QUEUE, "missing", True)]


@pytest.mark.parametrize(
    ("judged", "planned"), [((), (QUEUE,)), ((QUEUE,), ()), ((QUEUE,), (QUEUE, "module.this.aws_sns_topic.x"))]
)
def test_a_plan_whose_resources_were_not_all_judged_could_not_be_judged(
    judged: tuple[str, ...], planned: tuple[str, ...]
) -> None:
    before = good_configuration(rules(PROMISE), QUEUE)

    with pytest.raises(PlatformError, match="Could not be judged"):
        judge_plan(scan("plan", judged, *map(passed, judged)), plan(*planned), rules(PROMISE), before, "digest")


def test_a_planned_resource_that_the_configuration_did_not_show_could_not_be_judged() -> None:
    before = good_configuration(rules(PROMISE), "module.this.aws_sqs_queue.other")

    with pytest.raises(PlatformError) as unjudged:
        judge_plan(scan("plan", [QUEUE], passed()), plan(QUEUE), rules(PROMISE), before, "digest")

    assert QUEUE in unjudged.value.detail


def test_instances_that_only_the_plan_counts_are_the_resource_of_the_configuration() -> None:
    instances = [f"{QUEUE}[0]", f'{QUEUE}["a.b"]']
    seen = scan("plan", instances, *map(passed, instances))

    verdict = judge_plan(seen, plan(*instances), rules(PROMISE), good_configuration(rules(PROMISE)), "digest")

    assert (verdict.blocking, verdict.guarantees[0].resources) == (False, tuple(sorted(instances)))


def test_a_forgotten_resource_is_not_planned() -> None:
    gone = ResourceChange("a.b", "managed", "a", "b", "aws", Action.FORGET, (), {})
    before = good_configuration(rules(PROMISE))

    verdict = judge_plan(
        scan("plan", [QUEUE], passed()), plan(QUEUE, "a.b", changes=[gone]), rules(PROMISE), before, "digest"
    )

    assert not verdict.blocking


def test_a_plan_after_a_configuration_that_was_blocked_could_not_be_judged() -> None:
    blocked = judge_configuration(scan("configuration", [QUEUE]), rules(PROMISE), {})

    with pytest.raises(PlatformError, match="Could not be judged"):
        judge_plan(scan("plan", [QUEUE], passed()), plan(QUEUE), rules(PROMISE), blocked, "digest")


def test_a_scan_of_the_other_stage_could_not_be_judged() -> None:
    with pytest.raises(PlatformError, match="Could not be judged"):
        judge_configuration(scan("plan", [QUEUE], passed()), rules(PROMISE), {})


def test_a_configuration_without_resources_could_not_be_judged() -> None:
    with pytest.raises(PlatformError, match="Could not be judged"):
        judge_configuration(scan("configuration", []), rules(), {})


def test_a_check_that_was_not_loaded_could_not_be_judged() -> None:
    with pytest.raises(PlatformError) as unjudged:
        judge_configuration(scan("configuration", [QUEUE], passed(), registered="OTHER"), rules(PROMISE), {})

    assert "PCTL_GOOD" in unjudged.value.detail


def test_a_promise_by_a_check_of_no_pack_is_a_broken_contract() -> None:
    stranger = {**PROMISE, "checks": ["PCTL_STRANGER"]}

    with pytest.raises(Usage) as broken:
        judge_configuration(scan("configuration", [QUEUE], passed()), rules(stranger), {})

    assert "PCTL_STRANGER" in broken.value.detail


@pytest.mark.parametrize(
    ("check", "decides"), [("CKV_AWS_334", "both"), ("CKV_AWS_17", "configuration"), ("CKV_AWS_168", "plan")]
)
def test_a_promise_that_only_a_check_with_a_blind_spot_there_would_prove_is_refused(check: str, decides: str) -> None:
    promised = {**PROMISE, "checks": [check]}
    table: dict[str, Any] = {check: {"decides": decides}}
    seen = scan("configuration", [QUEUE], (check, QUEUE, "PASSED"), registered=check)

    with pytest.raises(Usage) as unprovable:
        judge_configuration(seen, rules(promised, **table), {})

    assert f"{check} " in unprovable.value.detail


@pytest.mark.parametrize("more", [["CKV_AWS_168"], ["CKV_AWS_334", "PCTL_GOOD"]])
def test_one_that_sees_at_another_stage_or_beside_another_check_may_stand(more: list[str]) -> None:
    rows = [(check, QUEUE, "PASSED") for check in more]
    table: dict[str, Any] = {check: {} for check in more}
    seen = scan("configuration", [QUEUE], *rows, registered=" ".join(more))

    verdict = judge_configuration(seen, rules({**PROMISE, "checks": more}, **table), {})

    assert standings(verdict) == ["proven"]


def test_on_the_way_to_a_destruction_protection_may_be_given_up_and_nothing_else() -> None:
    checks = {"PCTL_GOOD": {"disarmable": True}, "PCTL_TOO": {}}
    promises = [PROMISE, {**PROMISE, "promise": "It is whole.", "checks": ["PCTL_TOO"]}]
    rows = [("PCTL_GOOD", QUEUE, "FAILED"), ("PCTL_TOO", QUEUE, "FAILED")]
    seen = scan("configuration", [QUEUE], *rows, registered="PCTL_GOOD PCTL_TOO")

    verdict = judge_configuration(seen, rules(*promises, disarming=True, **checks), {})

    assert [finding.check for finding in verdict.objections] == ["PCTL_TOO"]
    assert standings(verdict) == ["disarmed", "unproven"]
