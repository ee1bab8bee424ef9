"""The caller's account is held against the environment's; who does not answer is no proof."""

import pytest
from tests.unit.cloud.sts import Sts

from platformctl.cloud.caller import refuse_other_account
from platformctl.cloud.login import AwsKeys, Login, session, sts_client
from platformctl.errors import Blocked, PlatformError

REGION = "eu-west-1"
NOWHERE = "http://127.0.0.1:9"


def test_the_environments_own_account_is_let_in(sts: Sts) -> None:
    refuse_other_account("prod", "222222222222", Login(REGION, endpoint=sts.url))

    assert sts.asked[-1]["key"] == "AKIATEST"


def test_another_account_is_blocked_and_both_are_named(sts: Sts) -> None:
    with pytest.raises(Blocked, match="for another account") as refused:
        refuse_other_account("prod", "111111111111", Login(REGION, endpoint=sts.url))

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
def test_credentials_that_aws_refuses_are_no_proof(sts: Sts, code: str, why: str) -> None:
    sts.denies = code

    with pytest.raises(PlatformError) as refused:
        refuse_other_account("prod", "111111111111", Login(REGION, endpoint=sts.url))

    assert refused.value.exit_code == 1
    assert why in refused.value.detail
    assert code in refused.value.detail
    assert "hidden-message" not in refused.value.detail


def test_silence_is_no_proof() -> None:
    with pytest.raises(PlatformError, match="can't be reached") as refused:
        refuse_other_account("prod", "111111111111", Login(REGION, endpoint=NOWHERE))

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
        refuse_other_account("prod", "111111111111", Login(REGION, endpoint=NOWHERE))

    assert why in refused.value.detail
    assert "planted-secret" not in refused.value.detail


def test_an_address_that_the_caller_names_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://evil.example")
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://evil.example")

    client = sts_client(session(), AwsKeys("a", "b"), REGION, None)

    assert client.meta.endpoint_url == "https://sts.eu-west-1.amazonaws.com"
