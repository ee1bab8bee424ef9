"""The ground that every start lays in every region: one network of private subnets and one key, under fixed ids.

Objects are made directly, since moto's own `create` calls would give them random ids. Laid inside the backend's
constructor, so that nobody sees a backend without it, and moto's own reset lays it again.
"""

from typing import Any

ACCOUNT = "123456789012"


def lay_network(backend: Any, ground: dict[str, Any]) -> None:
    """Give an EC2 backend the network: private subnets in three zones, no way out."""
    from moto.ec2.models.vpcs import VPC

    network = VPC(backend, ground["vpc_id"], ground["vpc_cidr"], is_default=False)
    network.enable_dns_hostnames = True
    backend.vpcs[network.id] = network
    network.add_tag("Name", "platformctl-sandbox")
    backend.create_route_table(network.id, main=True)
    backend.create_network_acl(network.id, default=True)
    backend.create_security_group("default", "default VPC security group", vpc_id=network.id, is_default=True)
    for zone, (subnet_id, cidr) in zip(_zones(backend), ground["subnets"].items(), strict=False):
        _lay_subnet(backend, network.id, zone, subnet_id, cidr)


def _lay_subnet(backend: Any, vpc_id: str, zone: Any, subnet_id: str, cidr: str) -> None:
    from moto.ec2.models.subnets import Subnet

    subnet = Subnet(backend, subnet_id, vpc_id, cidr, None, zone, default_for_az=False, map_public_ip_on_launch=False)
    subnet.add_tag("Name", f"platformctl-sandbox-private-{zone.name}")
    backend.associate_default_network_acl_with_subnet(subnet_id, vpc_id)
    backend.subnets[zone.name][subnet_id] = subnet


def _zones(backend: Any) -> list[Any]:
    """Return three zones, one of them twice where the region has only two."""
    zones = list(backend.zones[backend.region_name])
    return (zones * 3)[:3]


def lay_key(backend: Any, ground: dict[str, Any]) -> None:
    """Give a KMS backend the environment's key and its alias."""
    key = backend.create_key(None, "ENCRYPT_DECRYPT", "SYMMETRIC_DEFAULT", "platformctl sandbox", None)
    del backend.keys[key.id]
    key.arn = key.arn.replace(key.id, ground["key_id"])
    key.id = ground["key_id"]
    backend.keys[key.id] = key
    backend.enable_key_rotation(key.id)
    backend.create_alias(key.id, ground["key_alias"])
