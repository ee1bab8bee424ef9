"""platform.lock: what is written is read back, two branches merge by lines, anything else is refused by its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.slugs import SLUGS

from platformctl.errors import Usage
from platformctl.project.lock_file import Lock, Pinned, PinnedProvider, dump_lock, parse_lock

PATH = Path("platform.lock")
A, B = f"sha256:{'a' * 64}", f"sha256:{'b' * 64}"
LINES = (
    f"module db@1.2.0 {A} from builtin",
    f"pack builtin@1.0.0 {B} from ./packs/builtin",
    f"provider registry.terraform.io/hashicorp/aws@5.100.0 h1:abc+/= zh:{'0' * 64}",
    "render-format 1",
    "tool checkov 3.3.30",
)
DIGESTS = st.integers(0, 2**256 - 1).map("{:064x}".format)
VERSIONS = st.tuples(*[st.integers(0, 999)] * 3).map(lambda parts: ".".join(map(str, parts)))
ITEMS = st.builds("{}@{}".format, SLUGS, VERSIONS)
PINS = st.dictionaries(
    ITEMS,
    st.builds(Pinned, DIGESTS.map("sha256:{}".format), st.sampled_from(["builtin", "./catalog", "a/b.c"])),
    max_size=4,
)
SOURCES = st.builds("{}.io/{}/{}".format, SLUGS, SLUGS, SLUGS)
HASHES = st.lists(DIGESTS.map("zh:{}".format), min_size=1, max_size=3, unique=True).map(tuple)
PROVIDERS = st.dictionaries(SOURCES, st.builds(PinnedProvider, VERSIONS, HASHES), max_size=3)
LOCKS = st.builds(Lock, PINS, PINS, PROVIDERS, st.dictionaries(st.text("abcxyz", min_size=1, max_size=9), VERSIONS))


def refusal(text: str) -> str:
    with pytest.raises(Usage) as refused:
        parse_lock(text, PATH)
    return refused.value.detail


def complaint(text: str) -> str:
    """Return what is said against a text, and the path alone where nothing is."""
    try:
        return str(PATH) if parse_lock(text, PATH) else ""
    except Usage as refused:
        return refused.detail


@given(LOCKS)
def test_what_is_written_is_read_back(lock: Lock) -> None:
    assert parse_lock(dump_lock(lock), PATH) == lock


@given(LOCKS)
def test_the_lines_are_sorted_and_one_per_item(lock: Lock) -> None:
    lines = dump_lock(lock).splitlines()

    assert lines == sorted(set(lines))


@given(PINS, PINS)
def test_the_lines_of_two_branches_are_one_lock(ours: dict[str, Pinned], theirs: dict[str, Pinned]) -> None:
    merged = sorted({*dump_lock(Lock(ours)).splitlines(), *dump_lock(Lock({**theirs, **ours})).splitlines()})

    assert parse_lock("\n".join(merged), PATH).modules == {**theirs, **ours}


def test_the_same_line_twice_is_one_item() -> None:
    assert parse_lock("\n".join([*LINES, LINES[0]]), PATH) == parse_lock("\n".join(LINES), PATH)


@pytest.mark.parametrize(
    "line",
    [
        f"module db@1.2.0 {B} from builtin",
        f"module db@1.2.0 {A} from ./catalog",
        f"pack builtin@1.0.0 {A} from ./packs/builtin",
        f"provider registry.terraform.io/hashicorp/aws@5.101.0 zh:{'1' * 64}",
        "tool checkov 3.3.31",
        "render-format 2",
    ],
)
def test_two_lines_that_say_different_things_of_one_item_are_refused(line: str) -> None:
    assert refusal("\n".join([*LINES, line])).startswith("platform.lock:6 ")


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "<<<<<<< HEAD",
        "=======",
        "# a comment",
        f"module db@1.2.0 {A} from builtin ",
        f" module db@1.2.0 {A} from builtin",
        f"module db@1.2 {A} from builtin",
        f"module db@\u0661.2.0 {A} from builtin",
        f"module DB@1.2.0 {A} from builtin",
        f"module ../x@1.2.0 {A} from builtin",
        f"module db@1.2.0 sha256:{'a' * 63} from builtin",
        f"module db@1.2.0 {A.upper()} from builtin",
        f"module db@1.2.0 {A} from built in",
        f'module db@1.2.0 {A} from "builtin"',
        "provider registry.terraform.io/hashicorp/aws@5.100.0",
        'provider registry.terraform.io/hashicorp/aws@5.100.0 h1:"',
        f"provider aws@5.100.0 zh:{'0' * 64}",
        "render-format one",
        "render-format \u0661",
        "tool checkov",
        "modul db@1.2.0",
    ],
)
def test_a_line_that_is_none_of_ours_is_named(line: str) -> None:
    assert refusal("\n".join([*LINES[:2], line, *LINES[2:]])).startswith("platform.lock:3 is not one of")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert complaint(text).startswith("platform.lock")


def test_line_ends_of_other_systems_are_read() -> None:
    assert parse_lock("\r\n".join(LINES), PATH) == parse_lock("\n".join(LINES), PATH)


def test_another_render_format_is_refused() -> None:
    assert "render-format 2; this platformctl speaks 1" in refusal("render-format 2\n")


def test_a_lock_without_its_format_says_so() -> None:
    assert refusal(f"{LINES[0]}\n") == "platform.lock has no line render-format."
