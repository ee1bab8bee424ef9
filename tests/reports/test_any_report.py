"""Whatever reports are made of: a comment fits its host, and says of each block and each loss, by name or by count."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports import samples

from platformctl.views.report_markdown import markdown
from platformctl.workflows.report_results import (
    AttributeLine,
    ChangeLine,
    Counts,
    ErrorLines,
    FindingLine,
    IntentChange,
    Loss,
    Report,
    StackReport,
)

LINK = "https://ci.example/run/1"
LEAST, GITHUB, AZURE, GITLAB = 600, 65_536, 150_000, 1_000_000
NAMED = re.compile(r"(?m)^- (?:\*\*`?(s\d+)`? |`prod/db/(s\d+)`: )")
MORE = re.compile(r"(?m)^- and (\d+) more that are blocked or lose something$")
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from(["x" * 300, "`" * 300, "@a " * 100, "𝄞" * 300]),
)
words = st.sampled_from(["password", "`x`", "<b>", "*" * 250])
counts = st.builds(Counts, create=st.integers(0, 9), replace=st.integers(0, 9), delete=st.integers(0, 9))
losses = st.builds(
    Loss,
    address=texts,
    type=st.just("aws_db_instance"),
    action=st.sampled_from(["delete", "replace", "forget"]),
    data=st.booleans(),
)
findings = st.builds(
    FindingLine,
    check=st.just("PCTL_X_1"),
    title=texts,
    resource=texts,
    outcome=st.sampled_from(["failed", "loss"]),
    severity=st.just("high"),
    blocking=st.booleans(),
    guideline=texts,
    stage=st.just("plan"),
)
attributes = st.builds(AttributeLine, path=words, before=texts, after=texts)
changes = st.builds(
    ChangeLine, address=texts, action=st.sampled_from(["create", "update"]), attributes=st.tuples(attributes)
)
stacks = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["blocked", "failed", "changes", "unchanged", "inspected"]),
        "counts": counts,
        "losses": st.lists(losses, max_size=30),
        "changes": st.lists(changes, max_size=4),
        "findings": st.lists(findings, max_size=12),
        "intent": st.lists(st.builds(IntentChange, name=words, before=texts, after=texts, in_place=st.booleans())),
        "error": st.none() | st.builds(ErrorLines, summary=texts, detail=texts, hint=texts),
        "not_appliable": texts,
        "why": st.lists(texts, max_size=3),
    }
)


def a_report(made: list[dict[str, Any]], count: int, notes: list[str]) -> Report:
    """Repeat stacks up to a number; those without a plan, or without a change, lose nothing."""
    facts = [{**one, "losses": [] if one["status"] in {"unchanged", "inspected"} else one["losses"]} for one in made]
    models = [StackReport(id="prod/db/s", kind="db", name="s", environment="prod", **one) for one in facts]
    named = (
        models[number % len(models)].model_copy(update={"id": f"prod/db/s{number}", "name": f"s{number}"})
        for number in range(count)
    )
    return samples.report(tuple(named), notes=tuple(notes))


def warned(report: Report) -> set[str]:
    """Name the stacks that a reader has to hear of."""
    return {stack.name for stack in report.stacks if stack.status == "blocked" or stack.losses}


def named(comment: str) -> set[str]:
    """Name the stacks that have a line of their own above the fold."""
    return {one or other for one, other in NAMED.findall(comment)}


def counted(comment: str) -> int:
    """Return how many are counted that have none."""
    found = MORE.search(comment)
    return int(found[1]) if found else 0


made = st.lists(stacks, min_size=1, max_size=6)


@given(made, st.integers(1, 40), st.integers(LEAST, 20_000), st.lists(texts, max_size=30))
@settings(max_examples=100, deadline=None)
def test_each_block_and_loss_is_named_or_counted(made: Any, count: int, limit: int, notes: list[str]) -> None:
    report = a_report(made, count, notes)

    comment = markdown(report, limit, LINK)

    assert len(comment) <= limit
    assert len(warned(report) & named(comment)) + counted(comment) == len(warned(report))


@pytest.mark.parametrize("limit", [GITHUB, AZURE, GITLAB])
@pytest.mark.parametrize("count", [300, 3_000])
@given(made)
@settings(max_examples=6, deadline=None)
def test_hundreds_and_thousands_fit_each_host(count: int, limit: int, made: Any) -> None:
    report = a_report(made, count, [])

    comment = markdown(report, limit, LINK)

    assert len(comment) <= limit
    assert len(warned(report) & named(comment)) + counted(comment) == len(warned(report))


@given(made, st.integers(1, 40), st.sampled_from([2_000, 6_000, 20_000, GITLAB]))
@settings(max_examples=100, deadline=None)
def test_of_a_stack_that_is_named_each_loss_is_named_or_counted(made: Any, count: int, limit: int) -> None:
    report = a_report(made, count, [])

    comment = markdown(report, limit, LINK)

    for stack in report.stacks:
        if stack.losses and stack.name in named(comment):
            assert told_losses(comment, stack.name) == len(stack.losses)


def told_losses(comment: str, name: str) -> int:
    """Count the losses that stand at a stack: named, and "and … more"."""
    line = re.search(rf"(?ms)^- (\*\*`{name}` |`prod/db/{name}`: ).*?(?=^- |^#|^<details>|^_Shortened|\Z)", comment)
    assert line
    summed = re.search(r"⚠️ loses (\d+) object", line[0].split("\n")[0])
    more = re.findall(r"(?m)^  - ⚠️ and (\d+) more", line[0])
    one_by_one = len(re.findall(r"(?m)^  - ⚠️ (?!and \d+ more)", line[0]))
    return int(summed[1]) if summed else one_by_one + sum(map(int, more))
