"""Asks an object store for its time without writing anything: who only looks may not write."""

import urllib.request
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException

SECONDS = 5
"""That the answer may take."""


def store_time(address: str) -> datetime | None:
    """Return the time that stands in the answer of a signed address; None when there is none."""
    request = urllib.request.Request(address, headers={"Range": "bytes=0-0"})  # noqa: S310 - obstore made it
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            return parsedate_to_datetime(answer.headers["Date"])
    except (OSError, HTTPException, TypeError, ValueError):
        return None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What is signed for one host goes to no other."""

    def redirect_request(self, *_args: object) -> None:
        """Follow nothing."""
