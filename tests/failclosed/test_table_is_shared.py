"""All evaluations of checkov's share one table, so one stack can turn the next one's answer; ours are apart."""

from pathlib import Path

import pytest
from tests.failclosed.court import Court, Start, Write, seen, why_not

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle
LOGIC = """
locals {
  tiers = ["prod"]
}
resource "aws_db_instance" "this" {
  publicly_accessible = contains(local.tiers, "prod") ? true : false
}
"""


def queue(text: str) -> str:
    return f'resource "aws_sqs_queue" "this" {{\n  name = "{text}"\n}}\n'


@pytest.mark.parametrize("text", ["contains=index", "upper = lower", "join=max", "def contains(*a): return False"])
def test_a_text_does_not_change_the_next_answer(court: Court, write: Write, text: str) -> None:
    before = court.configuration(write(LOGIC))
    court.configuration(write(queue(text), "evil"))

    after = court.configuration(write(LOGIC, "again"))

    assert seen(after) == seen(before)
    assert "PASSED" not in seen(after)


def test_a_worker_whose_table_was_changed_gives_no_answer(builtin: Pack, start: Start, write: Write) -> None:
    worker = start(builtin, [("        _evaluate_apart()\n", "")])

    why = why_not(lambda: worker.configuration(write(queue("contains=index")), Path("/")))

    assert "changed the judge itself (evaluation table)" in why
