"""Turns a refusal into an error that the service's own clients understand: "the emulator can't do that", or a fault."""

import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from xml.sax.saxutils import escape

from .calls import Call

CODE = "NotImplementedByEmulator"


def refusal(call: Call, message: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer 501 in the service's own form, which no client tries again."""
    return refused(call, 501, CODE, f"{call.service} {call.action}: {message}", start_response)


def refused(call: Call, status: int, code: str, message: str, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with an error in the service's own form."""
    kind, text = _body(call, code, message)
    body = text.encode()
    headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("x-amzn-ErrorType", code)]
    start_response(f"{status} {HTTPStatus(status).phrase}", headers)
    return [body]


def _body(call: Call, code: str, message: str) -> tuple[str, str]:
    error = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
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
    return "application/x-amz-json-1.1", json.dumps({"__type": code, "message": message})
