"""Checkov's own time-out is for HCL and the main thread only; the client has a clock."""

from pathlib import Path

import pytest
from tests.failclosed.court import Start, Write, why_not

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle


def test_an_expression_without_end_is_stopped_by_the_clock(builtin: Pack, start: Start, write: Write) -> None:
    slow = write(f'resource "aws_sqs_queue" "this" {{\n  name = regex("(a+)+b", "{"a" * 50}")\n}}\n')
    worker = start(builtin, seconds=2)

    why = why_not(lambda: worker.configuration(slow, Path("/")))

    assert "no answer within 2 seconds" in why
