"""Whose records a place in a bucket holds, and of which version: written with the first record, proved by each look."""

from contextlib import suppress

from pydantic import ValidationError

from platformctl.errors import PlatformError
from platformctl.model import Model
from platformctl.records.object_bucket import Objects
from platformctl.records.object_errors import without_conditions
from platformctl.records.refusals import RecordsDamaged

VERSION = 1
"""Of how records lie in a bucket."""


class Meta(Model):
    """What stands at the place's own key."""

    version: int
    project: str


class Owner:
    """The proof that records may be read or made here; asked for once."""

    def __init__(self, objects: Objects) -> None:
        """Take the bucket."""
        self._objects = objects
        self._bucket = objects.bucket
        self._is_made: bool | None = None

    def look(self) -> None:
        """Return if these are our records, or there are none yet."""
        if self._is_made is None:
            self._is_made = self._read()

    def make(self) -> None:
        """Return if these are our records; where there are none, make the place ours."""
        self.look()
        if not self._is_made:
            content = Meta(version=VERSION, project=self._bucket.project).model_dump_json().encode()
            fresh = self._objects.put_new(self._bucket.meta, content)
            if fresh and self._objects.put_new(self._bucket.meta, content):
                with suppress(PlatformError):
                    self._objects.delete(self._bucket.meta)
                raise without_conditions(self._bucket)
            self._is_made = self._read()

    def _read(self) -> bool:
        found = self._objects.get(self._bucket.meta)
        if found is None:
            return False
        try:
            meta = Meta.model_validate_json(found.content)
        except ValidationError as error:
            raise self._refusal(found.content) from error
        if meta.version > VERSION:
            raise self._newer(meta.version)
        if meta.project != self._bucket.project:
            raise self._anothers(meta.project)
        return True

    def _refusal(self, content: bytes) -> PlatformError:
        """Tell what a newer version may have written from what nobody has."""
        version = _version_in(content)
        if version > VERSION:
            return self._newer(version)
        return RecordsDamaged(
            "The records are damaged",
            detail=f"{self._bucket.where}: the object {self._bucket.meta} is not what platformctl writes.",
            hint=f"aws s3 cp s3://{self._bucket.name}/{self._bucket.meta} -",
        )

    def _newer(self, version: int) -> PlatformError:
        return PlatformError(
            "The records were written by a newer platformctl",
            detail=f"{self._bucket.where} has version {version}; this platformctl knows versions up to {VERSION}.",
            hint="pip install --upgrade platformctl",
        )

    def _anothers(self, project: str) -> PlatformError:
        return PlatformError(
            "The store belongs to another project",
            detail=f"{self._bucket.where} holds the records of '{project}', and this project is "
            f"'{self._bucket.project}'. Nothing was written. Give each its own prefix: state.s3.prefix.",
            hint="$EDITOR platform.yaml      (state: says where the prefix stands)",
        )


class _Version(Model):
    model_config = {"extra": "ignore"}
    version: int


def _version_in(content: bytes) -> int:
    try:
        return _Version.model_validate_json(content).version
    except ValidationError:
        return 0
