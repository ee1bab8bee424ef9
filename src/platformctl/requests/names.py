"""Cloud names: `<org>-<env>-<name>`, cut to the type's limit with a hash where needed; computed once, then kept.

Two stacks of a kind never get one name. An organisation has no dash, so where the environment has none either, the
name can be read one way only; where it has one (`dev` + `eu-orders`, `dev-eu` + `orders`), where it ends like a hash,
and where several projects share the account, a hash of where the stack belongs is added.
"""

import hashlib
import re
from collections.abc import Mapping

from platformctl.catalog.contract import CloudName, Contract
from platformctl.project.platform_file import Platform

HASH_LENGTH = 8
_LIKE_HASHED = re.compile(rf"-[0-9a-f]{{{HASH_LENGTH}}}$")


def cloud_names(contract: Contract, platform: Platform, environment: str, name: str) -> Mapping[str, str]:
    """Return the name of each thing that the contract wants named."""
    cloud = platform.environments[environment].cloud
    place = f"{cloud.account}/{cloud.region}" if cloud else ""
    full = f"{platform.organisation}-{environment}-{name}"
    salt = "/".join((place, platform.organisation, platform.project or "", environment, contract.name, name))
    shared = platform.project is not None or "-" in environment or _LIKE_HASHED.search(full) is not None
    return {key: fitted(full, _alone(rule, shared=shared), salt) for key, rule in contract.names.items()}


def fitted(name: str, rule: CloudName, salt: str) -> str:
    """Return `name`, or as much of it as fits beside a hash of where it belongs."""
    if not rule.unique and len(name) <= rule.limit:
        return name
    digest = hashlib.sha256(salt.encode()).hexdigest()[:HASH_LENGTH]
    return f"{name[: rule.limit - HASH_LENGTH - 1].rstrip('-')}-{digest}"


def _alone(rule: CloudName, *, shared: bool) -> CloudName:
    return rule.model_copy(update={"unique": rule.unique or shared})
