"""The caller's account is held against the environment's; who does not answer is no proof."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from platformctl.cloud.caller import refuse_other_account
from platformctl.errors import Blocked, PlatformError

REGION = "eu-west-1"
IDENTITY = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::222222222222:user/me</Arn><UserId>me</UserId><Account>222222222222</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
DENIED = """<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>{}</Code><Message>hidden-message</Message></Error></ErrorResponse>"""


@contextmanager
def answering(status: int, body: str) -> Iterator[str]:
    """Stand in for STS at an address of this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted-secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)


def test_the_environments_own_account_is_let_in() -> None:
    with answering(200, IDENTITY) as endpoint:
        refuse_other_account("prod", "222222222222", REGION, endpoint=endpoint)


def test_another_account_is_blocked_and_both_are_named() -> None:
    with answering(200, IDENTITY) as endpoint, pytest.raises(Blocked, match="for another account") as refused:
        refuse_other_account("prod", "111111111111", REGION, endpoint=endpoint)

    assert "prod is account 111111111111" in refused.value.detail
    assert "belong to 222222222222" in refused.value.detail


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("ExpiredToken", "They have expired"),
        ("InvalidClientTokenId", "does not know them"),
        ("AccessDenied", "refused"),
    ],
)
def test_credentials_that_aws_refuses_are_no_proof(code: str, why: str) -> None:
    with answering(403, DENIED.format(code)) as endpoint, pytest.raises(PlatformError) as refused:
        refuse_other_account("prod", "111111111111", REGION, endpoint=endpoint)

    assert refused.value.exit_code == 1
    assert why in refused.value.detail
    assert code in refused.value.detail
    assert "hidden-message" not in refused.value.detail


def test_silence_is_no_proof() -> None:
    with pytest.raises(PlatformError, match="can't be reached") as refused:
        refuse_other_account("prod", "111111111111", REGION, endpoint="http://127.0.0.1:9")

    assert refused.value.exit_code == 1


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("AWS_ACCESS_KEY_ID", "", "Unable to locate credentials"),
        ("AWS_SECRET_ACCESS_KEY", "", "Partial credentials"),
        ("AWS_PROFILE", "missing", "could not be found"),
    ],
)
def test_missing_credentials_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, why: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(PlatformError, match="don't open AWS") as refused:
        refuse_other_account("prod", "111111111111", REGION, endpoint="http://127.0.0.1:9")

    assert why in refused.value.detail
    assert "planted-secret" not in refused.value.detail


def test_an_address_that_the_caller_names_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformctl.cloud import caller

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://evil.example")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://evil.example")

    assert caller._client(REGION, None).meta.endpoint_url == "https://sts.eu-west-1.amazonaws.com"
