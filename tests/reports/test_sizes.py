"""However many stacks: a comment fits, and what is blocked or lost is named or counted, never silently dropped."""

import gzip
import json
import re
from functools import cache
from xml.etree import ElementTree as Xml

import pytest
from tests.reports import samples

from platformctl.cli.report_formats import texts_of
from platformctl.views.report_markdown import markdown
from platformctl.workflows.report_fitting import fitted
from platformctl.workflows.report_reading import parsed_report
from platformctl.workflows.report_results import AttributeLine, ChangeLine

GITHUB, SUMMARY = 60_000, 1_000_000
LINK = "https://ci.example/run/1"
BLOCKED = re.compile(r"(?m)^- (?:\*\*`users-\d+` |`prod/db/users-\d+`)")
LOSING = re.compile(r"(?m)^- (?:\*\*`exports-\d+` |`prod/bucket/exports-\d+`)")
COUNTED = re.compile(r"and (\d+) more that are blocked or lose something")


many = cache(samples.many)


def named_and_counted(comment: str) -> tuple[int, int]:
    """Return how many blocked or losing stacks are named, and how many more are counted."""
    counted = COUNTED.search(comment)
    return len(BLOCKED.findall(comment)) + len(LOSING.findall(comment)), int(counted[1]) if counted else 0


@pytest.mark.parametrize(
    ("count", "limit"),
    [
        *((count, limit) for count in (1, 12, 300) for limit in (500, 4_000, 30_000, GITHUB, SUMMARY)),
        *((3_000, limit) for limit in (500, GITHUB, SUMMARY)),
    ],
)
def test_no_blocked_stack_and_no_loss_goes_unsaid(count: int, limit: int) -> None:
    report = many(count)
    warned = sum(1 for stack in report.stacks if stack.status == "blocked" or stack.losses)

    comment = markdown(report, limit, LINK)

    assert len(comment) <= limit
    assert sum(named_and_counted(comment)) == warned


def test_three_hundred_stacks_fit_into_a_comment_with_each_blocked_and_losing_one_by_name() -> None:
    comment = markdown(many(300), GITHUB, LINK)

    assert named_and_counted(comment) == (60, 0)
    assert "Databases are protected against deletion" in comment
    assert "the data in it is lost" in comment


def test_what_is_left_out_is_said_with_the_way_to_it() -> None:
    comment = markdown(many(300), GITHUB, LINK)

    assert f"[the whole report]({LINK}) has the rest" in comment


def test_a_small_report_is_whole() -> None:
    comment = markdown(samples.typical(), GITHUB, LINK)

    assert "Shortened" not in comment
    assert comment.count("<details>") == comment.count("</details>") == 4


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://x/)[y](z", "https://x/ y", "http://x/<img>"])
def test_a_link_that_is_none_is_not_written(link: str) -> None:
    assert "](" not in markdown(many(300), 30_000, link)


def test_a_comment_of_less_detail_says_less_of_the_same() -> None:
    report = many(40)

    lengths = [len(markdown(report, limit, LINK)) for limit in (SUMMARY, 30_000, 12_000, 8_000, 4_000)]

    assert lengths == sorted(lengths, reverse=True)


def test_thousands_of_stacks_stay_within_what_code_hosts_take() -> None:
    texts = texts_of(many(3_000))

    run = json.loads(texts("sarif"))["runs"][0]
    assert len(run["results"]) <= 5_000
    assert len(gzip.compress(texts("sarif").encode())) < 10_000_000
    assert len(Xml.fromstring(texts("junit"))) == 3_000


def test_results_that_are_too_many_are_counted_and_what_blocks_is_among_those_kept() -> None:
    report = samples.report([samples.blocked().model_copy(update={"id": f"prod/db/u{n}"}) for n in range(3_000)])

    run = json.loads(texts_of(report)("sarif"))["runs"][0]

    assert len(run["results"]) == 5_000
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("1000 more results")


def test_a_report_that_is_too_large_to_be_read_loses_explanations_and_keeps_its_warnings() -> None:
    lines = tuple(AttributeLine(path=f"a{n}", before="x" * 400, after="y" * 400) for n in range(100))
    large = samples.blocked().model_copy(
        update={"changes": (ChangeLine(address="a.b", action="update", attributes=lines),)}
    )
    report = samples.report([large.model_copy(update={"id": f"prod/db/u{n}"}) for n in range(20)])

    small = fitted(report, 200_000)

    assert len(texts_of(small)("json")) < 200_000
    assert parsed_report(texts_of(small)("json").encode(), "x") == small
    assert [stack.losses for stack in small.stacks] == [stack.losses for stack in report.stacks]
    assert [stack.objections for stack in small.stacks] == [stack.objections for stack in report.stacks]
    assert small.stacks[0].changes[0].left_out == 100
