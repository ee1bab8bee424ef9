"""A proxy of an organisation: takes CONNECT, passes bytes on to one host, and keeps what it could read."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Proxy:
    """What it was asked for, and what it saw pass."""

    def __init__(self, behind: int, refuses: bytes = b"") -> None:
        self.behind = behind
        self.refuses = refuses
        self.asked: list[str] = []
        self.seen = b""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"

    def serve(self) -> None:
        with suppress(OSError):  # closed at the end
            while True:
                client, _ = self.listening.accept()
                threading.Thread(target=self.connected, args=(client,), daemon=True).start()

    def connected(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(65_536)
            self.seen += head
            self.asked.append(head.partition(b"\r\n")[0].decode())
            if self.refuses:
                client.sendall(b"HTTP/1.1 " + self.refuses + b"\r\nContent-Length: 0\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", self.behind)) as host:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                back = threading.Thread(target=self.passed, args=(host, client), daemon=True)
                back.start()
                self.passed(client, host)
                back.join(60)

    def passed(self, from_: socket.socket, to: socket.socket) -> None:
        with suppress(OSError):
            while some := from_.recv(65_536):
                self.seen += some
                to.sendall(some)
            to.shutdown(socket.SHUT_WR)


@contextmanager
def proxied(behind: int, refuses: bytes = b"") -> Iterator[Proxy]:
    """Run a proxy in front of a port of this machine."""
    proxy = Proxy(behind, refuses)
    threading.Thread(target=proxy.serve, daemon=True).start()
    try:
        yield proxy
    finally:
        with suppress(OSError):
            proxy.listening.shutdown(socket.SHUT_RDWR)
        proxy.listening.close()
