"""backend.tf: the place of a stack's state as Terraform's own backends read it, and nothing secret."""

import hashlib
from collections.abc import Mapping
from typing import Any

import pytest
from tests.unit.projects import note_module

from platformctl.project.lock_file import Lock
from platformctl.project.platform_file import Environment
from platformctl.stacks.backend import state_key, state_schema
from platformctl.stacks.render import HEADER, render
from platformctl.stacks.stack_id import StackId

STACK = StackId("live", "note", "one")
SCHEMA = f"platformctl_{hashlib.sha256(b'live/note/one').hexdigest()[:16]}"
POSTGRES = f"""\
    schema_name = "{SCHEMA}"
"""
S3 = """\
    bucket       = "acme-platform"
    key          = "platformctl/state/live/note/one/terraform.tfstate"
    region       = "eu-central-1"
    encrypt      = true
    use_lockfile = true
"""
ROLE = "arn:aws:iam::111111111111:role/state"
KEY = "5a4db0c5-0000-4000-8000-000000000001"
ALL = f"""\
    bucket                      = "acme-platform"
    key                         = "a/b/state/live/note/one/terraform.tfstate"
    region                      = "eu-central-1"
    encrypt                     = true
    use_lockfile                = true
    kms_key_id                  = "{KEY}"
    assume_role                 = {{ role_arn = "{ROLE}" }}
    endpoints                   = {{ s3 = "http://127.0.0.1:5000" }}
    use_path_style              = true
    skip_credentials_validation = true
    skip_metadata_api_check     = true
    skip_region_validation      = true
    skip_requesting_account_id  = true
"""
BUCKET: Mapping[str, Any] = {"bucket": "acme-platform", "region": "eu-central-1"}
EVERYTHING = {**BUCKET, "prefix": "a/b", "kms_key_id": KEY, "role": ROLE, "endpoint": "http://127.0.0.1:5000"}


def backend(state: Mapping[str, Any]) -> str:
    """Render the note's backend.tf in an environment with that store."""
    environment = Environment.model_validate({"tier": "prod", "state": state})
    return render(STACK, note_module().contract, {}, environment, Lock())["backend.tf"].decode()


@pytest.mark.parametrize(
    ("type_", "state", "settings"),
    [
        ("pg", {"postgres": {"url": "${env:PG_URL}"}}, POSTGRES),
        ("pg", {"postgres": {"url": "postgresql://ci@db/p", "prefix": "platformctl"}}, POSTGRES),
        ("s3", {"s3": BUCKET}, S3),
        ("s3", {"s3": EVERYTHING}, ALL),
    ],
)
def test_each_store_is_named_as_terraform_reads_it(type_: str, state: Mapping[str, Any], settings: str) -> None:
    text = backend(state)

    assert text == f'{HEADER}\n\nterraform {{\n  backend "{type_}" {{\n{settings}  }}\n}}\n'


def test_stacks_and_prefixes_never_share_a_place() -> None:
    other = StackId("live", "note", "two")

    assert len({state_schema(one, prefix) for one in (STACK, other) for prefix in ("a", "b")}) == 4
    assert len({state_key(one, prefix) for one in (STACK, other) for prefix in ("a", "b")}) == 4


def test_the_longest_schema_name_is_one_that_postgres_keeps_whole() -> None:
    assert len(state_schema(STACK, "p" * 31)) < 64
