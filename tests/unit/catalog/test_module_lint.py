"""A contract that names what its module does not have is refused when it is loaded, with the nearest name."""

import shutil
from pathlib import Path

import pytest

from platformctl.catalog.sources import builtin_folder, load_module
from platformctl.errors import Usage


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    """A copy of the built-in queue."""
    return Path(shutil.copytree(builtin_folder("modules") / "queue", tmp_path / "queue"))


def refusal(folder: Path, file: str, old: str, new: str) -> str:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(Usage) as refused:
        load_module(folder, "builtin")
    return refused.value.detail


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "module.yaml",
            "  max_receives:\n",
            "  max_recieves:\n",
            "has no variable 'max_recieves'. Did you mean 'max_re",
        ),
        ("variables.tf", 'variable "tags"', 'variable "marks"', "the module has no variable 'tags'."),
        ("variables.tf", 'variable "key"', 'variable "more" {}\n\nvariable "key"', "'more', which nothing here fills."),
        ("outputs.tf", 'output "url"', 'output "address"', "outputs.url: the module has no such output."),
        (
            "module.yaml",
            "stateful: [aws_sqs_queue]",
            "stateful: [aws_sqs_que]",
            "stateful: the module has no aws_sqs_que.",
        ),
        ("module.yaml", "resources: [aws_sqs_queue_policy]", "resources: [aws_sqs_policy]", "has no aws_sqs_policy."),
        ("module.yaml", '"{alarm_name}"', '"{alarm_nam}"', "the module sets no alarm_nam there"),
        ("module.yaml", '"{alarm_name}"', '"{id}"', "the module sets no id there: it can't be known beforehand."),
        ("module.yaml", "  dead_letters:\n    metric", "  letters:\n    metric", "no alarm of var.signals.letters."),
        ("alarms.tf", "var.signals.age.", "var.signals.ages.", "no alarm of var.signals.age."),
        ("module.yaml", "RUNBOOK.md#age", "RUNBOOK.md#old", "signals.age.runbook: RUNBOOK.md has no heading for #old."),
        ("module.yaml", "RUNBOOK.md#age", "BOOK.md#age", "BOOK.md has no heading for #age."),
        ("RUNBOOK.md", "## age", "## Age of messages", "RUNBOOK.md has no heading for #age."),
    ],
)
def test_each_difference_is_named_with_its_place(queue: Path, file: str, old: str, new: str, said: str) -> None:
    detail = refusal(queue, file, old, new)

    assert "module.yaml:" in detail
    assert said in detail


def test_headings_are_anchors_as_code_hosts_make_them(queue: Path) -> None:
    (queue / "RUNBOOK.md").write_text("# Age\n\n## Dead, `letters`!\n", "utf-8")
    contract = (queue / "module.yaml").read_text("utf-8")
    (queue / "module.yaml").write_text(contract.replace("#dead-letters", "#dead-letters"), "utf-8")

    assert load_module(queue, "builtin").contract.signals["age"].runbook == "RUNBOOK.md#age"


def test_what_is_commented_out_is_not_there(queue: Path) -> None:
    said = refusal(queue, "outputs.tf", 'output "url" {', '# output "url" {')

    assert "outputs.url: the module has no such output." in said
