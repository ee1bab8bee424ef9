"""A comment in a resource skips a check of checkov's; the worker collects no such comments."""

import pytest
from tests.failclosed.court import PUBLIC, Court, Write, seen

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("word", ["checkov", "bridgecrew", "cortex"])
@pytest.mark.parametrize("mark", ["#", "//"])
def test_a_comment_in_a_resource_skips_nothing(court: Court, write: Write, word: str, mark: str) -> None:
    skipping = PUBLIC.replace("{\n", f"{{\n  {mark} {word}:skip=PCTL_DB_NOT_PUBLIC: fine\n", 1)

    assert seen(court.configuration(write(skipping))) == {"FAILED"}
