"""The provider versions that platformctl supports, each with the hashes that any machine may meet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformctl.errors import Usage

HASHES = Path(__file__).parent / "provider_hashes.json"
REGISTRY = "registry.terraform.io"


@dataclass(frozen=True)
class ProviderLock:
    """One provider as a lock file names it."""

    source: str
    """With its registry: `registry.terraform.io/hashicorp/aws`."""
    version: str
    hashes: tuple[str, ...]
    """Sorted, as Terraform writes them: `h1:` of unpacked packages, `zh:` of the zip of every platform."""


def supported_provider(source: str, version: str) -> ProviderLock:
    """Return the locked hashes of a provider version; the source may leave out the public registry."""
    full = source if source.count("/") == 2 else f"{REGISTRY}/{source}"
    versions = _hashes().get(full, {})
    if version not in versions:
        known = ", ".join(f"{name} {number}" for name, numbers in _hashes().items() for number in numbers)
        detail = (
            f"{source} {version} has no known hashes, so what is downloaded could not be checked. Supported: {known}."
        )
        raise Usage("Unsupported provider version", detail=detail, hint="platformctl catalog")
    return ProviderLock(full, version, tuple(versions[version]))


@cache
def _hashes() -> Mapping[str, Mapping[str, list[str]]]:
    """Read the table that ships in the wheel."""
    table: Mapping[str, Mapping[str, list[str]]] = json.loads(HASHES.read_bytes())
    return table
