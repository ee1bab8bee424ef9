"""Why there is no answer: in words of ours, and whether it is worth asking again."""

import http.client
import socket
from urllib.error import URLError

import pytest

from platformctl.hosts.lost import Barred, lost


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (URLError(socket.gaierror(-2, "Name or service not known")), "Name or service not known"),
        (URLError(ConnectionRefusedError(111, "Connection refused")), "Connection refused"),
        (URLError(TimeoutError("timed out")), "no answer in time"),
        (URLError(OSError("Tunnel connection failed: 502 ::error::x")), "the proxy refused with 502"),
        (http.client.RemoteDisconnected("x"), "it hung up without an answer"),
        (http.client.BadStatusLine("::error::x"), "what answers does not speak HTTP"),
        (OSError("::error::x"), "OSError"),
    ],
)
def test_what_may_pass_is_no_bar_and_is_told_in_our_words(error: Exception, why: str) -> None:
    found = lost(error)

    assert str(found) == why
    assert not isinstance(found, Barred)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (URLError(OSError("Tunnel connection failed: 403 Forbidden")), "the proxy refused with 403"),
        (URLError("no host given"), "the proxy's address is none"),
        (ValueError("proxy URL with no authority: x"), "the proxy's address is none"),
        (http.client.InvalidURL("nonnumeric port: x"), "the proxy's address is none"),
        (UnicodeError("label empty or too long"), "its name can be no host's"),
    ],
)
def test_what_has_to_be_set_right_first_bars_the_way(error: Exception, why: str) -> None:
    found = lost(error)

    assert isinstance(found, Barred)
    assert str(found) == why
