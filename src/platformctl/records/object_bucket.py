"""The bucket as records use it: put if absent, replaced if unchanged, listed in order; every refusal in our words."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from platformctl.errors import PlatformError
from platformctl.records.object_errors import Refusal, told, translated
from platformctl.records.object_place import Bucket, Keys

AT_ONCE = 16
"""Requests under way side by side, where many objects are read."""
_ANSWER = timedelta(seconds=20)
"""That one request may take: long enough for a state of some megabytes, short enough not to outlive a lease."""
_CONNECT = timedelta(seconds=4)
_RETRIES: Any = {
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=15),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=2), "base": 2},
}
_JSON: Any = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Found:
    """An object as it was read."""

    key: str
    content: bytes
    tag: str
    """Changes with the content; what a replacement is tied to."""
    modified: datetime
    """By the store's clock."""


@dataclass(frozen=True)
class Entry:
    """An object as a listing names it."""

    key: str
    modified: datetime

    @property
    def name(self) -> str:
        """Return the last part of the key."""
        return self.key.rpartition("/")[2]


class Objects:
    """The objects of one bucket."""

    def __init__(self, bucket: Bucket) -> None:
        """Take the place; nothing is asked yet, and no library loaded."""
        self.bucket = bucket
        self._trouble: PlatformError | None = None

    def get(self, key: str) -> Found | None:
        """Read an object; None when there is none."""
        import obstore

        with self._translated():
            try:
                answer = obstore.get(self._store, key)
                content = bytes(answer.bytes())
            except FileNotFoundError as error:
                if Refusal.of(error).is_missing_bucket:
                    raise
                return None
        meta = answer.meta
        return Found(key, content, meta["e_tag"] or "", meta["last_modified"])

    def get_all(self, keys: Iterable[str]) -> Sequence[Found]:
        """Read many objects side by side, in the order of their keys; those that are missing are left out."""
        wanted = list(keys)
        if len(wanted) < 2:
            return [found for found in map(self.get, wanted) if found]
        with ThreadPoolExecutor(min(AT_ONCE, len(wanted))) as pool:
            return [found for found in pool.map(self.get, wanted) if found]

    def put(self, key: str, content: bytes) -> str:
        """Write an object over whatever is there; return its tag."""
        tag = self._put(key, content, "overwrite")
        assert tag is not None
        return tag

    def put_new(self, key: str, content: bytes) -> str | None:
        """Write an object where there is none; None when there is one."""
        return self._put(key, content, "create")

    def replace(self, key: str, content: bytes, tag: str) -> str | None:
        """Write an object over the one with this tag; None when there is another, or none."""
        return self._put(key, content, {"e_tag": tag})

    def delete(self, *keys: str) -> None:
        """Remove objects; those that are missing are no error."""
        import obstore

        with self._translated():
            if keys:
                obstore.delete(self._store, keys[0] if len(keys) == 1 else list(keys))

    def list(self, prefix: str, after: str = "") -> Iterator[Entry]:
        """Name the objects below a prefix in the order of their keys, those behind a key only if one is given."""
        import obstore

        with self._translated():
            stream: Any = obstore.list(self._store, prefix, offset=after or None, chunk_size=1000)
            for chunk in stream:
                yield from (Entry(each["path"], each["last_modified"]) for each in chunk)

    def modified(self, key: str) -> datetime | None:
        """Say when an object was written, by the store's clock; None when there is none."""
        import obstore

        with self._translated():
            try:
                return obstore.head(self._store, key)["last_modified"]
            except FileNotFoundError as error:
                if Refusal.of(error).is_missing_bucket:
                    raise
                return None

    def signed(self, key: str) -> str:
        """Return an address that reads the object, good for a minute."""
        import obstore

        with self._translated():
            return obstore.sign(self._store, "GET", key, timedelta(minutes=1))

    def _put(self, key: str, content: bytes, mode: Any) -> str | None:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with self._translated():
            try:
                return obstore.put(self._store, key, content, mode=mode, attributes=_JSON, use_multipart=False)["e_tag"]
            except (AlreadyExistsError, PreconditionError) as error:
                if Refusal.of(error).is_missing_bucket:
                    raise told(self.bucket, Refusal.of(error)) from error
                return None

    @cached_property
    def _store(self) -> Any:
        """Open the store; every setting that a variable of the caller's could change is said."""
        from obstore.store import S3Store

        place = self.bucket
        sealed: Any = {"server_side_encryption": "aws:kms", "sse_kms_key_id": place.kms_key_id}
        plain: Any = {"server_side_encryption": "AES256"}
        return S3Store(
            place.name,
            region=place.region,
            endpoint=place.address,
            aws_endpoint_url_s3=place.address,
            virtual_hosted_style_request=not place.by_path,
            skip_signature=False,
            unsigned_payload=False,
            s3_express=False,
            request_payer=False,
            conditional_put="etag",
            client_options={"timeout": _ANSWER, "connect_timeout": _CONNECT, "allow_http": place.is_plain},
            retry_config=_RETRIES,
            credential_provider=self._keys,
            **(sealed if place.kms_key_id else plain),
        )

    def _keys(self) -> Any:
        """Hand the keys over in obstore's words; what went wrong is kept, obstore would only quote it."""
        try:
            keys: Keys = self.bucket.credentials()
        except PlatformError as error:
            self._trouble = error
            raise
        self._trouble = None
        return {
            "access_key_id": keys.access_key_id,
            "secret_access_key": keys.secret_key,
            "token": keys.token or None,
            "expires_at": keys.expires,
        }

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn foreign errors into ours; where there are no keys, into what their source said."""
        try:
            with translated(self.bucket):
                yield
        except PlatformError as error:
            if self._trouble and Refusal.of(error.__cause__ or error).is_without_keys:
                raise self._trouble from error
            raise
