"""In one scan of many stacks checkov merges alike resources; each stack is a scan of its own."""

import pytest
from tests.failclosed.court import PRIVATE, PUBLIC, Court, Write, seen

pytestmark = pytest.mark.lifecycle


def test_two_stacks_of_one_address_have_an_answer_each(court: Court, write: Write) -> None:
    good, bad = write(PRIVATE, "good"), write(PUBLIC, "bad")

    answers = [seen(court.configuration(folder)) for folder in (good, bad, good)]

    assert answers == [{"PASSED"}, {"FAILED"}, {"PASSED"}]
