"""Turns the caller's environment into the one that Terraform gets: what is known to be needed, and nothing else."""

from collections.abc import Mapping
from pathlib import Path

from platformctl.terraform.memory import collector_settings

_SYSTEM = frozenset(
    {"PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG"}
    | {"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS"}
)
_NETWORK = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"})
"""Passed in both cases of letters."""
_CERTIFICATES = "AWS_CA_BUNDLE"
_PREFIXES = ("LC_", "TF_TOKEN_")
_ENDPOINT = "AWS_ENDPOINT_URL"
_OURS = {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}


def child_environment(
    environ: Mapping[str, str],
    *,
    cli_config: Path,
    credentials: Mapping[str, str] | None = None,
    memory: int | None = None,
) -> dict[str, str]:
    """Build the whole environment; `memory` is what the machine has free, in bytes."""
    passed = {name: value for name, value in environ.items() if _passes(name)}
    ours = {**_OURS, "TF_CLI_CONFIG_FILE": str(cli_config), **collector_settings(memory)}
    return with_credentials({**passed, **ours}, credentials or {})


def with_credentials(environment: Mapping[str, str], credentials: Mapping[str, str]) -> dict[str, str]:
    """Add what opens the cloud. An endpoint of our own needs no certificates of the caller's.

    The provider builds AWS_CA_BUNDLE for every service client, which more than doubles a plan's time.
    """
    merged = {**environment, **credentials}
    if any(name.startswith(_ENDPOINT) for name in credentials) and _CERTIFICATES not in credentials:
        merged.pop(_CERTIFICATES, None)
    return merged


def _passes(name: str) -> bool:
    return name in _SYSTEM or name == _CERTIFICATES or name.upper() in _NETWORK or name.startswith(_PREFIXES)
