"""What a store in a bucket says no with, and what our requests look like: a server of a few lines answers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from platformctl.errors import PlatformError
from platformctl.records.event import Draft
from platformctl.records.object_bucket import Objects
from platformctl.records.object_place import Bucket, Keys
from platformctl.records.objects import ObjectRecords

STACK = "dev/db/orders"
KEYS = Keys("key-id", "secret", "token", datetime(2099, 1, 1, tzinfo=UTC))
Answer = tuple[int, str]


class Listener:
    """A server that gives the same answer to everything, and keeps what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def _answered(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                listener.asked.append((self.command, self.path, dict(self.headers)))
                status, words = listener.answer
                self.send_response(status)
                self.send_header("ETag", '"1"')
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words.encode())

            do_GET = do_PUT = do_POST = do_DELETE = _answered  # noqa: N815 - the library's names

            def log_message(self, *_words: object) -> None:
                """Keep quiet."""

        return Handler


Listen = Callable[[Answer], Listener]


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Start servers, and stop them."""
    begun: list[Listener] = []

    def started(answer: Answer) -> Listener:
        listener = Listener(answer)
        Thread(target=listener.server.serve_forever, daemon=True).start()
        begun.append(listener)
        return listener

    yield started
    for listener in begun:
        listener.server.shutdown()
        listener.server.server_close()


def place(address: str, **settings: Any) -> Bucket:
    return Bucket(**{**place_words(address), **settings})


def place_words(address: str) -> dict[str, Any]:
    words = {"name": "records", "prefix": "p", "region": "eu-central-1", "project": "acme/shop", "endpoint": address}
    return {**words, "credentials": lambda: KEYS}


def said(code: str) -> str:
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>secret words</Message></Error>"


@pytest.mark.parametrize(
    ("status", "code", "summary", "hint"),
    [
        (403, "AccessDenied", "The store refuses access", "aws sts get-caller-identity"),
        (400, "ExpiredToken", "The credentials for the store have expired", "aws sso login"),
        (403, "InvalidAccessKeyId", "The store does not know these credentials", "aws sts get-caller-identity"),
        (403, "RequestTimeTooSkewed", "This machine's clock is wrong", "date -u"),
        (404, "NoSuchBucket", "The bucket is missing", "aws s3api head-bucket"),
        (301, "PermanentRedirect", "The bucket lies in another region", "aws s3api get-bucket-location"),
        (400, "AuthorizationHeaderMalformed", "The bucket lies in another region", "aws s3api get-bucket-location"),
        (501, "NotImplemented", "The store can't do what records need", "$EDITOR platform.yaml"),
        (409, "SomethingNew", "The store failed", "curl"),
    ],
)
def test_every_refusal_says_what_is_wrong_and_what_to_type(
    listen: Listen, tmp_path: Path, status: int, code: str, summary: str, hint: str
) -> None:
    records = ObjectRecords(place(listen((status, said(code))).address), tmp_path)

    with pytest.raises(PlatformError) as refused:
        records.append(Draft(STACK, "r1", "started"))

    assert refused.value.summary == summary
    assert refused.value.hint.startswith(hint)
    assert "s3://records/p" in refused.value.detail or "records" in refused.value.detail
    assert "secret words" not in refused.value.detail


def test_a_store_that_is_not_there_is_told_soon(tmp_path: Path) -> None:
    records = ObjectRecords(place("http://127.0.0.1:9"), tmp_path)

    with pytest.raises(PlatformError, match="can't be reached") as refused:
        records.heads()

    assert "http://127.0.0.1:9 did not answer" in refused.value.detail


def test_a_store_that_writes_over_what_is_there_is_refused_before_anything_is_kept(
    listen: Listen, tmp_path: Path
) -> None:
    listener = listen((200, ""))
    records = ObjectRecords(place(listener.address), tmp_path)
    records._owner._is_made = False  # the look has found nothing

    with pytest.raises(PlatformError, match="can't keep two writers apart"):
        records.append(Draft(STACK, "r1", "started"))

    assert [(method, path.partition("?")[0]) for method, path, _ in listener.asked] == [
        ("PUT", "/records/p/records/meta"),
        ("PUT", "/records/p/records/meta"),
        ("POST", "/records"),
    ]


def test_no_variable_of_the_callers_leads_requests_elsewhere(listen: Listen, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = listen((200, "")), listen((200, ""))
    monkeypatch.setenv("AWS_ENDPOINT_URL", theirs.address)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", theirs.address)
    monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "theirs")

    Objects(place(ours.address)).put("key", b"content")

    assert theirs.asked == []
    headers = ours.asked[0][2]
    assert "Credential=key-id/" in headers["authorization"]
    assert headers["x-amz-security-token"] == "token"


@pytest.mark.parametrize(
    ("kms_key_id", "expected"),
    [("", {"x-amz-server-side-encryption": "AES256"}), ("key/1", {"x-amz-server-side-encryption": "aws:kms"})],
)
def test_everything_is_encrypted_and_typed(listen: Listen, kms_key_id: str, expected: dict[str, str]) -> None:
    listener = listen((200, ""))

    Objects(place(listener.address, kms_key_id=kms_key_id)).put("key", b"{}")

    headers = listener.asked[0][2]
    assert expected.items() <= headers.items()
    assert headers["content-type"] == "application/json"
    assert headers.get("x-amz-server-side-encryption-aws-kms-key-id", "") == kms_key_id


def test_an_address_without_tls_is_asked_on_this_machine_only(tmp_path: Path) -> None:
    records = ObjectRecords(place("http://store.example"), tmp_path)

    with pytest.raises(PlatformError):
        records.heads()

    assert not place("http://store.example").is_plain
    assert place("http://[::1]:9000").is_plain


def test_what_the_source_of_keys_says_reaches_the_person(listen: Listen, tmp_path: Path) -> None:
    def expired() -> Keys:
        raise PlatformError("The login has ended", hint="aws sso login --profile work")

    records = ObjectRecords(place(listen((200, "")).address, credentials=expired), tmp_path)

    with pytest.raises(PlatformError) as refused:
        records.heads()

    assert refused.value.hint == "aws sso login --profile work"


def test_keys_are_asked_for_again_when_they_end(listen: Listen) -> None:
    ending = iter([Keys("first", "s", "t", datetime(2020, 1, 1, tzinfo=UTC)), KEYS])
    listener = listen((200, ""))
    objects = Objects(place(listener.address, credentials=lambda: next(ending)))

    objects.put("one", b"")
    objects.put("two", b"")

    used = [headers["authorization"].split("Credential=")[1].split("/")[0] for _, _, headers in listener.asked]
    assert used == ["first", "key-id"]


@pytest.mark.parametrize(
    ("name", "region", "address"),
    [
        ("records", "eu-central-1", "https://records.s3.eu-central-1.amazonaws.com"),
        ("a.b", "eu-central-1", "https://s3.eu-central-1.amazonaws.com"),
        ("records", "cn-north-1", "https://records.s3.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_aws_is_asked_at_the_buckets_own_address(name: str, region: str, address: str) -> None:
    assert place("", name=name, region=region).address == address
