"""Why there is no answer: in words of ours, and whether asking again could change it."""

import http.client
import re
import ssl
import urllib.error

_TUNNEL = re.compile(r"Tunnel connection failed: ([0-9]{3})\b")
"""What `http.client` says where a proxy refuses; it has no type of its own for that."""
_PASSING = re.compile(r"5[0-9]{2}")
_PROXY = "see HTTPS_PROXY and NO_PROXY"
_CERTIFICATES = "set SSL_CERT_FILE to a file of the certificates that your organisation trusts"


class Lost(Exception):
    """The connection did not come about, or broke; nobody knows whether the host did what it was asked for."""


class Barred(Lost):
    """There will be no connection, however often it is tried: something has to be set right first."""

    def __init__(self, why: str, hint: str) -> None:
        """Say why, and what to set right."""
        super().__init__(why)
        self.hint = hint


class Endless(http.client.HTTPException):
    """The answer is longer, or takes longer, than any that would be one."""


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "no answer in time"),
    (Endless, "the answer does not end"),
    (http.client.IncompleteRead, "the answer broke off"),
    (http.client.RemoteDisconnected, "it hung up without an answer"),
    (http.client.HTTPException, "what answers does not speak HTTP"),
)


def lost(error: Exception) -> Lost:
    """Translate what the system says; what the other side wrote is no part of it."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error  # what happens before the answer
    if isinstance(cause, UnicodeError):
        return Barred("its name can be no host's", "")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Barred(f"its certificate is not trusted ({cause.verify_message})", _CERTIFICATES)
    if isinstance(cause, str | ValueError | http.client.InvalidURL):  # our own addresses were read before
        return Barred("the proxy's address is none", _PROXY)
    return _from_proxy(str(cause)) or Lost(_said(cause))


def _from_proxy(text: str) -> Lost | None:
    refused = _TUNNEL.match(text)
    if not refused:
        return None
    why = f"the proxy refused with {refused[1]}"
    return Lost(why) if _PASSING.fullmatch(refused[1]) else Barred(why, _PROXY)


def _said(cause: object) -> str:
    if isinstance(cause, ssl.SSLError):
        reason: str = getattr(cause, "reason", "") or type(cause).__name__
        return f"TLS failed: {reason.replace('_', ' ').lower()}"
    words = next((words for kind, words in _WORDS if isinstance(cause, kind)), "")
    return words or getattr(cause, "strerror", "") or type(cause).__name__
