"""A refusal is an error that each kind of client can read."""

import json
from collections.abc import Iterable
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from platformctl.sandbox.emulator.calls import Call
from platformctl.sandbox.emulator.refusals import CODE, refusal
from platformctl.sandbox.emulator.refusals import refused as refused_with

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))


def refused(call: Call, message: str) -> tuple[str, bytes]:
    statuses: list[str] = []
    body: Iterable[bytes] = refusal(call, message, lambda status, _headers: statuses.append(status))
    return statuses[0], b"".join(body)


def test_it_is_a_501_which_no_client_retries() -> None:
    status, _body = refused(Call("kms", "eu-central-1", "Sing", is_form=False), "no voice")

    assert status == "501 Not Implemented"


@given(message=words)
def test_json_services_get_json(message: str) -> None:
    _status, body = refused(Call("sqs", "eu-central-1", "Sing", is_form=False), message)

    assert json.loads(body) == {"__type": CODE, "message": f"sqs Sing: {message}"}


@given(message=words, service=st.sampled_from(["ec2", "s3", "rds"]))
def test_xml_services_get_xml(message: str, service: str) -> None:
    _status, body = refused(Call(service, "eu-central-1", "Sing", is_form=True), message)

    root = ElementTree.fromstring(body)
    assert root.findtext(".//Code") == CODE
    assert root.findtext(".//Message") == f"{service} Sing: {message}"


def test_a_fault_has_its_own_status_and_code() -> None:
    said: list[tuple[str, list[tuple[str, str]]]] = []
    call = Call("sqs", "eu-central-1", "CreateQueue", is_form=False)

    body = refused_with(call, 403, "AccessDenied", "no", lambda status, headers: said.append((status, headers)))

    assert json.loads(b"".join(body)) == {"__type": "AccessDenied", "message": "no"}
    assert said[0][0] == "403 Forbidden"
    assert ("x-amzn-ErrorType", "AccessDenied") in said[0][1]
