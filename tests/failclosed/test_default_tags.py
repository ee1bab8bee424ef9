"""The provider's default_tags are unseen on a configuration and in tags_all on a plan: tags are a module's input."""

import pytest
from tests.failclosed.court import Court, Write, held, judged, plan_of, seen

pytestmark = pytest.mark.lifecycle
STACK = """
provider "aws" {
  default_tags {
    tags = { owner = "payments@acme.example" }
  }
}
resource "aws_sqs_queue" "this" {
  name = "orders"
}
"""


def test_default_tags_prove_nothing_on_a_configuration(court: Court, write: Write) -> None:
    scan = court.configuration(write(STACK))

    assert held(judged(scan, court.promise("PCTL_OWNED", of="aws_sqs_queue"))) == {("PCTL_OWNED", "failed")}


@pytest.mark.parametrize(("tags", "answer"), [({"owner": "me"}, "PASSED"), ({"team": "me"}, "FAILED"), ({}, "FAILED")])
def test_a_plan_is_asked_for_all_tags(court: Court, write_plan: Write, tags: object, answer: str) -> None:
    document = write_plan(plan_of(("aws_sqs_queue", {"tags": None, "tags_all": tags})))

    assert seen(court.plan(document), "PCTL_OWNED") == {answer}
