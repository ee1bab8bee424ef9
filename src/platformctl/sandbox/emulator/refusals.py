"""Turns "the emulator can't do that" into an error that the service's own clients understand and don't retry."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from xml.sax.saxutils import escape

from .calls import Call

CODE = "NotImplementedByEmulator"


def refusal(call: Call, message: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer 501 in the service's own form."""
    kind, text = _body(call, f"{call.service} {call.action}: {message}")
    body = text.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("x-amzn-ErrorType", CODE)]
    start_response("501 Not Implemented", headers)
    return [body]


def _body(call: Call, message: str) -> tuple[str, str]:
    error = f"<Code>{CODE}</Code><Message>{escape(message)}</Message>"
    if call.service == "s3":
        return "application/xml", f"<Error>{error}</Error>"
    if call.service == "ec2":
        return (
            "text/xml",
            f"<Response><Errors><Error>{error}</Error></Errors><RequestID>emulator</RequestID></Response>",
        )
    if call.is_form:
        inner = f"<Type>Sender</Type>{error}"
        return "text/xml", f"<ErrorResponse><Error>{inner}</Error><RequestId>emulator</RequestId></ErrorResponse>"
    return "application/x-amz-json-1.1", json.dumps({"__type": CODE, "message": message})
