"""What every store promises about reviews: the first one stays, none is anybody else's, rubbish is as if not there."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.records.event import Draft
from platformctl.records.local import LocalRecords
from platformctl.records.object_bucket import Objects
from platformctl.records.object_place import Bucket
from platformctl.records.objects import ObjectRecords
from platformctl.records.review import LARGEST, Review, read_reviews, write_review
from platformctl.records.routed import Routed
from platformctl.records.store import Records

STACK, OTHER = "dev/db/orders", "dev/db/carts"
DIGEST = f"sha256:{'a' * 64}"
COMMIT, NEXT = "1" * 40, "2" * 40


def review(stack: str = STACK, commit: str = COMMIT, at: str = "2026-11-24T10:00:00", **told: Any) -> Review:
    """Make a review."""
    fields: dict[str, Any] = {"meaning": {"size": "small"}, "who": "ci", "pipeline": "https://ci/1", **told}
    return Review(**{"stack": stack, "digest": DIGEST, "commit": commit, "at": at, **fields})


def test_a_review_comes_back_as_it_was(records: Records) -> None:
    kept = review(beside=(OTHER,), pull_request="7")

    assert records.keep_reviews([kept]) == ()

    assert records.reviews(STACK) == (kept,)


def test_the_first_review_of_a_commit_stays_and_another_one_is_told(records: Records) -> None:
    first, second = review(), review(meaning={"size": "large"}, at="2026-11-24T11:00:00")
    records.keep_reviews([first])

    assert records.keep_reviews([second]) == (first,)

    assert records.reviews(STACK) == (first,)


def test_the_same_seen_again_is_no_news(records: Records) -> None:
    records.keep_reviews([review()])

    assert records.keep_reviews([review(who="another job")]) == ()


def test_the_newest_review_comes_first_and_other_stacks_have_their_own(records: Records) -> None:
    old, new, other = review(), review(commit=NEXT, at="2026-11-25T10:00:00"), review(OTHER)

    records.keep_reviews([new, other, old])

    assert records.reviews(STACK) == (new, old)
    assert records.reviews(OTHER) == (other,)


def test_no_review_is_asked_for_and_none_is_there(records: Records) -> None:
    assert records.keep_reviews([]) == ()
    assert records.reviews(STACK) == ()


def test_reviews_go_with_a_story_that_has_moved(records: Records, make_holder: Callable[..., Any]) -> None:
    records.keep_reviews([review(), review(OTHER)])
    lease = records.claim(STACK, make_holder())
    records.append(Draft(STACK, "r1", "moved", {"to": "elsewhere"}), lease)

    records.forget(lease)

    assert records.reviews(STACK) == ()
    assert records.reviews(OTHER) == (review(OTHER),)


def test_each_environments_reviews_lie_in_its_store(local: LocalRecords, tmp_path: Path) -> None:
    prod = LocalRecords(tmp_path / "elsewhere", tmp_path / "home")
    routed = Routed({"dev": lambda: local, "prod": lambda: prod})

    routed.keep_reviews([review(), review("prod/db/orders")])

    assert routed.reviews("prod/db/orders") == prod.reviews("prod/db/orders") == (review("prod/db/orders"),)
    assert local.reviews(STACK) == (review(),)


@pytest.mark.parametrize(
    "planted",
    [
        b"",
        b"not json",
        b"[" * 100_000,
        b'{"stack": "dev/db/orders"}',
        write_review(review(OTHER)),
        write_review(review()).replace(b'"small"', b"Infinity"),
        write_review(review()).replace(b'"who"', b'"verdict": "good", "who"'),
        write_review(review()).replace(b"https://ci/1", b"https://ci/1\\n::error::x"),
        write_review(review()).replace(b"2026-11-24T10:00:00", b"\\u001b[31m"),
        write_review(review()).replace(b"1" * 40, b"../../../../etc/passwd"),
        write_review(review(meaning={"text": "x" * LARGEST})),
    ],
)
def test_what_is_no_review_of_the_stack_is_left_out(planted: bytes) -> None:
    assert read_reviews(STACK, [planted, write_review(review())]) == (review(),)


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(lambda value: json.dumps(value).encode()))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    assert read_reviews(STACK, [content]) == ()


def test_a_review_that_was_spoilt_in_the_database_is_left_out(local: LocalRecords, store: Path) -> None:
    local.keep_reviews([review(), review(commit=NEXT)])
    with closing(sqlite3.connect(store / "records.db", isolation_level=None)) as connection:
        connection.execute("update review set body = '{' where commit_id = ?", (COMMIT,))

    assert local.reviews(STACK) == (review(commit=NEXT),)


@pytest.mark.lifecycle
def test_a_review_adds_one_object_and_nothing_else(objects: ObjectRecords, place: Bucket) -> None:
    objects.keep_reviews([review()])

    keys = [entry.key for entry in Objects(place).list(place.prefix)]

    assert keys == [f"{place.prefix}/records/reviews/{STACK}/{'a' * 64}/{COMMIT}"]
