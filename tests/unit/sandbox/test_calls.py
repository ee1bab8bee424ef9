"""What a request asks of the cloud, read off its bytes."""

import io
import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from platformctl.sandbox.emulator.calls import FORM, Call, RequestLog, call_of

SIGNED = "AWS4-HMAC-SHA256 Credential=sandbox/20260101/eu-central-1/{}/aws4_request, SignedHeaders=host, Signature=0"


def request(body: bytes = b"", **headers: str) -> dict[str, Any]:
    given_headers = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_LENGTH": str(len(body)), **headers}
    return {**given_headers, "wsgi.input": io.BytesIO(body)}


def test_a_json_service_names_its_action_in_a_header() -> None:
    asked = request(HTTP_AUTHORIZATION=SIGNED.format("kms"), HTTP_X_AMZ_TARGET="TrentService.DescribeKey")

    assert call_of(asked) == Call("kms", "eu-central-1", "DescribeKey", is_form=False)


def test_a_query_service_names_its_action_in_the_form_which_stays_readable() -> None:
    body = b"Action=CreateDBInstance&Version=2014-10-31"
    asked = request(body, HTTP_AUTHORIZATION=SIGNED.format("rds"), CONTENT_TYPE=FORM)

    call = call_of(asked)

    assert call == Call("rds", "eu-central-1", "CreateDBInstance", is_form=True)
    assert asked["wsgi.input"].read() == body


def test_a_rest_service_is_named_by_method_and_path() -> None:
    asked = request(HTTP_AUTHORIZATION=SIGNED.format("s3"), REQUEST_METHOD="PUT", PATH_INFO="/bucket")

    assert call_of(asked).action == "PUT /bucket"


@given(
    body=st.binary(), authorization=st.text(), target=st.text(), kind=st.sampled_from([FORM, "application/json", ""])
)
def test_no_request_however_odd_breaks_the_reading(body: bytes, authorization: str, target: str, kind: str) -> None:
    asked = request(body, HTTP_AUTHORIZATION=authorization, HTTP_X_AMZ_TARGET=target, CONTENT_TYPE=kind)

    call = call_of(asked)

    assert call.action
    assert asked["wsgi.input"].read() == body


def test_the_log_has_a_line_for_each_call(tmp_path: Path) -> None:
    log = RequestLog(tmp_path / "requests.log")
    log.started("abc")
    log.write(Call("sqs", "eu-central-1", "CreateQueue", is_form=False), 200)
    log.crashed(Call("sqs", "eu-central-1", "Sing", is_form=False), NotImplementedError("no voice"))
    log.close()

    first, second, third = map(json.loads, (tmp_path / "requests.log").read_text().splitlines())

    assert first["started"] == "abc"
    assert (second["service"], second["action"], second["status"]) == ("sqs", "CreateQueue", 200)
    assert third["unanswered"] == "NotImplementedError('no voice')"
    assert third["trace"] == ""
