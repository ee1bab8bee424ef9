"""Whatever hostile people ask for, write or name is refused in words, or rendered as exactly that text; nothing runs.

Two hundred times here, two thousand in the campaign. What is accepted goes through Terraform in tests/lifecycle.
"""

import json
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.hostile.conftest import Ground
from tests.unit.hostile.door import Said, said
from tests.unit.hostile.words import ARGUMENTS, NESTED, TEXTS, documents
from tests.unit.projects import PLATFORM

FEW, MANY = 40, 400
"""Examples of each of five properties."""
Tell = Callable[[str, object], None]
counted = pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.campaign)])
OPTIONS = st.sampled_from(["--text", "--lines", "--copies", "--size", "--team", "--env", "--loud"])
KINDS = st.sampled_from(["note", "db", "queue"])
LOOKS = st.sampled_from(["show", "outputs", "history", "catalog", "render", "list", "destroy", "apply"])
FORMATS = st.sampled_from([(), ("--output", "json")])
REQUEST = """\
kind: note
name: one
environment: desk
module: note@1.0.0
team: writers
inputs:
  text: hello
  size: small
"""


def named(option: str, value: str) -> tuple[str, str]:
    return (option, value)


def created(kind: str, name: str, pairs: list[tuple[str, str]]) -> list[str]:
    return ["create", kind, name, *(word for pair in pairs for word in pair), "--plan-only"]


PAIRS = st.lists(st.builds(named, OPTIONS, ARGUMENTS), min_size=1, max_size=3)
WISHES = st.one_of(
    st.builds(created, ARGUMENTS, ARGUMENTS, st.lists(st.tuples(ARGUMENTS, ARGUMENTS), max_size=2)),
    st.builds(created, KINDS, ARGUMENTS, st.just([])),
    st.builds(created, st.just("note"), st.just("fine"), PAIRS),
    st.builds(created, st.just("note"), st.just("fine"), st.lists(st.tuples(st.just("--text"), ARGUMENTS), min_size=1)),
)


def many(count: int, tell: Tell, *strategies: Any) -> Callable[[Callable[..., None]], Callable[[], None]]:
    """Give a property so many examples, and tell how many it had."""
    chosen = settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
    drawn: Any = given(*strategies)

    def property_of(claim: Callable[..., None]) -> Callable[[], None]:
        tried = 0

        @wraps(claim)
        def one_more(**values: Any) -> None:
            nonlocal tried
            tried += 1
            claim(**values)

        def run() -> None:
            chosen(drawn(one_more))()
            tell("requests", f"{claim.__qualname__.partition('.')[0].removeprefix('test_')} {tried}")

        return run

    return property_of


def problems(answer: Said, *codes: int) -> list[object]:
    """Return what is wrong with an answer: its words, or a code that is not one of these."""
    return [*answer.faults, *([answer.code] if answer.code not in codes else [])]


@counted
def test_a_hostile_wish_is_refused_by_its_words_or_by_the_limit(
    full: Ground, count: int, record_property: Tell
) -> None:
    before = full.files()

    @many(count, record_property, WISHES, FORMATS)
    def claim(words: list[str], form: tuple[str, ...]) -> None:
        assert problems(said([*words, *form]), 0 if "-h" in words or "--help" in words else 64, 64, 3) == []

    claim()
    assert full.files() == before
    assert full.canaries() == []


@counted
def test_a_hostile_word_in_the_place_of_a_stack_is_refused(ground: Ground, count: int, record_property: Tell) -> None:
    before = ground.files()

    @many(count, record_property, LOOKS, st.lists(ARGUMENTS, min_size=1, max_size=2), FORMATS)
    def claim(command: str, words: list[str], form: tuple[str, ...]) -> None:
        assert problems(said([command, *words, *form]), 0, 64) == []

    claim()
    assert ground.files() == before
    assert ground.canaries() == []


@counted
def test_a_hostile_value_is_refused_or_rendered_as_exactly_that_text(
    ground: Ground, count: int, record_property: Tell
) -> None:
    benign = ground.files()
    values = "stacks/desk/note/one/terraform.tfvars.json"

    @many(count, record_property, TEXTS, st.lists(TEXTS, max_size=3))
    def claim(text: str, lines: list[str]) -> None:
        inputs = json.dumps({"text": text, "lines": lines, "size": "small"})
        ground.request.write_text(REQUEST.partition("inputs:")[0] + f"inputs: {inputs}\n", encoding="utf-8")
        answer = said(["render"])
        assert problems(answer, 0, 64) == []
        assert answer.code == 64 or as_rendered(ground) == [normal(text), [normal(line) for line in lines]]

    claim()
    ground.request.write_bytes(benign["stacks/desk/note/one/request.yaml"])
    changed = {name for name, content in ground.files().items() if content != benign.get(name)}
    assert said(["render"]).code == 0
    assert changed <= {values}
    assert ground.files() == benign
    assert ground.canaries() == []


@counted
def test_a_hostile_request_is_refused_or_read_and_the_others_still_stand(
    ground: Ground, count: int, record_property: Tell
) -> None:
    benign = ground.files()

    @many(count, record_property, documents(REQUEST), FORMATS)
    def claim(raw: bytes, form: tuple[str, ...]) -> None:
        ground.request.write_bytes(raw)
        assert problems(said(["render", *form]), 0, 64) == []
        assert problems(said(["render", "--check", *form]), 0, 64) == []
        assert problems(said(["show", "desk/note/one", *form]), 0, 64) == []
        assert problems(said(["list", *form]), 0) == []

    claim()
    ground.request.write_bytes(benign["stacks/desk/note/one/request.yaml"])
    assert said(["render"]).code == 0
    assert ground.files() == benign
    assert ground.canaries() == []


@counted
def test_a_hostile_platform_file_is_refused_or_read(ground: Ground, count: int, record_property: Tell) -> None:
    benign = ground.files()

    @many(
        count,
        record_property,
        st.one_of(documents(PLATFORM), NESTED.map(lambda value: json.dumps(value).encode())),
        FORMATS,
    )
    def claim(raw: bytes, form: tuple[str, ...]) -> None:
        ground.platform.write_bytes(raw)
        assert problems(said(["list", *form]), 0, 64) == []
        assert problems(said(["render", "--check", *form]), 0, 64) == []
        assert problems(said(["create", "note", "two", "--copies", "0", "--plan-only", *form]), 64) == []

    claim()
    ground.platform.write_text(PLATFORM, encoding="utf-8")
    assert ground.files() == benign
    assert ground.canaries() == []


def as_rendered(ground: Ground) -> list[Any]:
    """Return text and lines as Terraform reads them."""
    values = json.loads((ground.stack / "terraform.tfvars.json").read_bytes())
    return [values["text"], values["lines"]]


def normal(text: str) -> str:
    """Return a text as Terraform keeps it; surrogates that JSON writes in pairs are one character."""
    return unicodedata.normalize("NFC", text.encode("utf-16", "surrogatepass").decode("utf-16"))
