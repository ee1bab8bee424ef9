"""Kept files and orphaned states in a bucket, below each stack's own key: nobody else has to be asked."""

import json
from collections.abc import Mapping

from platformctl.records.event import canonical
from platformctl.records.head import Head
from platformctl.records.kept import KeptFiles, KeptMark, Manifest, manifest_of, mark_of, proven, sha256
from platformctl.records.object_bucket import Objects


class ObjectKept:
    """What is kept of each stack beside its events and its state; writers hold the stack's lease."""

    def __init__(self, objects: Objects) -> None:
        """Take the bucket."""
        self._objects = objects
        self._bucket = objects.bucket

    def keep(self, stack: str, run: str, files: KeptFiles) -> KeptMark:
        """Keep the files of a run: contents first, so that a manifest never names what is not there."""
        for digest, content in {sha256(content): content for content in files.values()}.items():
            self._objects.put_new(f"{self._bucket.contents(stack)}/{digest}", content)
        manifest = manifest_of(files)
        self._objects.put(f"{self._bucket.manifests(stack)}/{run}", canonical(dict(manifest)).encode("ascii"))
        return mark_of(run, manifest)

    def read(self, stack: str, mark: KeptMark) -> KeptFiles:
        """Return the files of a run, proven."""
        manifest = self._manifest(f"{self._bucket.manifests(stack)}/{mark.run}")
        wanted = {f"{self._bucket.contents(stack)}/{digest}" for digest in manifest.values()}
        found = {each.key.rpartition("/")[2]: each.content for each in self._objects.get_all(sorted(wanted))}
        files = {path: found[digest] for path, digest in manifest.items() if digest in found}
        return proven(stack, mark, files)

    def collect(self, head: Head) -> None:
        """Let go of what is no longer needed once a run has ended: all but the files that the head names."""
        kept = f"{self._bucket.manifests(head.stack)}/{head.kept.run}" if head.kept else ""
        needed = set(self._manifest(kept).values()) if kept else set()
        runs = [entry.key for entry in self._objects.list(self._bucket.manifests(head.stack)) if entry.key != kept]
        contents = self._objects.list(self._bucket.contents(head.stack))
        self._objects.delete(*runs, *(entry.key for entry in contents if entry.name not in needed))

    def keep_orphan(self, stack: str, run: str, content: bytes) -> None:
        """Keep the state of a run that was fenced off."""
        self._objects.put(f"{self._bucket.orphans(stack)}/{run}", content)

    def orphans(self, stack: str) -> Mapping[str, bytes]:
        """Return the orphaned states by the runs that left them, the oldest first."""
        entries = sorted(self._objects.list(self._bucket.orphans(stack)), key=lambda one: (one.modified, one.key))
        found = self._objects.get_all(entry.key for entry in entries)
        return {each.key.rpartition("/")[2]: each.content for each in found}

    def forget_orphan(self, stack: str, run: str) -> None:
        """Let go of an orphaned state."""
        self._objects.delete(f"{self._bucket.orphans(stack)}/{run}")

    def forget(self, stack: str) -> None:
        """Let go of everything that is kept of a stack."""
        places = (self._bucket.manifests(stack), self._bucket.contents(stack), self._bucket.orphans(stack))
        self._objects.delete(*(entry.key for place in places for entry in self._objects.list(place)))

    def _manifest(self, key: str) -> Manifest:
        """Read a manifest; one that is missing or makes no sense names nothing, which no digest on record fits."""
        found = self._objects.get(key)
        try:
            read = json.loads(found.content) if found else {}
        except ValueError:
            return {}
        return {str(path): str(digest) for path, digest in read.items()} if isinstance(read, dict) else {}
