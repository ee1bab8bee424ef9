"""The network module, applied for real: in every size, seen by an independent client, gone and made again."""

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.lifecycle.modules.conftest import World

pytestmark = [
    pytest.mark.lifecycle,
    pytest.mark.campaign,
]  # the ways of the product run in tests/lifecycle/test_*_path.py


def test_a_network_grows_and_shrinks_and_can_go_and_come_again(world: "World") -> None:
    core = world.write("prod/network/core", size="large")
    created = world.apply(core)
    vpc = world.outputs(core)["vpc_id"]
    large = services(world, vpc)

    world.write("prod/network/core", size="small")
    changed = world.apply(core)
    small = services(world, vpc)
    gone = world.run(core, "destroy", "-auto-approve")
    left = services(world, vpc)
    again = world.apply(core)
    gone_again = world.run(core, "destroy", "-auto-approve")

    assert (created, changed, gone, again, gone_again) == ((0, 0), (0, 0), 0, (0, 0), 0)
    assert len(large) == 13
    assert (small, left) == ({"dynamodb", "s3", "secretsmanager", "sqs"}, set())
    assert "/aws/vpc/flow-logs/acme-prod-core" not in str(world.client("logs").describe_log_groups())


def services(world: "World", vpc: str) -> set[str]:
    mine: list[dict[str, Any]] = [{"Name": "vpc-id", "Values": [vpc]}]
    told = world.client("ec2").describe_vpc_endpoints(Filters=mine)["VpcEndpoints"]
    return {each["ServiceName"].rpartition(".")[2] for each in told}
