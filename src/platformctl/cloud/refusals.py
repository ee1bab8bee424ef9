"""Turns what botocore raises into words: whose credentials they are not, why, and what to type to get better ones."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from platformctl.errors import PlatformError

ASK = "aws sts get-caller-identity"
_DENIED: Mapping[str, str] = {
    "ExpiredToken": "They have expired.",
    "ExpiredTokenException": "They have expired.",
    "InvalidClientTokenId": "AWS does not know them.",
    "SignatureDoesNotMatch": "The secret key is not the one that belongs to the key id.",
}


@contextmanager
def told(region: str, session: Any) -> Iterator[None]:
    """Let what goes wrong while AWS is asked be told in words."""
    from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

    try:
        yield
    except ClientError as error:
        code = code_of(error)
        raise refused(f"{_DENIED.get(code, 'AWS refused to say whose they are')} ({code})", session) from error
    except (ConnectionError, HTTPClientError) as error:
        raise PlatformError(
            "AWS can't be reached",
            detail=f"STS in {region} did not answer, so nobody knows whose account this would change.",
            hint=ASK,
        ) from error
    except BotoCoreError as error:  # no credentials, half of them, a profile that is not there, a login that has ended
        raise refused(f"{error}".splitlines()[0], session) from error


def code_of(error: Any) -> str:
    """Return the code of an answer that is a refusal."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def refused(why: str, session: Any) -> PlatformError:
    """Say that the caller's credentials open nothing, and how to log in."""
    return PlatformError(
        "The caller's credentials don't open AWS", detail=f"{why.removesuffix('.')}.", hint=login_command(session)
    )


def login_command(session: Any) -> str:
    """Return what renews the caller's credentials: the login of their profile where it is one of SSO."""
    profiles: Mapping[str, Mapping[str, str]] = session.full_config.get("profiles", {})
    profile = name = session.profile or "default"
    seen: set[str] = set()
    while name in profiles and name not in seen:
        said = profiles[name]
        if "sso_session" in said or "sso_start_url" in said:
            return f"aws sso login --profile {name}"
        if "login_session" in said:
            return f"aws login --profile {name}"
        seen.add(name)
        name = said.get("source_profile", profile)
    return ASK
