"""Asking over HTTP: a stranger on the port is never taken for the emulator."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from platformctl.sandbox import questions

Stranger = Callable[[bytes, int], int]


@pytest.fixture
def stranger() -> Iterator[Stranger]:
    """A server that answers everything with the given bytes; its port is returned."""
    servers: list[HTTPServer] = []

    def start(body: bytes, status: int) -> int:
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Location", "http://192.0.2.1/elsewhere")
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.do_GET()

            def log_message(self, *_: object) -> None:
                pass

        servers.append(HTTPServer(("127.0.0.1", 0), Answers))
        threading.Thread(target=servers[-1].serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return servers[-1].server_address[1]

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 200),
        (b"<html>hello</html>", 200),
        (b'{"id": "abc"}', 200),
        (b'{"id": "abc", "pid": 1, "version": "0", "more": 1}', 200),
        (b'{"id": "abc", "pid": 1, "version": "0"}', 500),
        (b'{"id": "abc", "pid": 1, "version": "0"}', 302),
        (b"x" * 100_000, 200),
    ],
)
def test_what_is_not_our_answer_is_nobody(stranger: Stranger, body: bytes, status: int) -> None:
    assert questions.who_answers(stranger(body, status), 2) is None


def test_our_answer_is_understood_and_no_proxy_is_asked(stranger: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    port = stranger(b'{"id": "abc", "pid": 7, "version": "0"}', 200)
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:1")

    answer = questions.who_answers(port, 2)

    assert answer is not None
    assert (answer.id, answer.pid) == ("abc", 7)


def test_nobody_answers_where_nobody_listens() -> None:
    assert questions.who_answers(1, 0.2) is None


def test_a_stranger_who_is_asked_to_stop_only_hears_a_path_it_does_not_know(stranger: Stranger) -> None:
    port = stranger(b'{"id": "abc", "pid": 7, "version": "0"}', 200)

    questions.ask_to_stop(port, "abc", 2)

    assert questions.who_answers(port, 2) is not None
