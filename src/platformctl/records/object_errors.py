"""Says in our words what an object store refuses, and what doesn't answer."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from platformctl.errors import PlatformError
from platformctl.records.object_place import Bucket

_CODE = re.compile(r"<Code>(\w+)</Code>")
_STATUS = re.compile(r"status code: (\d{3})")
_SAFE = "What was recorded and committed before is kept."
_MISSING = "NoSuchBucket"
_REDIRECT = "301"
_NO_KEYS = "no keys"
_WORDS_OF_THE_LIBRARY = {"redirect without LOCATION": _REDIRECT, "HTTP error": "", "credential provider": _NO_KEYS}
"""What obstore says where there is no answer with a status."""
_ELSEWHERE = {"PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"}
_EXPIRED = {"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "InvalidToken"}
_UNKNOWN = {"InvalidAccessKeyId", "SignatureDoesNotMatch"}
_CLOCK = "RequestTimeTooSkewed"
_UNABLE = {"NotImplemented", "MethodNotAllowed"}
_DENIED = {"401", "403"}


@dataclass(frozen=True)
class Refusal:
    """What a store said no with, as far as it can be told."""

    code: str
    """S3's word for it; else the status of the answer; empty where nobody answered."""

    @classmethod
    def of(cls, error: BaseException) -> "Refusal":
        """Read it off an error of obstore's, whose text quotes the whole answer."""
        text = str(error)
        found = _CODE.search(text) or _STATUS.search(text)
        if found:
            return cls(found.group(1))
        return cls(next((code for words, code in _WORDS_OF_THE_LIBRARY.items() if words in text), "no sensible answer"))

    @property
    def is_missing_bucket(self) -> bool:
        """Claim that not only the object is missing."""
        return self.code == _MISSING

    @property
    def is_without_keys(self) -> bool:
        """Claim that there was nothing to sign the request with."""
        return self.code == _NO_KEYS


@contextmanager
def translated(bucket: Bucket) -> Iterator[None]:
    """Turn foreign errors about the bucket into ours."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, FileNotFoundError) as error:
        raise told(bucket, Refusal.of(error)) from error


def told(bucket: Bucket, refusal: Refusal) -> PlatformError:
    """Make the error for what the store refused."""
    return next((make for codes, make in _WORDS if refusal.code in codes), _unknown)(bucket, refusal)


def without_conditions(bucket: Bucket) -> PlatformError:
    """Make the error for a store that writes over what is there, though it was asked not to."""
    return PlatformError(
        "The store can't keep two writers apart",
        detail=f"{bucket.where}: the store behind {bucket.address} takes a write on the condition that the key is free "
        "(If-None-Match), and writes over it all the same. Nothing can be kept there safely, and nothing was.",
        hint="$EDITOR platform.yaml      (state: names another store)",
    )


def _missing(bucket: Bucket, _refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The bucket is missing",
        detail=f"There is no bucket {bucket.name} behind {bucket.address}. platformctl doesn't make it: it needs "
        "versioning, encryption and rights of its own.",
        hint=f"aws s3api head-bucket --bucket {bucket.name} --region {bucket.region}",
    )


def _elsewhere(bucket: Bucket, _refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The bucket lies in another region",
        detail=f"{bucket.name} is not in {bucket.region}, which platform.yaml names for it.",
        hint=f"aws s3api get-bucket-location --bucket {bucket.name}",
    )


def _expired(bucket: Bucket, refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The credentials for the store have expired",
        detail=f"{bucket.where}: {refusal.code}. {_SAFE}",
        hint="aws sso login",
    )


def _not_known(bucket: Bucket, refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The store does not know these credentials",
        detail=f"{bucket.where}: {refusal.code}. {_SAFE}",
        hint="aws sts get-caller-identity",
    )


def _clock(bucket: Bucket, _refusal: Refusal) -> PlatformError:
    return PlatformError(
        "This machine's clock is wrong",
        detail=f"{bucket.where}: requests are signed with the time, and the store's differs by more than it allows. "
        f"{_SAFE}",
        hint="date -u",
    )


def _denied(bucket: Bucket, refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The store refuses access",
        detail=f"{bucket.where}: {refusal.code}. Looking needs s3:GetObject and s3:ListBucket; runs need s3:PutObject "
        f"and s3:DeleteObject besides, and the use of the bucket's KMS key if it has one. {_SAFE}",
        hint="aws sts get-caller-identity",
    )


def _unable(bucket: Bucket, refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The store can't do what records need",
        detail=f"{bucket.where}: {refusal.code}. It must know conditional writes (If-Match, If-None-Match). {_SAFE}",
        hint="$EDITOR platform.yaml      (state: names another store)",
    )


def _silent(bucket: Bucket, _refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The store can't be reached",
        detail=f"{bucket.where}: {bucket.address} did not answer. {_SAFE}",
        hint=f"curl -sI {bucket.address}",
    )


def _unknown(bucket: Bucket, refusal: Refusal) -> PlatformError:
    return PlatformError(
        "The store failed",
        detail=f"{bucket.where}: {refusal.code}. {_SAFE}",
        hint=f"curl -sI {bucket.address}",
    )


_WORDS: tuple[tuple[set[str], Callable[[Bucket, Refusal], PlatformError]], ...] = (
    ({""}, _silent),
    ({_MISSING}, _missing),
    ({*_ELSEWHERE, _REDIRECT}, _elsewhere),
    (_EXPIRED, _expired),
    (_UNKNOWN, _not_known),
    ({_CLOCK}, _clock),
    ({*_DENIED, "AccessDenied", "AllAccessDisabled", "InvalidObjectState"}, _denied),
    (_UNABLE, _unable),
)
