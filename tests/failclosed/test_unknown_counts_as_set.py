"""EVAL_TF_PLAN_AFTER_UNKNOWN, even =false, lets what is unknown pass as set; the worker's environment is empty."""

import pytest
from tests.failclosed.court import Start, Write, plan_of, seen

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("value", ["true", "false"])
def test_an_unknown_key_is_no_key(
    builtin: Pack, start: Start, write_plan: Write, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("EVAL_TF_PLAN_AFTER_UNKNOWN", value)
    document = write_plan(plan_of(("aws_sqs_queue", {}), unknown=["kms_master_key_id"]))

    assert seen(start(builtin).plan(document), "PCTL_QUEUE_KEY") == {"FAILED"}
