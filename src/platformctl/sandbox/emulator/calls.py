"""What a request asks of the cloud (service, region, action), and the log of all of them."""

import io
import json
import re
import threading
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

FORM = "application/x-www-form-urlencoded"
_SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")


@dataclass(frozen=True)
class Call:
    """One call of the cloud's API."""

    service: str
    region: str
    action: str
    is_form: bool
    """Query services send forms and expect XML."""


def call_of(environ: dict[str, Any]) -> Call:
    """Read the call off a request; the body stays readable."""
    scope = _SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
    region, service = scope.groups() if scope else ("", "unsigned")
    is_form = environ.get("CONTENT_TYPE", "").startswith(FORM)
    target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    action = target or (_form_action(environ) if is_form else "")
    return Call(service, region, action or f"{environ['REQUEST_METHOD']} {environ.get('PATH_INFO', '')}", is_form)


def _form_action(environ: dict[str, Any]) -> str:
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]


class RequestLog:
    """One JSON line per call: tests and people see what was asked of the cloud, and what it said."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()

    def started(self, identity: str) -> None:
        """Mark where a life of the emulator begins."""
        self._line(started=identity)

    def write(self, call: Call, status: int) -> None:
        """Record the answer to a call."""
        self._line(service=call.service, region=call.region, action=call.action, status=status)

    def crashed(self, call: Call, error: Exception) -> None:
        """Record why a call could not be answered."""
        trace = "" if isinstance(error, NotImplementedError) else traceback.format_exc()
        self._line(service=call.service, action=call.action, unanswered=repr(error), trace=trace)

    def close(self) -> None:
        """Write nothing further."""
        self._file.close()

    def _line(self, **fields: Any) -> None:
        with self._lock:
            self._file.write(json.dumps({"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **fields}) + "\n")
