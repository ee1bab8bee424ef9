"""One request over HTTP and its answer. Follows nothing, reads no more than a bound, waits no longer than a bound."""

import http.client
import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from platformctl.hosts.lost import Endless, lost

SECONDS = 20
"""That the host may be silent."""
SECONDS_IN_ALL = 60
"""That one answer may take."""
MOST = 64 * 1024 * 1024
"""Bytes of an answer: a hundred comments of a host with large ones."""
_CHUNK = 65_536
_LENGTH = re.compile(r"[0-9]{1,15}")
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Ask:
    """A request. Its headers hold the token, so they are never shown."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    body: bytes | None = field(repr=False, default=None)


@dataclass(frozen=True)
class Answer:
    """What the host said."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes = field(repr=False, default=b"")


def exchange(ask: Ask) -> Answer:
    """Send a request and return the answer, whatever its status; raise Lost where there is none."""
    request = urllib.request.Request(ask.url, data=ask.body, method=ask.method)  # noqa: S310 - checked by `address`
    for name, value in ask.headers.items():
        request.add_unredirected_header(name, value)
    try:
        with _opener(ask.url).open(request, timeout=SECONDS) as answer:
            return _read(answer)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return _refused(refusal)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise lost(error) from error


def _opener(url: str) -> urllib.request.OpenerDirector:
    """Go through the proxy that the environment names, but not to this very machine."""
    nearby = urlsplit(url).hostname in LOOPBACK
    return urllib.request.build_opener(_NoRedirects, *([urllib.request.ProxyHandler({})] if nearby else []))


def _read(answer: Any) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status, headers, _bounded(answer))


def _refused(refusal: urllib.error.HTTPError) -> Answer:
    try:
        return _read(refusal)
    except (OSError, http.client.HTTPException) as error:
        raise lost(error) from error


def _bounded(answer: Any) -> bytes:
    """Read to the end, or to the announced length; a connection that was cut is not taken for the end."""
    announced = answer.headers.get("Content-Length", "")
    expected = int(announced) if _LENGTH.fullmatch(announced) and not answer.chunked else MOST
    until, parts, size = time.monotonic() + SECONDS_IN_ALL, [], 0
    while size < expected and (part := answer.read1(_CHUNK)):
        parts.append(part)
        size += len(part)
        if size > MOST or time.monotonic() > until:
            raise Endless
    if announced and size < expected:
        raise http.client.IncompleteRead(b"")
    return b"".join(parts)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Whether to go where the host sends us is not decided here."""

    def redirect_request(self, *_args: object) -> None:
        """Follow nothing."""
