"""The fixed ids of the ground that every start of the emulator lays: platform.yaml names them and never changes."""

from collections.abc import Mapping
from typing import Any

ACCOUNT = "123456789012"
REGION = "eu-central-1"
VPC_ID = "vpc-05a4db0c500000001"
VPC_CIDR = "10.20.0.0/16"
SUBNETS: Mapping[str, str] = {
    "subnet-05a4db0c50000000a": "10.20.0.0/20",
    "subnet-05a4db0c50000000b": "10.20.16.0/20",
    "subnet-05a4db0c50000000c": "10.20.32.0/20",
}
"""Private subnets, one per zone, and their address ranges."""
KEY_ID = "5a4db0c5-0000-4000-8000-000000000001"
KEY_ALIAS = "alias/platformctl-sandbox"

GROUND: Mapping[str, Any] = {
    "vpc_id": VPC_ID,
    "vpc_cidr": VPC_CIDR,
    "subnets": dict(SUBNETS),
    "key_id": KEY_ID,
    "key_alias": KEY_ALIAS,
}
"""What the emulator is handed when it starts."""


def sandbox_context(region: str = REGION) -> dict[str, Any]:
    """Return the `context` of a sandbox environment in platform.yaml; the ground is the same in every region."""
    return {
        "network": {"vpc_id": VPC_ID, "private_subnet_ids": list(SUBNETS)},
        "key": {"arn": f"arn:aws:kms:{region}:{ACCOUNT}:key/{KEY_ID}"},
    }


SANDBOX_CONTEXT = sandbox_context()
