"""The address of a host's API: https, and one host; what points elsewhere is not asked."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from platformctl.errors import Usage
from platformctl.hosts.wire import LOOPBACK

_PORTS = {"https": 443, "http": 80}
_CLEAN = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class Address:
    """Where an API begins."""

    base: str

    def to(self, path: str) -> str:
        """Return the address of a path below it."""
        return f"{self.base.rstrip('/')}/{path.lstrip('/')}" if path else self.base

    def is_home_of(self, url: str) -> bool:
        """Say whether another address is one of the same host: the token goes nowhere else."""
        return bool(_CLEAN.fullmatch(url)) and _origin(url) == _origin(self.base)

    def next_to(self, url: str, reference: str) -> str:
        """Return what a reference in an answer points to; empty where that is another host."""
        target = urljoin(url, reference)
        return target if self.is_home_of(target) else ""


def address(said: str, variable: str) -> Address:
    """Take an address from a job's variable; Usage unless it is https, or this very machine."""
    parts = _split(said)
    nearby = parts is not None and parts.scheme == "http" and parts.hostname in LOOPBACK
    if parts is None or not (parts.scheme == "https" or nearby) or parts.username or parts.query or parts.fragment:
        raise Usage(
            "Not the address of a code host",
            detail=f"{variable} must be an https address without user and query.",
            hint=f"echo ${variable}",
        )
    return Address(said)


def _split(said: str) -> SplitResult | None:
    try:
        parts = urlsplit(said)
        is_whole = bool(_CLEAN.fullmatch(said) and parts.hostname) and parts.port != 0  # reading the port checks it
        return parts if is_whole else None
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str, int] | None:
    parts = _split(url)
    if parts is None or parts.username:
        return None
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
