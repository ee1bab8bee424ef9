"""Which stacks a change touches: those that mean something else than at the fork point, and those that use them.

| what differs                                       | who is affected                        |
|----------------------------------------------------|----------------------------------------|
| a file in a stack's folder, a word of its request  | the stack: changed, new or deleted     |
| a locked module's digest, a vendored file of it    | every stack of that module             |
| a locked pack                                      | every stack                            |
| an environment's settings in platform.yaml         | every stack of that environment        |
| nothing of its own                                 | bound, where it uses one of the above  |

A comment in a request changes nothing. A stack that uses one that is bound is bound as well.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from platformctl.errors import PlatformError, Usage
from platformctl.git.changes import Changes
from platformctl.git.objects import Objects
from platformctl.project.documents import parse_document
from platformctl.project.files import plain_bytes
from platformctl.project.lock_file import LOCK_NAME, Lock, parse_any_lock
from platformctl.project.platform_file import Platform
from platformctl.project.project import PLATFORM_NAME, Project
from platformctl.project.validation import validated
from platformctl.requests.bindings import BINDINGS_NAME, parse_bindings
from platformctl.requests.request import REQUEST_NAME, Request
from platformctl.stacks.stack_id import StackId, parse_stack_id
from platformctl.stacks.touched import Ground, Shift, ground_of, shift
from platformctl.stacks.workspace import IGNORED, discover
from platformctl.workflows.report_results import Touched
from platformctl.workflows.results import Affected, AffectedStack

VENDORED = re.compile(r"vendor/modules/([a-z][a-z0-9-]*)/([0-9.]+)/.+")
MODULE = re.compile(rb"^module:[ \t]*[\"']?([a-z0-9-]+@[0-9.]+)", re.MULTILINE)
SHOWN = 4
"""Files of a stack that are named as its reason."""


def affected(project: Project, changes: Changes, objects: Objects) -> Affected:
    """Find the stacks that a change touches; sorted by id."""
    look = _Look(project, changes, objects)
    why = look.by_their_folders()
    moved = look.shift()
    every = tuple(discover(project)) if why or not moved.is_none else ()
    for stack in every:
        if reasons := tuple(look.by_the_ground(stack, moved)):
            why[stack] += reasons
    found = [AffectedStack(stack, look.how(stack), tuple(dict.fromkeys(why[stack]))) for stack in why]
    found += _bound({one.id for one in found}, every, look)
    counting = sum(1 for path in changes.uncommitted if _counts(path))
    stacks = tuple(sorted(found, key=lambda one: one.id))
    return Affected(changes.since, changes.fork_point, changes.commit, counting, stacks)


@dataclass(frozen=True)
class _Look:
    """Looks at both ends of a change."""

    project: Project
    changes: Changes
    objects: Objects
    _items: dict[StackId, str] = field(default_factory=dict)

    def by_their_folders(self) -> "defaultdict[StackId, tuple[str, ...]]":
        """Return the stacks in whose folders something else lies, and what."""
        paths: defaultdict[StackId, list[str]] = defaultdict(list)
        for path in sorted(self.changes.paths):
            if (stack := stack_at(path)) and self._differs(path):
                paths[stack].append(path)
        why: defaultdict[StackId, tuple[str, ...]] = defaultdict(tuple)
        for stack, files in paths.items():
            if (reasons := tuple(self._told(stack, files))) and self._is_stack(stack):
                why[stack] = reasons
        return why

    def _is_stack(self, stack: StackId) -> bool:
        """Say whether there is a request at either end: other folders are no stacks."""
        request = f"{stack.folder}/{REQUEST_NAME}"
        is_here = os.path.lexists(self.project.root / request)
        return is_here or bool(self.objects.file(self.changes.fork_point, request))

    def shift(self) -> Shift:
        """Return how what all stacks stand on has moved."""
        ground = {PLATFORM_NAME, LOCK_NAME} & self.changes.paths
        moved = shift(self._ground_before(), self._ground_now()) if ground else Shift()
        vendored = {path: match for path in self.changes.paths if (match := VENDORED.fullmatch(path))}
        items = {path: f"{match[1]}@{match[2]}" for path, match in vendored.items()}
        files = {item: f"module {item}: {path} changed" for path, item in items.items()}
        return Shift(moved.everywhere, moved.environments, {**files, **moved.modules})

    def by_the_ground(self, stack: StackId, moved: Shift) -> Iterator[str]:
        """Yield why a stack is another one though its own folder is not."""
        yield from moved.everywhere
        yield from moved.environments.get(stack.environment, ())
        if any(item.startswith(f"{stack.kind}@") for item in moved.modules):
            item = self._module(stack)
            yield from (moved.modules[item],) if item in moved.modules else ()

    def how(self, stack: StackId) -> Touched:
        """Say whether it is new, gone, or another one."""
        request = f"{stack.folder}/{REQUEST_NAME}"
        if plain_bytes(self.project.root / request) is None:
            return "deleted"
        is_there = request not in self.changes.paths or bool(self.objects.file(self.changes.fork_point, request))
        return "changed" if is_there else "new"

    def producers(self, stack: StackId) -> frozenset[StackId]:
        """Return whom a stack uses, as its generated bindings say."""
        content = plain_bytes(self.project.root / stack.folder / BINDINGS_NAME)
        if content is None:
            return frozenset()
        try:
            return frozenset(map(StackId.of, parse_bindings(content, BINDINGS_NAME).producers))
        except PlatformError:
            return frozenset()  # its plan will say what is wrong with it

    def _told(self, stack: StackId, files: Sequence[str]) -> Iterator[str]:
        names = [path.removeprefix(f"{stack.folder}/") for path in files]
        request = f"{stack.folder}/{REQUEST_NAME}"
        if REQUEST_NAME in names and self._says_otherwise(request):
            yield f"{REQUEST_NAME} changed"
        others = [name for name in names if name.partition("/")[0] not in IGNORED]
        if others:
            more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
            yield f"{', '.join(others[:SHOWN])}{more} changed"

    def _says_otherwise(self, path: str) -> bool:
        """Compare two requests by what they say; one that can't be read says something else."""
        before, now = self.objects.file(self.changes.fork_point, path), plain_bytes(self.project.root / path)
        if not before or now is None:
            return True
        try:
            one, other = (validated(Request, parse_document(raw, Path(path))) for raw in (before, now))
        except Usage:
            return True
        return one != other

    def _differs(self, path: str) -> bool:
        """Say whether a path really differs: what was committed may have been taken back since."""
        if path not in self.changes.uncommitted:
            return True
        before, file = self.objects.file(self.changes.fork_point, path), self.project.root / path
        now = plain_bytes(file)
        if now is None:
            return bool(before) or file.is_symlink()
        return now != before or not now

    def _module(self, stack: StackId) -> str:
        """Return the module that a request names; requests of ten thousand stacks are not parsed for that."""
        if stack not in self._items:
            content = plain_bytes(self.project.root / stack.folder / REQUEST_NAME) or b""
            found = MODULE.search(content)
            self._items[stack] = found[1].decode("ascii") if found else ""
        return self._items[stack]

    def _ground_now(self) -> Ground:
        return ground_of(self.project.platform, self.project.lock)

    def _ground_before(self) -> Ground:
        """Read platform.yaml and platform.lock of the fork point; Usage where they can't be told."""
        fork = self.changes.fork_point
        platform, lock = (self.objects.file(fork, name) for name in (PLATFORM_NAME, LOCK_NAME))
        if not platform:
            return Ground(Lock(), {}, {})
        return ground_of(
            validated(Platform, parse_document(platform, Path(PLATFORM_NAME))),
            parse_any_lock(lock.decode("utf-8", "replace"), Path(LOCK_NAME)),
        )


def stack_at(path: str) -> StackId | None:
    """Return the stack in whose folder a path lies."""
    parts = path.split("/")
    if len(parts) < 5 or parts[0] != "stacks":
        return None
    try:
        return parse_stack_id("/".join(parts[1:4]), "")
    except Usage:
        return None


def _counts(path: str) -> bool:
    """Say whether a file has a say in what stacks are."""
    return path in {PLATFORM_NAME, LOCK_NAME} or path.startswith(("stacks/", "vendor/"))


def _bound(touched: set[StackId], every: Sequence[StackId], look: _Look) -> Iterator[AffectedStack]:
    """Yield the stacks that use what is touched, and those that use them."""
    if not touched:
        return
    users: Mapping[StackId, frozenset[StackId]] = {
        stack: used for stack in every if stack not in touched and (used := look.producers(stack))
    }
    reached, waiting = set(touched), True
    while waiting:
        waiting = False
        for stack, used in users.items():
            if stack not in reached and (through := sorted(used & reached)):
                yield AffectedStack(stack, "bound", (f"uses {', '.join(map(str, through))}",))
                reached.add(stack)
                waiting = True
