"""A host that is silent, that never ends, or that breaks off: no answer is taken for one."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from platformctl.hosts import wire
from platformctl.hosts.lost import Lost
from platformctl.hosts.wire import Ask, exchange

Serve = Callable[[socket.socket], object]


@pytest.fixture
def port() -> Iterator[Callable[[Serve], str]]:
    """Give what serves one connection and returns its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def begin(serve: Serve) -> str:
        def once() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                connection.recv(65_536)
                serve(connection)

        threads.append(threading.Thread(target=once, daemon=True))
        threads[-1].start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/"

    yield begin
    for thread in threads:
        thread.join(10)
    listening.close()


def says(text: bytes) -> Serve:
    """Answer with these very bytes, and hang up."""
    return lambda connection: connection.sendall(text)


def lost(url: str) -> str:
    """Ask, and return why there is no answer."""
    with pytest.raises(Lost) as raised:
        exchange(Ask("GET", url))
    return str(raised.value)


def test_a_host_that_says_nothing_is_given_up(port: Callable[[Serve], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SECONDS", 0.2)

    why = lost(port(lambda connection: connection.recv(1)))

    assert why == "no answer in time"


def test_an_answer_that_drips_is_given_up(port: Callable[[Serve], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "SECONDS_IN_ALL", 0.0)

    why = lost(port(says(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")))

    assert why == "the answer does not end"


def test_an_answer_without_an_end_is_not_kept(port: Callable[[Serve], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MOST", 1000)

    why = lost(port(says(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000)))

    assert why == "the answer does not end"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "it hung up without an answer"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "what answers does not speak HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n[]", "the answer broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n[]", "the answer broke off"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 50\r\n\r\n<html>", "the answer broke off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n[", "the answer broke off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno\r\n[", "the answer broke off"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 500 + b"\r\n", "what answers does not speak HTTP"),
    ],
)
def test_what_is_no_whole_answer_is_none(port: Callable[[Serve], str], text: bytes, why: str) -> None:
    assert lost(port(says(text))) == why


def test_what_does_not_speak_tls_is_told(port: Callable[[Serve], str]) -> None:
    plain = port(says(b"HTTP/1.1 400 Bad Request\r\n\r\n"))

    assert lost(plain.replace("http:", "https:")).startswith("TLS failed: ")


@pytest.mark.parametrize(
    "text",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\n[]",
    ],
)
def test_a_whole_answer_is_read(port: Callable[[Serve], str], text: bytes) -> None:
    assert exchange(Ask("GET", port(says(text)))).body == b"[]"
