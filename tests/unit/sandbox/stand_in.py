"""Stands in for the emulator's interpreter: the real start, with a server of the standard library instead of moto."""

import importlib.util
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from socket import socket
from types import SimpleNamespace
from typing import Any


def serve(settings: dict[str, Any], record: dict[str, Any]) -> None:
    """Answer status and stop on the inherited socket."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._send(record)

        def do_POST(self) -> None:
            known = self.path == f"/platformctl/stop/{record['id']}"
            self._send({}, 200 if known else 404)
            self.server.told_to_stop |= known  # type: ignore[attr-defined]

        def _send(self, body: dict[str, Any], status: int = 200) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

    server = HTTPServer(("127.0.0.1", 0), Answers, bind_and_activate=False)
    server.told_to_stop = False  # type: ignore[attr-defined]
    server.socket = socket(fileno=settings["socket"])
    while not server.told_to_stop:  # type: ignore[attr-defined]
        server.handle_request()


def main(_isolated: str, start_file: str, settings_text: str) -> None:
    """Run the real start."""
    spec = importlib.util.spec_from_file_location("start", Path(start_file))
    assert spec is not None
    assert spec.loader is not None
    start = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(start)
    start.package_module = lambda _name: SimpleNamespace(serve=serve)  # type: ignore[attr-defined]
    start.main(settings_text)


if __name__ == "__main__":
    main(*sys.argv[1:])
