"""A text like [0]*10**9 takes all memory of checkov; the worker has a limit of its own."""

import pytest
from tests.failclosed.court import PUBLIC, Court, Write, seen

pytestmark = pytest.mark.lifecycle


def test_a_greedy_text_is_stopped_by_a_limit(court: Court, write: Write) -> None:
    greedy = write('resource "aws_sqs_queue" "this" {\n  name = "[0]*10**11"\n}\n' + PUBLIC)

    assert seen(court.configuration(greedy)) == {"FAILED"}
