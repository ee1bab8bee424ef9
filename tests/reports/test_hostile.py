"""Whatever a text says, each format holds the same things as with a harmless one, and nothing in it acts."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import jsonschema
import junitparser
import pytest
from markdown_it import MarkdownIt
from tests.reports.hostile import TEXTS, harmless_text, with_text

from platformctl.cli.report_formats import texts_of
from platformctl.views.look import Look
from platformctl.views.report_markdown import markdown
from platformctl.views.report_text import reported
from platformctl.workflows.report_reading import parsed_report

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_bytes())
SARIF = jsonschema.Draft4Validator(SCHEMA)
OURS = re.compile(r"<details><summary><code>[a-z0-9/-]+</code>: what Terraform would do</summary>|</details>")
ACTS = re.compile(r"[@#~!$%&/\\<>\[\]{}|*_]|:\w+:|https?|www\.|[0-9a-f]{7}")
INLINE = {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u202e\ufffe\uffff]")
pytestmark = pytest.mark.parametrize("text", TEXTS)


class Skeleton(HTMLParser):
    """Keeps the elements of a page and the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment",))


def html_skeleton(page: str) -> list[tuple[str, ...]]:
    """Return the elements of a page."""
    parser = Skeleton()
    parser.feed(page)
    return parser.found


def blocks(text: str) -> list[tuple[str, str]]:
    """Return the blocks of a comment as CommonMark has them."""
    return [(token.type, token.tag) for token in MarkdownIt("commonmark").enable("table").parse(text)]


def inline(text: str) -> list[Any]:
    """Return what stands inside the blocks of a comment."""
    return [child for token in MarkdownIt("commonmark").parse(text) for child in token.children or ()]


def html_parts(text: str) -> list[str]:
    """Return the raw HTML of a comment, line by line."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [line for token in tokens if token.type == "html_block" for line in token.content.split("\n") if line]


def test_a_page_has_the_elements_that_it_always_has(text: str) -> None:
    page = texts_of(with_text(text))("html")

    assert html_skeleton(page) == html_skeleton(harmless_text("html"))
    assert not CONTROL.search(page)


def test_junit_has_the_elements_that_it_always_has_and_others_can_read_it(text: str) -> None:
    written = texts_of(with_text(text))("junit")

    tags = [element.tag for element in Xml.fromstring(written).iter()]
    suites = junitparser.JUnitXml.fromstring(written.encode())
    assert tags == [element.tag for element in Xml.fromstring(harmless_text("junit")).iter()]
    assert (suites.tests, suites.errors) == (sum(len(suite) for suite in suites), 2)


def test_sarif_keeps_to_its_schema_and_has_no_link(text: str) -> None:
    written = json.loads(texts_of(with_text(text))("sarif"))

    SARIF.validate(written)
    messages = [result["message"]["text"] for result in written["runs"][0]["results"]]
    assert messages
    assert not any("](" in message or CONTROL.search(message) for message in messages)


def test_the_documents_of_gitlab_hold_what_they_always_hold(text: str) -> None:
    texts = texts_of(with_text(text))

    issues = json.loads(texts("codequality"))
    assert len(issues) == len(json.loads(harmless_text("codequality")))
    assert all(not CONTROL.search(issue["description"]) for issue in issues)
    assert json.loads(texts("terraform")) == {"create": 5, "update": 1, "delete": 3}


def test_json_reads_back_as_what_was_written(text: str) -> None:
    report = with_text(text)

    assert parsed_report(texts_of(report)("json").encode(), "x") == report


def test_a_comment_has_the_blocks_that_it_always_has(text: str) -> None:
    comment = markdown(with_text(text))

    assert blocks(comment) == blocks(harmless_text("markdown"))
    assert all(OURS.fullmatch(line) for line in html_parts(comment))


def test_nothing_in_a_comment_links_mentions_or_commands(text: str) -> None:
    comment = markdown(with_text(text))

    assert {child.type for child in inline(comment)} <= INLINE
    assert not [child.content for child in inline(comment) if child.type == "text" and ACTS.search(child.content)]
    assert not re.search(r"(?m)^\s*/", comment)


def test_a_terminal_gets_no_control_character(text: str) -> None:
    assert not CONTROL.search(reported(with_text(text), Look(100)))


@pytest.mark.parametrize("limit", [20_000, 6_000, 3_000])
def test_a_shortened_comment_is_as_inert(text: str, limit: int) -> None:
    comment = markdown(with_text(text), limit, "https://ci.example/run/1")

    links = [child.attrs["href"] for child in inline(comment) if child.type == "link_open"]
    assert len(comment) <= limit
    assert set(links) <= {"https://ci.example/run/1"}
    assert {child.type for child in inline(comment)} <= {*INLINE, "link_open", "link_close", "em_open", "em_close"}
