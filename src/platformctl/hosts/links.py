"""Finds the next page of a list: by the Link header (RFC 8288), or by the number that GitLab gives."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

_LINK = re.compile(r"<(?P<target>[^<>]*)>(?P<parameters>[^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s;,\"]+))", re.IGNORECASE)
_NUMBER = re.compile(r"[1-9][0-9]{0,8}")


def following(url: str, headers: Mapping[str, str]) -> str:
    """Return the address of the page after one, empty on the last.

    The number comes first: a GitLab behind a proxy that ends TLS may write links that begin with http.
    """
    number = headers.get("x-next-page", "")
    return numbered(url, number) if _NUMBER.fullmatch(number) else next_page(headers.get("link", ""))


def numbered(url: str, number: str) -> str:
    """Return the address of a page of the same list."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "page"]
    return parts._replace(query=urlencode([*query, ("page", number)])).geturl()


def next_page(header: str) -> str:
    """Return the address of the next page; empty on the last one."""
    for link in _LINK.finditer(header):
        rel = _REL.search(link["parameters"])
        if rel and "next" in (rel["quoted"] or rel["bare"] or "").lower().split():
            return link["target"]
    return ""
