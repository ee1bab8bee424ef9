"""A store said in one word, and put into the text of platform.yaml."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.projects import PLATFORM

from platformctl.errors import Usage
from platformctl.project.documents import parse_document
from platformctl.project.project import Project
from platformctl.project.store_edit import project_with, with_store
from platformctl.project.store_words import flow_of, parse_store, state_of, word_of
from platformctl.project.stores import LocalState, PostgresState, S3State, Store

BLOCK = """\
environments:
  # the desk
  desk:
    tier: dev
    state:   # not for long
      s3:
        bucket: acme-state
        region: eu-west-1   # far away
    # who may
    apply: anyone
  den: {tier: dev, state: {local: {}}, apply: anyone}   # for drills
"""
NAMED = st.from_regex(r"\A[a-z][a-z0-9]{2,12}\Z")
STORES = st.one_of(
    st.just(Store(local=LocalState())),
    st.builds(lambda prefix: Store(postgres=PostgresState(url="${env:PG_URL}", prefix=prefix)), NAMED),
    st.builds(lambda name: Store(postgres=PostgresState(url=f"postgresql://ci@db/{name}?sslmode=require")), NAMED),
    st.builds(
        lambda bucket, prefix, key: Store(
            s3=S3State(
                bucket=bucket, prefix=prefix, region="eu-west-1", kms_key_id=key, endpoint="https://store.example"
            )
        ),
        NAMED,
        st.one_of(st.just("platformctl"), st.builds("{}/{}".format, NAMED, NAMED)),
        st.one_of(st.none(), st.just("arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab")),
    ),
)


@given(store=STORES)
def test_every_store_has_a_word_that_reads_back_as_itself(store: Store) -> None:
    assert parse_store(word_of(store), "--to") == store
    assert parse_store(flow_of(store), "--to") == store


@given(store=STORES, text=st.sampled_from([BLOCK, PLATFORM]))
def test_only_the_environments_store_is_another_one_in_the_file(store: Store, text: str) -> None:
    edited = with_store(text, "desk", store)

    before, after = (parse_document(one.encode(), Path("platform.yaml")).data for one in (text, edited))
    assert after["environments"]["desk"]["state"] == state_of(store)
    assert {**before["environments"], "desk": None} == {**after["environments"], "desk": None}


def test_comments_and_everything_else_stay_to_the_byte() -> None:
    edited = with_store(BLOCK, "desk", parse_store("postgres=${env:PG_URL}", "--to"))

    assert edited == (
        "environments:\n  # the desk\n  desk:\n    tier: dev\n"
        '    state: {postgres: {url: "${env:PG_URL}"}}   # far away\n'
        "    # who may\n    apply: anyone\n"
        "  den: {tier: dev, state: {local: {}}, apply: anyone}   # for drills\n"
    )


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("pg", "It is one of: local"),
        ("local=x", "It is one of: local"),
        ("s3=acme-state", "region"),
        ("s3=acme-state?region=eu-west-1&colour=red", "colour"),
        ("postgres=mysql://db/x", "must match"),
        ("{local: {}, s3: {bucket: acme-state, region: eu-west-1}}", "exactly one"),
    ],
)
def test_what_is_no_store_is_told_with_what_would_be_one(word: str, why: str) -> None:
    with pytest.raises(Usage, match="Not a store") as refused:
        parse_store(word, "--to")

    assert why in refused.value.detail


@pytest.mark.parametrize(
    "word", ["postgres=postgresql://ci:hunter2@db/x", '{postgres: {url: "postgresql://c:hunter2@d/x"}}']
)
def test_a_password_is_refused_and_not_repeated(word: str) -> None:
    with pytest.raises(Usage, match="Not a store") as refused:
        parse_store(word, "--to")

    assert "hunter2" not in refused.value.detail


def test_a_store_that_an_environment_may_not_have_is_refused_before_anything_moves(project: Project) -> None:
    text = (project.root / "platform.yaml").read_text("utf-8")

    with pytest.raises(Usage, match="not valid") as refused:
        project_with(project, with_store(text, "prod", parse_store("local", "--to")))

    assert "one machine alone" in refused.value.detail
