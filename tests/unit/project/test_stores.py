"""Where states and records live: what an address may say, and what it may not, with the reason."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from platformctl.project.stores import DatabaseUrl, PostgresState, S3State, SchemaPrefix, Store

PLANTED = "planted-password"
BUCKET: dict[str, Any] = {"bucket": "acme-platform", "region": "eu-central-1"}


@pytest.mark.parametrize(
    "url",
    [
        "${env:PG_URL}",
        "postgresql://ci@db.acme.example/platform",
        "postgres://db.acme.example:5432/platform?sslmode=verify-full&sslrootcert=/etc/ssl/db.pem",
        "postgresql://ci@a.example:5432,b.example:5432/platform?target_session_attrs=read-write",
        "postgresql:///platform?host=/run/postgresql",
    ],
)
def test_a_database_is_named_by_a_variable_or_without_a_password(url: str) -> None:
    store = Store(postgres=PostgresState(url=url))

    assert store.postgres is not None
    assert (store.postgres.url, store.postgres.prefix) == (url, "platformctl")


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://ci:{PLANTED}@db/platform",
        f"postgresql://:{PLANTED}@db/platform",
        f"postgresql://ci@db/platform?password={PLANTED}",
        f"postgresql://ci@db/platform?PASSWORD={PLANTED}",
        f"postgresql://ci@db/platform?sslmode=require&pass%77ord={PLANTED}",
        f"postgresql://ci@db/platform?sslpassword={PLANTED}",
    ],
)
def test_a_password_is_refused_with_the_reason_and_never_repeated(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PostgresState(url=url)

    assert "Terraform writes it into .terraform/terraform.tfstate" in str(refused.value)
    assert PLANTED not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ci@db/platform",
        "postgresql://ci@db",
        "host=db dbname=platform",
        "postgresql://ci@db/platform?options=-csearch_path",
        "postgresql://ci@db/platform?service=other",
        'postgresql://ci@db/platform" }',
        "postgresql://[db/platform",
        "${env:lower}",
        "",
        7,
    ],
)
def test_anything_else_is_no_address_of_a_database(url: Any) -> None:
    with pytest.raises(ValidationError):
        PostgresState(url=url)


@pytest.mark.parametrize("prefix", ["Platform", "1st", "a-b", 'a"; drop', "x" * 32, ""])
def test_a_prefix_of_schemas_needs_no_quotes(prefix: str) -> None:
    with pytest.raises(ValidationError):
        PostgresState(url="${env:PG_URL}", prefix=prefix)


@given(st.text(max_size=60))
def test_no_address_and_no_prefix_can_end_a_string_of_terraforms(text: str) -> None:
    for kind in (DatabaseUrl, SchemaPrefix):
        try:
            accepted = TypeAdapter[str](kind).validate_python(text)
        except ValidationError:
            continue
        assert accepted.startswith("${env:") or not set(accepted) & set("\"\\${}\n\r\t\x00' ")


@pytest.mark.parametrize(
    "more",
    [
        {"prefix": "teams/payments.v2", "role": "arn:aws:iam::111111111111:role/state"},
        {"kms_key_id": "arn:aws:kms:eu-central-1:111111111111:key/5a4db0c5-0000-4000-8000-000000000001"},
        {"kms_key_id": "mrk-" + "0" * 32},
        {"endpoint": "https://objects.acme.example:9000"},
        {"endpoint": "http://127.0.0.1:5000"},
        {"endpoint": "http://[::1]:5000"},
    ],
)
def test_a_bucket_is_named_with_what_opens_it(more: dict[str, Any]) -> None:
    assert S3State(**BUCKET, **more).bucket == "acme-platform"


@pytest.mark.parametrize(
    "more",
    [
        {"endpoint": "http://objects.acme.example"},
        {"endpoint": "http://127.0.0.1.acme.example"},
        {"endpoint": "https://user@objects.acme.example"},
        {"endpoint": "https://objects.acme.example/path"},
        {"prefix": "/a"},
        {"prefix": "a/"},
        {"prefix": "a//b"},
        {"prefix": "../a"},
        {"kms_key_id": "alias/platform"},
        {"role": "arn:aws:iam::111111111111:user/me"},
    ],
)
def test_what_would_lead_elsewhere_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        S3State(**BUCKET, **more)
