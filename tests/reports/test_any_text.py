"""The encoders of comments, pages and results, on texts that nobody thought of."""

import json
import re
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.reports.hostile import harmless_text, with_text
from tests.reports.test_hostile import ACTS, INLINE, SARIF, blocks, html_skeleton, inline

from platformctl.cli.report_formats import texts_of
from platformctl.views.markdown_text import code, prose
from platformctl.views.report_markdown import markdown

ODD = "`*_[](){}<>#@!|~&$\\:/.-+=\n\t \"'%^0123456789abcxyzé→\u202e\x1b\r"
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
odd = st.text(st.sampled_from(ODD), min_size=1, max_size=60)
anything = st.one_of(texts, odd).filter(lambda text: text.strip())


@given(anything)
@settings(max_examples=400, deadline=None)
def test_a_code_span_is_one_code_span(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"- before {code(text)} after")

    inside = [child.type for token in tokens for child in token.children or ()]
    assert inside == ["text", "code_inline", "text"]


@given(anything)
@settings(max_examples=400, deadline=None)
def test_a_sentence_is_words_and_code_spans(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"- before {prose(text)} after")

    inside = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inside} <= {"text", "code_inline"}
    assert not [child.content for child in inside if child.type == "text" and ACTS.search(child.content)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no (vendor/a/main.tf:15): why.", "no (`vendor/a/main.tf:15`): why."),
        ("(a/b c/d).", "(`a/b c/d`)."),
        ("(f(x)", "(`f(x)`"),
        ("a) b/c", "a) `b/c`"),
    ],
)
def test_brackets_and_the_end_of_a_sentence_stay_outside_of_code(text: str, said: str) -> None:
    assert prose(text) == said


@given(anything)
@settings(max_examples=60, deadline=None)
def test_any_text_leaves_a_comment_as_it_is(text: str) -> None:
    comment = markdown(with_text(text))

    assert blocks(comment) == blocks(harmless_text("markdown"))
    assert {child.type for child in inline(comment)} <= INLINE
    assert not re.search(r"(?m)^\s*/", comment)


@given(anything)
@settings(max_examples=60, deadline=None)
def test_any_text_leaves_the_elements_of_pages_and_results_as_they_are(text: str) -> None:
    given_, plain = texts_of(with_text(text)), harmless_text

    assert html_skeleton(given_("html")) == html_skeleton(plain("html"))
    assert len(list(Xml.fromstring(given_("junit")).iter())) == len(list(Xml.fromstring(plain("junit")).iter()))
    SARIF.validate(json.loads(given_("sarif")))
