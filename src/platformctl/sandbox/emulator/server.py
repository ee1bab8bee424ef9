"""The server: our own paths for status, stop and faults in front of moto, on a socket that the starter opened."""

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .calls import RequestLog, call_of
from .faults import Faults
from .refusals import refusal, refused

os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")  # read when moto's settings are first imported

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import BaseWSGIServer, make_server

from .mends import Mends

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]
SECONDS_TO_ANSWER = 0.1
"""Between the answer to a stop and the stop."""
STATUS, STOP, FAULTS = "/platformctl/status", "/platformctl/stop", "/platformctl/faults"


class Emulator:
    """The WSGI application: answers for itself, refuses what moto can't do, logs every call."""

    def __init__(self, moto: Application, record: dict[str, Any], log: RequestLog) -> None:
        self.moto = moto
        self.record = record
        self.log = log
        self.faults = Faults()
        self.stop: Callable[[], None] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        path = environ.get("PATH_INFO", "")
        if path == STATUS:
            return _json(start_response, self.record)
        if path == f"{STOP}/{self.record['id']}" and environ["REQUEST_METHOD"] == "POST":
            threading.Timer(SECONDS_TO_ANSWER, self.stop).start()
            return _json(start_response, {"stopping": self.record["id"]})
        if path == f"{FAULTS}/{self.record['id']}" and environ["REQUEST_METHOD"] == "PUT":
            return self._ordered(environ, start_response)
        return self._cloud(environ, start_response)

    def _ordered(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        try:
            self.faults.order(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        except ValueError as error:
            return _json(start_response, {"refused": str(error)}, "400 Bad Request")
        return _json(start_response, {"ordered": self.record["id"]})

    def _cloud(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        call = call_of(environ)

        def logged(status: str, *rest: Any) -> Any:
            self.log.write(call, int(status.split(maxsplit=1)[0]))
            return start_response(status, *rest)

        fault = self.faults.met(call)
        if fault:
            time.sleep(fault.latency)
        if fault and fault.status:
            return refused(call, fault.status, fault.code, fault.message, logged)
        try:
            answer = self.moto(environ, logged)
            if fault:
                time.sleep(fault.silence)
            return answer
        except Exception as error:  # noqa: BLE001 - logged; 501 ends the provider's call, a 500 is retried for minutes
            self.log.crashed(call, error)
            return refusal(call, str(error) or repr(error), logged)


class _Quiet(MotoRequestHandler):  # type: ignore[misc]  # moto has no types
    """The request log replaces werkzeug's lines."""

    def log(self, _type: str, _message: str, *_args: Any) -> None:
        """Say nothing."""


def serve(settings: dict[str, Any], record: dict[str, Any]) -> None:
    """Serve until told to stop."""
    mends = Mends(settings["ground"])

    def app_of(service: str) -> Any:
        mends.apply(service)
        return create_backend_app(service)

    log = RequestLog(Path(settings["folder"]) / "requests.log")
    log.started(record["id"])
    emulator = Emulator(DomainDispatcherApplication(app_of), record, log)
    server = _bound(settings["socket"], emulator)
    emulator.stop = server.shutdown
    server.serve_forever(poll_interval=0.1)


def _bound(descriptor: int, emulator: Emulator) -> BaseWSGIServer:
    with socket.socket(fileno=os.dup(descriptor)) as listener:
        host, port = listener.getsockname()
    os.environ["MOTO_PORT"] = str(port)
    return make_server(host, port, emulator, threaded=True, request_handler=_Quiet, fd=descriptor)


def _json(start_response: StartResponse, body: dict[str, Any], status: str = "200 OK") -> Iterable[bytes]:
    text = json.dumps(body).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(text)))])
    return [text]
