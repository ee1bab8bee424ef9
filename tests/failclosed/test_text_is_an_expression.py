"""On a configuration checkov evaluates text values as Python; a text of ours stays one, or is undecided."""

from pathlib import Path

import pytest
from tests.failclosed.court import PUBLIC, Court, Write, seen

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').mkdir('{canary}')",
        "open('{canary}', 'w')",
        "[c for c in ().__class__.__base__.__subclasses__()]",
        "(lambda: 0).__globals__",
        "{{'a': open('{canary}', 'w')}}['a']",
        "$${{file('{canary}')}}",
        "exec(\"open('{canary}', 'w')\")",
    ],
)
def test_a_program_in_a_text_does_nothing(court: Court, write: Write, tmp_path: Path, text: str) -> None:
    canary = tmp_path / "canary"
    quoted = text.format(canary=canary).replace('"', '\\"')

    scan = court.configuration(write(f'resource "aws_sqs_queue" "this" {{\n  name = "{quoted}"\n}}\n{PUBLIC}'))

    assert not canary.exists()
    assert seen(scan) == {"FAILED"}
