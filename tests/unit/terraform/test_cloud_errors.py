"""What a cloud's error code means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.terraform.cloud_errors import in_words
from platformctl.terraform.diagnostics import Diagnostic, failure

SDK = "operation error SQS: CreateQueue, https response error StatusCode: {}, RequestID: 0f1e, api error {}: {}"


def answer(code: str, status: int = 400, message: str = "no") -> str:
    """Write an answer as the provider's SDK does."""
    return SDK.format(status, code, message)


@pytest.mark.parametrize(
    ("code", "happened"),
    [
        ("AccessDenied", "The cloud does not allow this"),
        ("AccessDeniedException", "The cloud does not allow this"),
        ("UnauthorizedOperation", "The cloud does not allow this"),
        ("KMS.AccessDeniedException", "The cloud does not allow this"),
        ("ExpiredTokenException", "The credentials have expired"),
        ("InvalidClientTokenId", "The cloud does not accept the credentials"),
        ("Throttling", "too many requests"),
        ("ThrottlingException", "too many requests"),
        ("RequestLimitExceeded", "too many requests"),
        ("TooManyRequestsException", "too many requests"),
        ("InstanceQuotaExceeded", "A quota of the account is used up"),
        ("ServiceQuotaExceededException", "A quota of the account is used up"),
        ("VpcLimitExceeded", "A quota of the account is used up"),
        ("TooManyBuckets", "A quota of the account is used up"),
        ("InsufficientDBInstanceCapacity", "no room for this size"),
        ("DBInstanceAlreadyExists", "something of this name already"),
        ("BucketAlreadyOwnedByYou", "something of this name already"),
        ("ResourceExistsException", "something of this name already"),
        ("ResourceInUseException", "in use"),
        ("RequestTimeout", "did not answer in time"),
        ("ServiceUnavailable", "trouble of its own"),
    ],
)
def test_a_code_is_told_in_words(code: str, happened: str) -> None:
    (words,) = in_words([answer(code)])

    assert happened in words
    assert f"({code}). " in words


@pytest.mark.parametrize("ids", ["RequestID: 0f1e", "RequestID: ", "RequestID: 0f1e, HostID: a+/b="])
def test_a_code_that_the_sdk_has_a_type_for_is_told_as_well(ids: str) -> None:
    typed = f"operation error S3: CreateBucket, https response error StatusCode: 409, {ids}, BucketAlreadyExists: taken"

    (words,) = in_words([typed])

    assert words.startswith("The cloud has something of this name already (BucketAlreadyExists). ")


@pytest.mark.parametrize(
    ("status", "happened"), [(403, "does not allow"), (429, "too many requests"), (503, "trouble"), (504, "in time")]
)
def test_where_the_code_is_unknown_the_status_speaks(status: int, happened: str) -> None:
    (words,) = in_words([answer("Odd", status)])

    assert happened in words
    assert f"(HTTP {status}). " in words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AccessDenied: Throttling, limit exceeded, already exists, 403",
        "you are not authorized: the quota was exceeded",
        "api error: AccessDenied",
        "api errors Throttling:",
        "StatusCode: 4031",
        "RequestID: 0f1e, AccessDenied: no",
        answer("ValidationException", message="AccessDenied, Throttling"),
    ],
)
def test_prose_is_never_matched(text: str) -> None:
    assert in_words([text]) == ()


def test_what_is_told_of_many_is_told_once() -> None:
    answers = [answer("Throttling"), answer("AccessDenied"), answer("Throttling", message="other")]

    assert [words.partition(" (")[2].partition(")")[0] for words in in_words(answers)] == ["Throttling", "AccessDenied"]


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    assert len(in_words([text])) <= 1


def test_the_words_come_before_terraforms() -> None:
    refused = Diagnostic(
        "error", "creating SQS Queue (jobs)", answer("AccessDenied", 403), "module.this.aws_sqs_queue.this"
    )

    first, second = failure("Terraform could not apply", [refused], "").detail.splitlines()

    assert first.startswith("The cloud does not allow this (AccessDenied). The role")
    assert second.startswith("creating SQS Queue (jobs) (module.this.aws_sqs_queue.this): operation error SQS")


def test_a_warning_explains_no_failure() -> None:
    warning = Diagnostic("warning", "slow", answer("Throttling"))

    assert "Throttling" not in failure("No", [warning], "why").detail
