"""What we ask a running emulator over HTTP, never through a proxy."""

import http.client
import urllib.request
from contextlib import suppress

from pydantic import ValidationError

from platformctl.sandbox.address import url_of
from platformctl.sandbox.status import Answer

MOST = 4096
"""Bytes of an answer that we read: a stranger on the port may send anything."""


def who_answers(port: int, seconds: float) -> Answer | None:
    """Return what the emulator on `port` says of itself; None: nobody there, or somebody else."""
    try:
        return Answer.model_validate_json(_asked(f"{url_of(port)}/platformctl/status", "GET", seconds))
    except (OSError, http.client.HTTPException, ValidationError):
        return None


def ask_to_stop(port: int, identity: str, seconds: float) -> None:
    """Ask the emulator with this very id to end. Its end is the answer: it may be gone before its words arrive."""
    with suppress(OSError, http.client.HTTPException):
        _asked(f"{url_of(port)}/platformctl/stop/{identity}", "POST", seconds)


def _asked(url: str, method: str, seconds: float) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
    request = urllib.request.Request(url, method=method, data=b"" if method == "POST" else None)  # noqa: S310 - own address
    with opener.open(request, timeout=seconds) as answer:
        return bytes(answer.read(MOST))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Whoever sits on the port does not send us elsewhere."""

    def redirect_request(self, *_args: object) -> None:
        """Follow nothing."""
