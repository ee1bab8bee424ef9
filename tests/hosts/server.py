"""A code host in this process: speaks HTTP as the real ones do, faults included; each protocol is a subclass."""

import json
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """By their names as titles: `User-Agent`."""
    body: bytes = b""

    @property
    def content(self) -> Any:
        """What was sent as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """An answer as it is sent."""

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None

    @property
    def bytes(self) -> bytes:
        """The body."""
        if self.raw is not None:
            return self.raw
        return b"" if self.content is None else json.dumps(self.content).encode()


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong once, with the first request that fits."""

    reply: Reply | None = None
    """None: the connection is cut in the middle of the answer."""
    method: str = ""
    path: str = ""
    after_doing: bool = False
    """The host does what it is asked for, and only the answer is lost."""
    gate: threading.Barrier | None = None
    """All who meet this fault wait for each other."""

    def fits(self, seen: Seen) -> bool:
        return self.method in {"", seen.method} and bool(re.search(self.path, seen.path))


def page(status: int) -> Reply:
    """The error page of a proxy in front of the host."""
    text = b"<html><body><h1>Bad gateway</h1>::error::&lt;script&gt;</body></html>"
    return Reply(status, headers={"Content-Type": "text/html"}, raw=text)


Route = tuple[str, str, Callable[..., Reply]]


class Host:
    """A host with its state, what was asked of it, and what will go wrong."""

    always: Mapping[str, str] = {}
    """Headers of each of its answers."""

    def __init__(self) -> None:
        self.url = ""
        self.port = 0
        self.seen: list[Seen] = []
        self.faults: list[Fault] = []
        self.lock = threading.Lock()

    def routes(self) -> Sequence[Route]:
        raise NotImplementedError

    def refusal(self, seen: Seen) -> Reply | None:
        """What is said to somebody without a good token."""
        raise NotImplementedError

    def asked(self, method: str, path: str = "") -> list[Seen]:
        return [one for one in self.seen if one.method == method and re.search(path, one.path)]

    def fault_of(self, seen: Seen) -> Fault | None:
        with self.lock:
            self.seen.append(seen)
            found = next((fault for fault in self.faults if fault.fits(seen)), None)
            if found:
                self.faults.remove(found)
            return found

    def answer(self, seen: Seen) -> Reply:
        refused = self.refusal(seen)
        if refused:
            return refused
        for method, pattern, function in self.routes():
            match = re.fullmatch(pattern, seen.path)
            if match and method == seen.method:
                with self.lock:
                    return function(seen, *match.groups())
        return Reply(404, {"message": "Not Found"})


@contextmanager
def served(host: Host, name: str = "") -> Iterator[Host]:
    """Serve a host on a port of this machine; one with a name by TLS, with the certificate that lies here."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            handled(self, host)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.port = server.server_address[1]
    host.url = f"https://{name}" if name else f"http://127.0.0.1:{host.port}"
    if name:
        server.socket = behind_tls(server.socket, name)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def behind_tls(listening: socket.socket, name: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_of(name))
    return context.wrap_socket(listening, server_side=True)


def certificate_of(name: str) -> Path:
    """A certificate that nobody trusts who was not told to, and its key; from 2020 to 2120, made with openssl."""
    return Path(__file__).with_name(f"{name}.pem")


def handled(handler: BaseHTTPRequestHandler, host: Host) -> None:
    parts = urlsplit(handler.path)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    seen = Seen(
        handler.command, parts.path, query, {name.title(): value for name, value in handler.headers.items()}, body
    )
    fault = host.fault_of(seen)
    done = host.answer(seen) if fault is None or fault.after_doing else None
    reply = fault.reply if fault else done
    if fault and fault.gate:
        fault.gate.wait(120)
    with suppress(OSError):  # the client may have given up
        (sent if reply else cut)(handler, reply or Reply(200), host.always)


def sent(handler: BaseHTTPRequestHandler, reply: Reply, always: Mapping[str, str]) -> None:
    handler.send_response(reply.status)
    for name, value in {"Content-Type": "application/json; charset=utf-8", **always, **reply.headers}.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(reply.bytes)))
    handler.end_headers()
    handler.wfile.write(reply.bytes)


def cut(handler: BaseHTTPRequestHandler, reply: Reply, _: Mapping[str, str]) -> None:
    """Announce more than comes."""
    handler.send_response(reply.status)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'[{"id": 1, "body": "half')
    handler.close_connection = True


def paged(found: Sequence[Any], seen: Seen, url: str, most: int) -> Reply:
    """One page of a list, with the links that name the others."""
    size, number = min(int(seen.query.get("per_page", 30)), most), int(seen.query.get("page", 1))
    part = found[(number - 1) * size : number * size]
    last = max(1, -(-len(found) // size))
    kept = "&".join(f"{name}={value}" for name, value in seen.query.items() if name != "page")

    def link(to: int, rel: str) -> str:
        return f'<{url}?{kept}&page={to}>; rel="{rel}"'

    links = ([link(number - 1, "prev")] if number > 1 else []) + ([link(number + 1, "next")] if number < last else [])
    return Reply(200, part, {"Link": ", ".join([*links, link(1, "first"), link(last, "last")])} if last > 1 else {})
