"""Reads the Link header, by which hosts name the next page (RFC 8288)."""

import re

_LINK = re.compile(r"<(?P<target>[^<>]*)>(?P<parameters>[^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s;,\"]+))", re.IGNORECASE)


def next_page(header: str) -> str:
    """Return the address of the next page; empty on the last one."""
    for link in _LINK.finditer(header):
        rel = _REL.search(link["parameters"])
        if rel and "next" in (rel["quoted"] or rel["bare"] or "").lower().split():
            return link["target"]
    return ""
