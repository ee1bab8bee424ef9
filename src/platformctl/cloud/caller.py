"""Asks AWS whose credentials the caller has, and holds the answer against the account that platform.yaml names."""

from collections.abc import Mapping
from typing import Any

from platformctl.errors import Blocked, PlatformError

ASK = "aws sts get-caller-identity"
_SECONDS = 5
_DENIED: Mapping[str, str] = {
    "ExpiredToken": "They have expired.",
    "ExpiredTokenException": "They have expired.",
    "InvalidClientTokenId": "AWS does not know them.",
    "SignatureDoesNotMatch": "The secret key is not the one that belongs to the key id.",
}


def refuse_other_account(environment: str, expected: str, region: str, *, endpoint: str | None = None) -> None:
    """Stop unless the caller's credentials belong to the environment's account.

    `endpoint` is for the emulator; an address that the caller's configuration names is never asked.
    """
    account = _account(region, endpoint)
    if account != expected:
        raise Blocked(
            "These credentials are for another account",
            detail=f"Environment {environment} is account {expected}; the caller's credentials belong to {account}. "
            "Nothing was planned or changed.",
            hint=ASK,
        )


def _account(region: str, endpoint: str | None) -> str:
    from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

    try:
        identity = _client(region, endpoint).get_caller_identity()
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", "unknown"))
        raise _refused(f"{_DENIED.get(code, 'AWS refused to say whose they are')} ({code})") from error
    except (ConnectionError, HTTPClientError) as error:
        raise PlatformError(
            "AWS can't be reached",
            detail=f"STS in {region} did not answer, so nobody knows whose account this would change.",
            hint=ASK,
        ) from error
    except BotoCoreError as error:  # no credentials, half of them, a profile that is not there, a login that has ended
        raise _refused(f"{error}".splitlines()[0]) from error
    return str(identity["Account"])


def _client(region: str, endpoint: str | None) -> Any:
    from botocore.config import Config
    from botocore.session import Session

    settings = Config(
        connect_timeout=_SECONDS,
        read_timeout=_SECONDS,
        retries={"total_max_attempts": 2},
        ignore_configured_endpoint_urls=True,
    )
    return Session().create_client("sts", region_name=region, endpoint_url=endpoint, config=settings)


def _refused(why: str) -> PlatformError:
    return PlatformError("The caller's credentials don't open AWS", detail=f"{why.removesuffix('.')}.", hint=ASK)
