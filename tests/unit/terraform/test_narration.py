"""What a person reads while Terraform applies."""

import pytest

from platformctl.progress import Event
from platformctl.terraform.diagnostics import Diagnostic
from platformctl.terraform.events import (
    ApplyEvent,
    ResourceDone,
    ResourceFailed,
    ResourceProgress,
    ResourceStarted,
)
from platformctl.terraform.narration import narrate

ADDRESS = "module.this.aws_db_instance.main"


@pytest.mark.parametrize(
    ("event", "phase", "text"),
    [
        (ResourceStarted(ADDRESS, "create"), "started", "aws_db_instance.main: creating"),
        (ResourceProgress(ADDRESS, "update", 40), "waiting", "aws_db_instance.main: changing, 40 s"),
        (ResourceDone(ADDRESS, "delete", "", 61), "done", "aws_db_instance.main: destroyed after 61 s"),
        (ResourceFailed(ADDRESS, "create", 5), "failed", "aws_db_instance.main: creating failed after 5 s"),
    ],
)
def test_each_event_is_told_in_plain_words(event: ApplyEvent, phase: str, text: str) -> None:
    told = narrate(event)

    assert (told.topic, told.phase, told.text, told.subject) == ("apply", phase, text, ADDRESS)


def test_a_complaint_is_told_as_a_note() -> None:
    assert narrate(Diagnostic("warning", "Old", address="a")) == Event("apply", "note", "warning: Old", "a")
