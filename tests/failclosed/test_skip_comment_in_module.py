"""A comment in a module block skips a check for all below it in checkov; the worker collects no such comments."""

import pytest
from tests.failclosed.court import PUBLIC, Court, Write, seen

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("word", ["checkov", "bridgecrew", "cortex"])
def test_a_comment_in_a_module_block_skips_nothing(court: Court, write: Write, word: str) -> None:
    call = f'module "this" {{\n  # {word}:skip=PCTL_DB_NOT_PUBLIC: fine\n  source = "./inner"\n}}\n'

    assert seen(court.configuration(write(call, **{"inner/main.tf": PUBLIC}))) == {"FAILED"}
