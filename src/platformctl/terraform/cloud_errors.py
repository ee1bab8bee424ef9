"""What a cloud's error code means, in words, and what helps.

Only codes are understood, in the forms in which the SDK writes them into a diagnostic (`StatusCode: NNN, RequestID: …,`
and then `api error CODE:`, or `CODE:` alone where the SDK has a type for it); prose is never matched.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

_CODE = re.compile(
    r"\b(?:api error|StatusCode: [0-9]{3}, RequestID: [^,\s]*,(?: HostID: [^,\s]*,)?) ([A-Za-z][A-Za-z0-9._-]{0,80}):"
)
_STATUS = re.compile(r"\bStatusCode: ([1-5][0-9]{2})\b")


@dataclass(frozen=True)
class Meaning:
    """What happened, and what helps."""

    happened: str
    helps: str


_DENIED = Meaning(
    "The cloud does not allow this",
    "The role that platformctl works with lacks a permission: ask the platform team for it.",
)
_EXPIRED = Meaning("The credentials have expired", "Sign in again, then repeat the command.")
_UNKNOWN = Meaning(
    "The cloud does not accept the credentials", "Check which account and role this shell or job has, then sign in."
)
_THROTTLED = Meaning(
    "The cloud answers slowly on purpose: too many requests at once",
    "Wait a few minutes, then repeat the command; it goes on where it stopped.",
)
_QUOTA = Meaning(
    "A quota of the account is used up",
    "Destroy what is no longer needed, or ask the platform team to have the quota raised.",
)
_NO_ROOM = Meaning("The cloud has no room for this size here at the moment", "Try again later, or choose another size.")
_TAKEN = Meaning(
    "The cloud has something of this name already",
    "If it is left over from an earlier destroy, wait or remove it; else choose another name.",
)
_BUSY = Meaning(
    "Something in the cloud is in use, or being changed by something else",
    "Wait for that to end, then repeat the command.",
)
_LATE = Meaning(
    "The cloud did not answer in time", "Repeat the command; it goes on where it stopped, and nothing is made twice."
)
_DOWN = Meaning(
    "The cloud has trouble of its own", "Look at its status page, and repeat the command when it has passed."
)

_OF_CODES: tuple[tuple[str, Meaning], ...] = (
    ("AccessDenied*", _DENIED),
    ("UnauthorizedOperation", _DENIED),
    ("UnauthorizedAccess", _DENIED),
    ("NotAuthorized*", _DENIED),
    ("AuthorizationError*", _DENIED),
    ("KMS.AccessDenied*", _DENIED),
    ("ExpiredToken*", _EXPIRED),
    ("RequestExpired", _EXPIRED),
    ("InvalidClientTokenId", _UNKNOWN),
    ("UnrecognizedClient*", _UNKNOWN),
    ("InvalidAccessKeyId", _UNKNOWN),
    ("AuthFailure", _UNKNOWN),
    ("SignatureDoesNotMatch", _UNKNOWN),
    ("InvalidSignature*", _UNKNOWN),
    ("MissingAuthenticationToken", _UNKNOWN),
    ("Throttl*", _THROTTLED),
    ("*.Throttl*", _THROTTLED),
    ("RequestThrottled*", _THROTTLED),
    ("RequestLimitExceeded", _THROTTLED),
    ("BandwidthLimitExceeded", _THROTTLED),
    ("TooManyRequests*", _THROTTLED),
    ("PriorRequestNotComplete", _THROTTLED),
    ("EC2ThrottledException", _THROTTLED),
    ("SlowDown", _THROTTLED),
    ("*QuotaExceeded*", _QUOTA),
    ("*LimitExceeded*", _QUOTA),
    ("TooManyBuckets", _QUOTA),
    ("OverLimit", _QUOTA),
    ("Insufficient*Capacity*", _NO_ROOM),
    ("*AlreadyExists*", _TAKEN),
    ("*AlreadyOwnedByYou", _TAKEN),
    ("ResourceExistsException", _TAKEN),
    ("QueueDeletedRecently", _TAKEN),
    ("AWS.SimpleQueueService.QueueDeletedRecently", _TAKEN),
    ("InvalidGroup.Duplicate", _TAKEN),
    ("ResourceInUse*", _BUSY),
    ("*ConcurrentModification*", _BUSY),
    ("OperationAborted", _BUSY),
    ("RequestTimeout*", _LATE),
    ("ServiceUnavailable*", _DOWN),
    ("InternalError", _DOWN),
    ("InternalFailure", _DOWN),
    ("InternalServerError", _DOWN),
    ("InternalService*", _DOWN),
)
"""The first pattern that fits counts."""

_OF_STATUS = {
    401: _UNKNOWN,
    403: _DENIED,
    408: _LATE,
    429: _THROTTLED,
    500: _DOWN,
    502: _DOWN,
    503: _DOWN,
    504: _LATE,
}
"""What an answer means whose code is unknown."""


def in_words(answers: Iterable[str]) -> tuple[str, ...]:
    """Say what the cloud's answers mean, each meaning once; nothing for what is no answer of a cloud."""
    return tuple(dict.fromkeys(words for words in map(_meant, answers) if words))


def _meant(answer: str) -> str:
    code, status = _CODE.search(answer), _STATUS.search(answer)
    meaning = _of_code(code[1]) if code else None
    if meaning and code:
        return f"{meaning.happened} ({code[1]}). {meaning.helps}"
    meaning = _OF_STATUS.get(int(status[1])) if status else None
    return f"{meaning.happened} (HTTP {status[1]}). {meaning.helps}" if meaning and status else ""


def _of_code(code: str) -> Meaning | None:
    return next((meaning for pattern, meaning in _OF_CODES if fnmatchcase(code, pattern)), None)
