"""Credentials: found as every AWS tool finds them, a role assumed with them, renewed, never told."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.cloud.sts import Sts

from platformctl.cloud.login import AwsKeys, Login
from platformctl.errors import PlatformError

REGION = "eu-west-1"
ROLE = "arn:aws:iam::222222222222:role/preview"
SSO = """\
[sso-session acme]
sso_start_url = https://acme.example/start
sso_region = eu-west-1
[profile staff]
sso_session = acme
sso_account_id = 222222222222
sso_role_name = Staff
[profile deployer]
role_arn = arn:aws:iam::222222222222:role/deploy
source_profile = staff
"""


@pytest.fixture
def profiles(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A caller who has profiles, and no keys in variables."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path / "config"


def test_without_a_role_the_keys_are_the_callers() -> None:
    assert Login(REGION).keys() == AwsKeys("AKIATEST", "planted-secret")


def test_keys_are_not_told_by_who_prints_them() -> None:
    keys = Login(REGION).keys()

    assert "planted-secret" not in repr(keys)


def test_a_role_is_assumed_once_by_the_caller_under_their_name(sts: Sts) -> None:
    login = Login(REGION, ROLE, who="ada lovelace", endpoint=sts.url)

    first, second = login.keys(), login.keys()

    assert first == second
    assert (first.access_key_id, first.secret_key, first.token) == ("ASIA1", "role-secret", "role-token")
    (asked,) = sts.asked
    assert (asked["RoleArn"], asked["RoleSessionName"], asked["key"]) == (ROLE, "platformctl-ada-lovelace", "AKIATEST")


def test_who_is_a_session_of_the_role_does_not_assume_it_again(sts: Sts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "the-token-of-a-pipeline")
    sts.arn = "arn:aws:sts::222222222222:assumed-role/preview/GitHubActions"

    keys = Login(REGION, ROLE.replace("preview", "teams/preview"), endpoint=sts.url).keys()

    assert keys == AwsKeys("AKIATEST", "planted-secret", "the-token-of-a-pipeline")
    assert [asked["Action"] for asked in sts.asked] == ["GetCallerIdentity"]


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:sts::333333333333:assumed-role/preview/GitHubActions",
        "arn:aws:sts::222222222222:assumed-role/deploy/preview",
        "arn:aws:sts::222222222222:federated-user/preview",
        "arn:aws:iam::222222222222:role/preview",
    ],
)
def test_who_is_somebody_else_with_a_session_assumes_the_role(
    arn: str, sts: Sts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a-token")
    sts.arn = arn

    Login(REGION, ROLE, endpoint=sts.url).keys()

    assert [asked["Action"] for asked in sts.asked] == ["GetCallerIdentity", "AssumeRole"]


def test_the_account_is_the_one_of_the_role(sts: Sts) -> None:
    account = Login(REGION, ROLE, endpoint=sts.url).account()

    assert account == "222222222222"
    assert sts.asked[-1]["key"] == "ASIA1"


def test_keys_that_end_soon_are_renewed(sts: Sts) -> None:
    sts.expires = f"{datetime.now(UTC) + timedelta(minutes=9):%Y-%m-%dT%H:%M:%SZ}"
    login = Login(REGION, ROLE, endpoint=sts.url)

    first, second = login.keys(), login.keys()

    assert (first.access_key_id, second.access_key_id) == ("ASIA1", "ASIA2")


def test_a_role_that_may_not_be_assumed_is_named(sts: Sts) -> None:
    sts.denies = "AccessDenied"

    with pytest.raises(PlatformError, match="The role can't be assumed") as refused:
        Login(REGION, ROLE, endpoint=sts.url).keys()

    assert ROLE in refused.value.detail
    assert refused.value.hint == "aws sts get-caller-identity"


def test_expired_credentials_are_told_with_the_words_to_type(sts: Sts) -> None:
    sts.denies = "ExpiredToken"

    with pytest.raises(PlatformError, match="don't open AWS") as refused:
        Login(REGION, ROLE, endpoint=sts.url).keys()

    assert refused.value.detail == "They have expired. (ExpiredToken)."


@pytest.mark.parametrize("profile", ["staff", "deployer"])
def test_a_login_that_has_ended_names_the_command_that_begins_one(
    monkeypatch: pytest.MonkeyPatch, profiles: Path, profile: str
) -> None:
    profiles.write_text(SSO, encoding="utf-8")
    monkeypatch.setenv("AWS_PROFILE", profile)

    with pytest.raises(PlatformError, match="don't open AWS") as refused:
        Login(REGION).keys()

    assert refused.value.hint == "aws sso login --profile staff"


def test_a_profile_with_keys_is_found(monkeypatch: pytest.MonkeyPatch, profiles: Path) -> None:
    text = "[profile ci]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = x\n"
    profiles.write_text(text, encoding="utf-8")
    monkeypatch.setenv("AWS_PROFILE", "ci")

    assert Login(REGION).keys().access_key_id == "AKIAPROFILE"


def test_keys_of_a_process_are_looked_at_again(profiles: Path) -> None:
    said = {"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "B", "Expiration": "2999-01-01T00:00:00Z"}
    told = profiles.with_name("told.json")
    told.write_text(json.dumps(said), encoding="utf-8")
    profiles.write_text(f"[default]\ncredential_process = cat {told}\n", encoding="utf-8")

    keys = Login(REGION).keys()

    assert keys.access_key_id == "A"
    assert keys.expires is not None
