"""The formats of JSON Schema that a contract may name, each with what says whether a text has it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from ipaddress import IPv4Address, IPv6Address
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID

Format = Literal["date", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"]

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOSTNAME = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*\Z")
_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_URI = re.compile(r"[a-z][a-z0-9+.-]*://[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


def in_format(name: Format) -> Callable[[str], str]:
    """Return what refuses a text that does not have the format."""

    def checked(text: str) -> str:
        if not _holds(_FORMATS[name], text):
            raise ValueError(f"must be {_CALLED[name]}")
        return text

    return checked


def _holds(claim: Callable[[str], object], text: str) -> bool:
    try:
        return bool(claim(text))
    except ValueError:
        return False


def _email(text: str) -> bool:
    local, at, host = text.rpartition("@")
    return bool(at and _LOCAL.match(local) and _HOSTNAME.match(host))


def _date(text: str) -> bool:
    return bool(_DATE.match(text) and date.fromisoformat(text))


_FORMATS: Mapping[Format, Callable[[str], object]] = {
    "date": _date,
    "email": _email,
    "hostname": _HOSTNAME.match,
    "ipv4": lambda text: text.isascii() and str(IPv4Address(text)),
    "ipv6": lambda text: "%" not in text and str(IPv6Address(text)),
    "uri": lambda text: _URI.match(text) and urlsplit(text).netloc,
    "uuid": lambda text: _UUID.match(text) and str(UUID(text)),
}
_CALLED: Mapping[Format, str] = {
    "date": "a date, as 2026-02-28",
    "email": "an e-mail address",
    "hostname": "a host name",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "uri": "a URI with a host, as https://example.com/x",
    "uuid": "a UUID",
}
