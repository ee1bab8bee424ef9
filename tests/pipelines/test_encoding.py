"""What gets into a pipeline file: data, whatever its text would mean to YAML, to a shell, to the code host."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.pipelines.making import SOURCE

from platformctl.errors import Usage
from platformctl.project.pipelines.encoding import literal, scalar, word
from platformctl.project.pipelines.pipeline import HOSTS, Pipeline, Repository, Target
from platformctl.project.pipelines.render import render
from platformctl.project.pipelines.source import parse_source

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="$"))


@given(PRINTABLE)
def test_a_text_is_read_back_as_the_same_text(text: str) -> None:
    assert YAML(typ="safe").load(f"key: {scalar(text)}\n") == {"key": text}


@given(st.lists(PRINTABLE, max_size=4))
def test_a_list_is_read_back_as_the_same_list(texts: list[str]) -> None:
    assert YAML(typ="safe").load(f"key: {scalar(texts)}\n") == {"key": texts}


@given(st.text())
def test_whatever_a_text_is_it_stays_one_line_of_harmless_letters_or_is_refused(text: str) -> None:
    try:
        found = scalar(text)
    except Usage:
        return

    assert found.isascii()
    assert found.isprintable()
    assert "$" not in found


@pytest.mark.parametrize(
    "text", ["${{ secrets.X }}", "$(id)", "$[x]", "a\nb: c", "\x1b[2J", "\u2028", "é", "\x00", "`id`$"]
)
def test_what_a_host_or_a_terminal_would_act_on_is_refused(text: str) -> None:
    for encode in (scalar, word, literal):
        with pytest.raises(Usage, match="can't stand in a pipeline"):
            encode(text)


@pytest.mark.parametrize("text", ["", "-x", "a b", "a;b", "a'b", "a/b", "#", "a.", "`id`"])
def test_what_stands_bare_is_a_word(text: str) -> None:
    with pytest.raises(Usage):
        word(text)


def test_a_literal_doubles_its_quotes() -> None:
    assert literal("it's").text == "'it''s'"
    assert literal(["a"]).text == "'[\"a\"]'"


def test_a_template_can_say_nothing_but_numbers_words_and_texts() -> None:
    with pytest.raises(TypeError):
        scalar(object())


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("field", ["name", "region", "preview", "deploy", "secret"])
def test_no_field_of_an_environment_gets_into_a_file_unencoded(host: Any, field: str) -> None:
    usual = {"name": "dev", "region": "eu-west-1", "preview": "arn:x", "deploy": "arn:y", "secret": "PG"}
    target = Target(tier="dev", account="1" * 12, applies=True, **{**usual, field: "x\n- run: ${{ id }}"})
    repository = Repository("code.acme.example", "acme/infra")
    hostile = Pipeline(host, "main", 3, SOURCE, repository, (target,))

    if host == "atlantis" and field != "name":  # it says nothing of it
        assert "run: ${{" not in str(render(hostile))
    elif (host, field) in {("azure", "preview"), ("azure", "deploy")}:  # its service connections do
        assert "arn:" not in str(render(hostile))
    elif (host, field) == ("gitlab", "region"):  # a token of identity needs none
        assert "run: ${{" not in str(render(hostile))
    else:
        with pytest.raises(Usage, match="can't stand in a pipeline"):
            render(hostile)


@given(st.text())
def test_a_source_is_one_address_and_one_whole_commit(text: str) -> None:
    try:
        source = parse_source(text)
    except Usage:
        return

    assert text == f"{source.url}@{source.commit}"
    assert source.url.startswith("https://")
    assert len(source.commit) == 40


COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    "text",
    [
        "https://code.acme.example/a/b",
        "https://code.acme.example/a/b@main",
        f"https://code.acme.example/a/b@{COMMIT[:12]}",
        f"http://code.acme.example/a/b@{COMMIT}",
        f"https://user:secret@code.acme.example/a/b@{COMMIT}",
        f"https://code.acme.example/../b@{COMMIT}",
        f"https://code.acme.example/a/b --upload-pack=x@{COMMIT}",
        f"--upload-pack=x@{COMMIT}",
        f"https://code.acme.example/a/b@{COMMIT}\n",
    ],
)
def test_anything_else_is_no_source(text: str) -> None:
    with pytest.raises(Usage, match="Not a source"):
        parse_source(text)


def test_a_good_source_is_taken_apart() -> None:
    source = parse_source(f"https://code.acme.example:8443/platform/platformctl@{COMMIT}")

    assert (source.url, source.commit) == ("https://code.acme.example:8443/platform/platformctl", COMMIT)
    assert json.loads(scalar(source.url)) == source.url
