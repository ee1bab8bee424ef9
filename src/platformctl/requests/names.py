"""Cloud names: `<org>-<env>-<name>`, cut to the type's limit with a hash where needed; computed once, then kept."""

import hashlib
from collections.abc import Mapping

from platformctl.catalog.contract import CloudName, Contract
from platformctl.project.platform_file import Platform

HASH_LENGTH = 8


def cloud_names(contract: Contract, platform: Platform, environment: str, name: str) -> Mapping[str, str]:
    """Return the name of each thing that the contract wants named."""
    cloud = platform.environments[environment].cloud
    place = f"{cloud.account}/{cloud.region}" if cloud else ""
    full = f"{platform.organisation}-{environment}-{name}"
    salt = f"{place}/{platform.organisation}/{environment}/{contract.name}/{name}"
    return {key: fitted(full, rule, salt) for key, rule in contract.names.items()}


def fitted(name: str, rule: CloudName, salt: str) -> str:
    """Return `name`, or as much of it as fits beside a hash of where it belongs."""
    if not rule.unique and len(name) <= rule.limit:
        return name
    digest = hashlib.sha256(salt.encode()).hexdigest()[:HASH_LENGTH]
    return f"{name[: rule.limit - HASH_LENGTH - 1].rstrip('-')}-{digest}"
