"""The ground's ids: they stand in people's platform.yaml, so they never change."""

from pathlib import Path

import pytest

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import python_type
from platformctl.catalog.sources import builtin_folder
from platformctl.project.documents import read_document
from platformctl.project.validation import validated
from platformctl.sandbox.ground_ids import SANDBOX_CONTEXT, sandbox_context

MODULES = builtin_folder("modules")


def test_the_ids_are_what_they_always_were() -> None:
    assert SANDBOX_CONTEXT == {
        "network": {
            "vpc_id": "vpc-05a4db0c500000001",
            "private_subnet_ids": [
                "subnet-05a4db0c50000000a",
                "subnet-05a4db0c50000000b",
                "subnet-05a4db0c50000000c",
            ],
        },
        "key": {"arn": "arn:aws:kms:eu-central-1:123456789012:key/5a4db0c5-0000-4000-8000-000000000001"},
    }


def test_the_key_is_in_the_environments_region() -> None:
    assert ":kms:us-east-1:" in sandbox_context("us-east-1")["key"]["arn"]


@pytest.mark.parametrize("kind", ["db", "function", "queue"])
def test_the_ground_is_what_the_kinds_ask_for(kind: str) -> None:
    from pydantic import TypeAdapter

    contract = contract_of(MODULES / kind)

    accepted = [
        TypeAdapter(python_type(schema)).validate_python(SANDBOX_CONTEXT[name])
        for name, schema in contract.context.items()
    ]

    assert len(accepted) == len(contract.context) > 0


def contract_of(folder: Path) -> Contract:
    return validated(Contract, read_document(folder / "module.yaml"))
