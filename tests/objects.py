"""Buckets for tests: in the emulator, which runs in an environment of its own, on a port of its own."""

import os
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from platformctl.progress import silent
from platformctl.records.object_place import Bucket, Keys
from platformctl.sandbox.address import url_of
from platformctl.sandbox.sandbox import Sandbox
from platformctl.toolchain.environments import ensure_environment

REGION = "eu-central-1"
_MADE = f"<CreateBucketConfiguration><LocationConstraint>{REGION}</LocationConstraint></CreateBucketConfiguration>"
_WHERE = f"AWS4-HMAC-SHA256 Credential=sandbox/20260101/{REGION}/s3/aws4_request, SignedHeaders=host, Signature=0"
KEYS = Keys("sandbox", "sandbox")


@dataclass(frozen=True)
class ObjectServer:
    """An emulator and its address."""

    sandbox: Sandbox
    address: str

    def new_bucket(self, name: str) -> None:
        """Make an empty bucket."""
        headers = {"Content-Type": "application/xml", "Authorization": _WHERE}
        request = urllib.request.Request(f"{self.address}/{name}", _MADE.encode(), headers, method="PUT")
        urllib.request.urlopen(request, timeout=20).close()

    def place(self, prefix: str, bucket: str = "records", project: str = "acme/shop") -> Bucket:
        """Name a place in a bucket."""
        return bucket_at(self.address, prefix, bucket, project)


def bucket_at(address: str, prefix: str, bucket: str = "records", project: str = "acme/shop") -> Bucket:
    """Name a place in a bucket of the emulator at this address."""
    return Bucket(bucket, prefix, REGION, project, address, credentials=lambda: KEYS)


def start_objects(folder: Path) -> ObjectServer:
    """Start an emulator, or again the one of this folder on its port; the caller stops its sandbox."""
    sandbox = Sandbox(folder, lambda: ensure_environment("emulator", os.environ, silent), silent)
    return ObjectServer(sandbox, url_of(sandbox.up().port))
