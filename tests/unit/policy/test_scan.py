"""Addresses as checkov and Terraform write them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from platformctl.policy.scan import type_of, without_keys

KEYS = st.one_of(st.integers(0, 99).map(str), st.text(max_size=12).map(json.dumps))


@given(KEYS, KEYS)
def test_an_address_without_its_keys_is_the_one_in_the_code(module_key: str, key: str) -> None:
    address = f"module.this[{module_key}].aws_sqs_queue.main[{key}]"

    assert without_keys(address) == "module.this.aws_sqs_queue.main"


@given(KEYS)
def test_the_type_is_found_behind_any_key(key: str) -> None:
    assert type_of(f"module.this.aws_db_instance.this[{key}]") == "aws_db_instance"


def test_an_address_in_the_root_has_its_type_too() -> None:
    assert type_of("terraform_data.this") == "terraform_data"


def test_what_is_no_address_has_no_type() -> None:
    assert type_of("nothing") == ""
