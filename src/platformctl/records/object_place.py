"""Where records and states lie in a bucket, and what signs the requests for them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
"""Where an address without TLS may lead."""
SHARDS = 32
"""Objects that hold an environment's heads; fixed for good, a stack must always be found in the same one."""
STATE_NAME = "terraform.tfstate"


@dataclass(frozen=True)
class Keys:
    """What signs requests, until when; None: until somebody takes it back."""

    access_key_id: str
    secret_key: str = field(repr=False)
    token: str = field(default="", repr=False)
    expires: datetime | None = None


@dataclass(frozen=True)
class Bucket:
    """A bucket, and the part of it that is ours."""

    name: str
    prefix: str
    region: str
    project: str
    endpoint: str = ""
    """Of another store than AWS that speaks S3."""
    kms_key_id: str = ""
    credentials: Callable[[], Keys] = field(kw_only=True, repr=False)

    @property
    def where(self) -> str:
        """Say which place this is."""
        return f"s3://{self.name}/{self.prefix}"

    @property
    def is_plain(self) -> bool:
        """Claim that no TLS is spoken, which only this machine's own addresses may do."""
        address = urlsplit(self.endpoint)
        return address.scheme == "http" and address.hostname in LOOPBACK

    @property
    def by_path(self) -> bool:
        """Claim that the bucket's name goes into the path: elsewhere, and where its dots fit no certificate."""
        return bool(self.endpoint) or "." in self.name

    @property
    def address(self) -> str:
        """Return the address that is asked, whatever variables name."""
        host = f"s3.{self.region}.amazonaws.com" + (".cn" if self.region.startswith("cn-") else "")
        return self.endpoint or (f"https://{host}" if self.by_path else f"https://{self.name}.{host}")

    @property
    def meta(self) -> str:
        """Return the key of what says whose records these are, and of which version."""
        return self._record("meta")

    def events(self, stack: str) -> str:
        """Return where a stack's events lie."""
        return self._record("events", stack)

    def event(self, stack: str, seq: int) -> str:
        """Return the key of one event; keys sort as numbers do."""
        return f"{self.events(stack)}/{seq:010d}"

    def heads(self, environment: str | None) -> str:
        """Return where the heads of an environment lie, or those of all."""
        return self._record("heads", *([environment] if environment else []))

    def shard(self, stack: str) -> str:
        """Return the key of the object that holds a stack's head among others."""
        number = int.from_bytes(hashlib.sha256(stack.encode()).digest()[:4], "big") % SHARDS
        return f"{self.heads(stack.partition('/')[0])}/{number:02d}"

    def held(self, within: str | None) -> str:
        """Return where the markers of an environment, of a stack, or of all lie: their heads may be behind."""
        return self._record("held", *([within] if within else []))

    def marker(self, stack: str, token: str) -> str:
        """Return the key of one claim's marker."""
        return f"{self.held(stack)}/{token}"

    def marked(self, key: str) -> str:
        """Return the stack that a marker is about."""
        return key.removeprefix(f"{self.held(None)}/").rpartition("/")[0]

    def lease(self, stack: str) -> str:
        """Return the key of a stack's lease."""
        return self._record("leases", stack)

    def contents(self, stack: str) -> str:
        """Return where the contents of a stack's kept files lie, by their digest."""
        return self._record("kept", stack, "contents")

    def manifests(self, stack: str) -> str:
        """Return where the manifests of a stack's kept files lie, by the run."""
        return self._record("kept", stack, "runs")

    def orphans(self, stack: str) -> str:
        """Return where a stack's orphaned states lie, by the run."""
        return self._record("orphans", stack)

    def reviews(self, stack: str) -> str:
        """Return where a stack's reviews lie: all that a role which previews may add to."""
        return self._record("reviews", stack)

    def review(self, stack: str, digest: str, commit: str) -> str:
        """Return the key of what a plan of a commit showed."""
        return f"{self.reviews(stack)}/{digest.removeprefix('sha256:')}/{commit}"

    def state(self, stack: str) -> str:
        """Return the key of the state that the stack's `backend.tf` names."""
        return "/".join([self.prefix, "state", stack, STATE_NAME])

    def lock(self, stack: str) -> str:
        """Return the key of Terraform's own lock on that state."""
        return f"{self.state(stack)}.tflock"

    def _record(self, *parts: str) -> str:
        return "/".join([self.prefix, "records", *parts])
