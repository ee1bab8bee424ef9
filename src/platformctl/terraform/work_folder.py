"""The private folder that one run works in: copies of stack and module at the same places, and a local state.

<root>/alive.lock  cli.tfrc  plan.tfplan  plan.json  events.jsonl  apply.stderr
<root>/stacks/ENV/KIND/NAME/…    Terraform's folder; only backend.tf differs from the project's
<root>/vendor/modules/KIND/VERSION/…
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.terraform import alive
from platformctl.terraform.copying import copy_folder, lay, refuse_links_on_the_way
from platformctl.terraform.digests import Digests, digest_of, refuse_changes
from platformctl.terraform.private_files import private_folder, write_private

STATE = "terraform.tfstate"
ERRORED = "errored.tfstate"
ALIVE = "alive.lock"
EVENTS = "events.jsonl"
COMPLAINTS = "stderr"
_BACKEND_FILE = "backend.tf"
_BACKEND = f"""terraform {{
  backend "local" {{
    path = "{STATE}"
  }}
}}
"""


@dataclass(frozen=True)
class Source:
    """What a run works on: a project, and the places of stack and module in it."""

    project: Path
    stack: Path
    """Relative, as `stacks/dev/db/orders`."""
    module: Path
    """Relative, as `vendor/modules/db/1.2.0`."""
    kept: Mapping[str, bytes] | None = field(default=None, repr=False)
    """Contents by path that stand in for both, where the request is gone from the project."""


@dataclass(frozen=True)
class WorkFolder:
    """One run's folder, held by its lock from `prepare` to `close`."""

    root: Path
    source: Source
    lock: int
    """Descriptor of alive.lock: let Terraform inherit it."""

    @property
    def stack(self) -> Path:
        """Where Terraform stands."""
        return self.root / self.source.stack

    @property
    def module(self) -> Path:
        """Where the module's copy lies."""
        return self.root / self.source.module

    @property
    def state(self) -> Path:
        """Give the state that Terraform works on; it is saved after every resource."""
        return self.stack / STATE

    @property
    def plan(self) -> Path:
        """Where the saved plan lies: a secret."""
        return self.root / "plan.tfplan"

    @property
    def plan_json(self) -> Path:
        """Where the shown plan lies: a secret, to be deleted once judged."""
        return self.root / "plan.json"

    @property
    def applies(self) -> tuple[Path, ...]:
        """List the event files of this run's applies, oldest first: secrets."""
        return tuple(self._apply_file(number, EVENTS) for number in range(1, self._applies_so_far + 1))

    @property
    def events(self) -> Path:
        """Where the latest apply told its events; no such file before the first."""
        return self._apply_file(max(1, self._applies_so_far), EVENTS)

    def next_apply(self) -> tuple[Path, Path]:
        """Name the files for one more apply: its events, and what it complains of."""
        number = self._applies_so_far + 1
        return self._apply_file(number, EVENTS), self._apply_file(number, COMPLAINTS)

    @property
    def _applies_so_far(self) -> int:
        return len(list(self.root.glob(f"apply-*.{EVENTS}")))

    def _apply_file(self, number: int, ending: str) -> Path:
        return self.root / f"apply-{number}.{ending}"

    def digest(self) -> Digests:
        """Digest every file of stack and module, as it is now."""
        return digest_of(self.root, (self.source.stack, self.source.module))

    def refuse_changes(self, judged: Digests) -> None:
        """Stop when a file is no longer what was judged."""
        refuse_changes(judged, self.digest())

    def close(self) -> None:
        """Let go of the lock; it ends when the last child of ours has ended as well."""
        os.close(self.lock)

    def remove(self) -> None:
        """Let go and delete everything, secrets first of all."""
        self.close()
        shutil.rmtree(self.root)


def prepare(root: Path, source: Source, state: bytes) -> WorkFolder:
    """Copy what a run needs into a new private folder, and take its lock; on failure nothing is left."""
    try:
        private_folder(root.parent)
        root.mkdir(mode=0o700)
    except OSError as error:
        raise _unmade(root, error) from error
    lock = alive.take(root / ALIVE)
    folder = WorkFolder(root=root, source=source, lock=lock)
    try:
        _fill(folder, state)
    except BaseException as error:
        folder.remove()
        if isinstance(error, OSError):
            raise _unmade(root, error) from error
        raise
    return folder


def reopen(root: Path, source: Source) -> WorkFolder:
    """Take over the folder of a run that ended early; `Busy` while anything of it lives."""
    return WorkFolder(root=root, source=source, lock=alive.take(root / ALIVE))


def _fill(folder: WorkFolder, state: bytes) -> None:
    if folder.source.kept is None:
        _copy_parts(folder)
    else:
        lay(folder.root, folder.source.kept)
    backend = folder.stack / _BACKEND_FILE
    backend.unlink(missing_ok=True)
    write_private(backend, _BACKEND.encode())
    if state:
        write_private(folder.state, state)


def _copy_parts(folder: WorkFolder) -> None:
    for part in (folder.source.stack, folder.source.module):
        refuse_links_on_the_way(folder.source.project, part)
        copy_folder(folder.source.project / part, folder.root / part)


def _unmade(root: Path, error: OSError) -> PlatformError:
    return PlatformError(
        "The run's work folder could not be made",
        detail=f"{error.filename or root}: {error.strerror or error}. Nothing was changed.",
        hint=f"df -h {root.parent}",
    )
