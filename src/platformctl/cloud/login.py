"""Who a command is in AWS: the caller's credentials, found as every AWS tool finds them, or a role that they assume."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from platformctl.cloud.refusals import code_of, login_command, told
from platformctl.errors import PlatformError

SECONDS = 5
"""That an answer may take."""
EARLY = timedelta(minutes=10)
"""Before the end of an assumed role's credentials new ones are asked for: a call may still be long under way."""
GLANCE = timedelta(minutes=5)
"""After which the caller's own credentials are looked at again, where they can change (SSO, web identity)."""
_NOT_IN_A_NAME = re.compile(r"[^\w+=,.@-]", re.ASCII)


@dataclass(frozen=True)
class AwsKeys:
    """What signs requests, until when; None: until somebody takes them back."""

    access_key_id: str
    secret_key: str = field(repr=False)
    token: str = field(default="", repr=False)
    expires: datetime | None = None


class Login:
    """Credentials for one command, resolved once and renewed before they expire."""

    def __init__(self, region: str, role: str | None = None, *, who: str = "", endpoint: str | None = None) -> None:
        """Take the role to assume, if any. `endpoint` is the emulator's; what the caller configures is never asked."""
        self.region = region
        self.role = role
        self._who = _NOT_IN_A_NAME.sub("-", f"platformctl-{who}".rstrip("-"))[:64]
        self._endpoint = endpoint
        self._session: Any = None
        self._assumed: AwsKeys | None = None
        self._turn = Lock()

    def keys(self) -> AwsKeys:
        """Return keys that are good for the next minutes; PlatformError says how to log in where there are none."""
        with self._turn:
            if self._assumed is None or _ends_soon(self._assumed):
                own = self._own()
                if self.role is None or self._is_already(self.role, own):
                    return own
                self._assumed = self._assume(self.role, own)
            return self._assumed

    def account(self) -> str:
        """Ask AWS whose account the keys belong to."""
        keys = self.keys()
        with told(self.region, self._session):
            identity = self._client(keys).get_caller_identity()
        return str(identity["Account"])

    def _own(self) -> AwsKeys:
        """Find the caller's credentials: variables, profile, SSO, web identity, container, machine."""
        from botocore.credentials import RefreshableCredentials
        from botocore.exceptions import NoCredentialsError

        self._session = self._session or session()
        with told(self.region, self._session):
            found = self._session.get_credentials()
            if found is None:
                raise NoCredentialsError
            now = found.get_frozen_credentials()
        expires = datetime.now(UTC) + GLANCE if isinstance(found, RefreshableCredentials) else None
        return AwsKeys(now.access_key, now.secret_key, now.token or "", expires)

    def _is_already(self, role: str, own: AwsKeys) -> bool:
        """Say whether the caller is a session of the role: what a pipeline assumed by its token can't assume itself."""
        if not own.token:
            return False
        with told(self.region, self._session):
            identity = self._client(own).get_caller_identity()
        return _is_session(str(identity["Arn"]), role)

    def _assume(self, role: str, own: AwsKeys) -> AwsKeys:
        from botocore.exceptions import ClientError

        with told(self.region, self._session):
            try:
                given = self._client(own).assume_role(RoleArn=role, RoleSessionName=self._who)["Credentials"]
            except ClientError as error:
                if code_of(error) not in {"AccessDenied", "AccessDeniedException"}:
                    raise
                raise self._not_assumed(role) from error
        return AwsKeys(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], given["Expiration"])

    def _not_assumed(self, role: str) -> PlatformError:
        return PlatformError(
            "The role can't be assumed",
            detail=f"AWS does not let the caller assume {role}, which platform.yaml names for this. Its trust policy "
            "names who may.",
            hint=login_command(self._session),
        )

    def _client(self, keys: AwsKeys) -> Any:
        return sts_client(self._session, keys, self.region, self._endpoint)


def session() -> Any:
    """Look for the caller's credentials where every AWS tool looks; no address that a variable names is asked."""
    from botocore.session import Session

    found = Session()
    found.set_config_variable("ignore_configured_endpoint_urls", True)
    return found


def sts_client(found: Any, keys: AwsKeys, region: str, endpoint: str | None) -> Any:
    """Return a client of STS that does not wait long."""
    from botocore.config import Config

    settings = Config(
        connect_timeout=SECONDS,
        read_timeout=SECONDS,
        retries={"total_max_attempts": 2},
        ignore_configured_endpoint_urls=True,
    )
    return found.create_client(
        "sts",
        region_name=region,
        endpoint_url=endpoint,
        config=settings,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_key,
        aws_session_token=keys.token or None,
    )


def as_process(keys: AwsKeys) -> Mapping[str, object]:
    """Write keys as a `credential_process` hands them over."""
    told_as: dict[str, object] = {
        "Version": 1,
        "AccessKeyId": keys.access_key_id,
        "SecretAccessKey": keys.secret_key,
    }
    if keys.token:
        told_as["SessionToken"] = keys.token
    if keys.expires:
        told_as["Expiration"] = keys.expires.astimezone(UTC).isoformat()
    return told_as


def _is_session(arn: str, role: str) -> bool:
    """Hold `arn:aws:sts::1…:assumed-role/NAME/SESSION` against a role; a session's ARN leaves the role's path out."""
    account, name = role.split(":")[4], role.rpartition("/")[2]
    parts = arn.split(":")
    return parts[2:3] == ["sts"] and parts[4:5] == [account] and parts[-1].split("/")[:2] == ["assumed-role", name]


def _ends_soon(keys: AwsKeys) -> bool:
    return keys.expires is not None and keys.expires - datetime.now(UTC) < EARLY
