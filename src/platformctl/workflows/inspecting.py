"""Looks at one stack of an untrusted change: rendered, held against limits, code and packs; nothing of it is run.

The request is the branch's, as data. What renders, what is allowed and what judges is the protected branch's. Where
the branch changed that too, it is said what differs, and what is committed is judged all the same.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex

from platformctl.catalog.digest import folder_files
from platformctl.errors import PlatformError, Usage
from platformctl.policy.judge import Judge
from platformctl.policy.source import MAX_TOTAL, vet_work
from platformctl.policy.source_memory import Memory
from platformctl.policy.verdict import Verdict
from platformctl.project.project import Project
from platformctl.requests.bindings import read_bindings
from platformctl.requests.request import REQUEST_NAME
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.work_folder import Source, WorkFolder, prepare
from platformctl.workflows.base_tree import as_in_git
from platformctl.workflows.odd_paths import shown
from platformctl.workflows.skip_comments import skip_comments

DELETED = "its request is deleted; what that destroys only a plan can tell"
NO_REQUEST = "its folder holds files and no request, so no plan would read them"
_TRACKED = ".terraform"


@dataclass(frozen=True)
class Sides:
    """The two sides of an untrusted change."""

    base: Project
    """What the protected branch says, in a private folder; it has no stacks."""
    branch: Project
    """The working tree by its own words."""
    commit: str
    """Where the change forked off."""
    paths: frozenset[str]
    """What the change touches."""
    protected: tuple[str, ...]
    """What it touches of what only the protected branch speaks for."""

    @property
    def is_protected_changed(self) -> bool:
        """Claim that the change says something that only the protected branch may say."""
        return bool(self.protected)

    @property
    def root(self) -> Path:
        """Return where the working tree lies."""
        return self.branch.root

    @property
    def files(self) -> Project:
        """Return the working tree under the protected branch's words: only its stacks may be read through it."""
        return Project(self.root, self.base.platform)

    def is_touched(self, stack: StackId) -> bool:
        """Claim that the change makes, changes or deletes the stack's request."""
        return f"{stack.folder}/{REQUEST_NAME}" in self.paths

    def told(self, error: PlatformError) -> PlatformError:
        """Return an error that says where things lie as git does."""
        return as_in_git(error, self.base.root, self.commit)


@dataclass(frozen=True)
class Inspected:
    """What looking at one stack came to."""

    id: StackId
    stack: Stack | None = None
    verdict: Verdict | None = None
    notes: tuple[str, ...] = ()
    """What is said otherwise than on the protected branch."""
    error: PlatformError | None = None

    @property
    def exit_code(self) -> int:
        """Return the code of this stack."""
        if self.error:
            return self.error.exit_code
        return 3 if self.verdict and self.verdict.blocking else 0


@dataclass(frozen=True)
class Bench:
    """What stacks are looked at with."""

    judge: Callable[[str], Judge]
    """The judge of an environment."""
    work: Path
    vetted: Path


@dataclass(frozen=True)
class _Rendering:
    """A stack whose committed files are what its request renders to, by one side or the other."""

    stack: Stack
    module: Path
    """The project that its module is read from."""
    notes: tuple[str, ...] = ()


def inspect(stack: StackId, sides: Sides, bench: Bench) -> Inspected:
    """Look at a stack; whatever stands against it is said, and hides no other."""
    notes: tuple[str, ...] = ()
    try:
        if not workspace.is_requested(sides.files, stack):
            return Inspected(stack, notes=(DELETED if sides.is_touched(stack) else NO_REQUEST,))
        _refuse_odd_files(stack, sides)
        rendering = _rendered(stack, sides)
        notes = rendering.notes
        with _work(rendering, sides, bench) as work:
            notes = (*notes, *skip_comments(work.module, rendering.stack.module_path))
            vet_work(work, rendering.stack.contract.provider, Memory(bench.vetted))
            verdict = bench.judge(stack.environment).configuration(rendering.stack, work, work.digest())
    except PlatformError as error:
        return Inspected(stack, notes=notes, error=sides.told(error))
    return Inspected(stack, rendering.stack, verdict, notes)


def _rendered(stack: StackId, sides: Sides) -> _Rendering:
    """Render by the protected branch; where that is not what is committed, by what the change itself says."""
    request = workspace.request_of(sides.files, stack)
    bindings = read_bindings(workspace.folder_of(sides.files, stack))
    mine: Stack | None = None
    try:
        mine = stack_of(request, sides.base, bindings)
        fault = next(workspace.faults(sides.files, mine), None)
    except Usage as error:
        fault = error
    if not sides.is_protected_changed and fault:
        raise fault
    if not sides.is_protected_changed and mine:
        return _Rendering(mine, sides.base.root)
    theirs = stack_of(request, sides.branch, bindings)
    for edited in workspace.faults(sides.files, theirs):
        raise edited
    return _judged_by_base(theirs, mine, sides, fault)


def _judged_by_base(theirs: Stack, mine: Stack | None, sides: Sides, fault: Usage | None) -> _Rendering:
    """Let tier, limits and, where it is the same module, promises be those of the protected branch."""
    notes = tuple(_differences(theirs, mine, sides, fault))
    environments = sides.base.platform.environments
    environment = environments.get(theirs.id.environment, theirs.environment)
    if mine and mine.module.digest == theirs.module.digest:
        return _Rendering(replace(theirs, environment=environment, contract=mine.contract), sides.base.root, notes)
    return _Rendering(replace(theirs, environment=environment), sides.root, notes)


def _differences(theirs: Stack, mine: Stack | None, sides: Sides, fault: Usage | None) -> Iterator[str]:
    if theirs.id.environment not in sides.base.platform.environments:
        yield f"the environment {theirs.id.environment} is new"
    if mine is None:
        said = sides.told(fault) if fault else None
        yield f"by what the protected branch says: {said.summary}. {said.detail}" if said else "it is new"
        return
    names = sorted(name for name in {*mine.files, *theirs.files} if mine.files.get(name) != theirs.files.get(name))
    if names:
        yield f"by what the protected branch says, {', '.join(names)} would be other files"
    if mine.module.digest != theirs.module.digest:
        yield f"the module {theirs.request.module} is not the protected branch's"
        yield from (
            f"the module no longer promises: {promise}" for promise in sorted(_promises(mine) - _promises(theirs))
        )
    for word in ("tier", "cloud"):
        if getattr(mine.environment, word) != getattr(theirs.environment, word):
            yield f"the {word} of {theirs.id.environment} is not the protected branch's"


def _promises(stack: Stack) -> frozenset[str]:
    return frozenset(guarantee.promise for guarantee in stack.contract.guarantees)


@contextmanager
def _work(rendering: _Rendering, sides: Sides, bench: Bench) -> Iterator[WorkFolder]:
    """Lay rendered files and module into a private folder, where nothing else lies."""
    stack = rendering.stack
    kept = {
        **{str(stack.id.folder / name): content for name, content in stack.files.items()},
        **_module_files(rendering.module, stack.module_path),
    }
    source = Source(sides.root, Path(stack.id.folder), stack.module_path, kept)
    work = prepare(bench.work / f"untrusted-{token_hex(8)}", source, b"")
    try:
        yield work
    finally:
        work.remove()


def _module_files(root: Path, module: Path) -> Mapping[str, bytes]:
    paths = {f"{module.as_posix()}/{name}": path for name, path in folder_files(root / module).items()}
    if sum(path.lstat().st_size for path in paths.values()) > MAX_TOTAL:
        raise Usage("A module is too large", detail=f"{root / module} has more than {MAX_TOTAL} bytes.")
    return {name: path.read_bytes() for name, path in paths.items()}


def _refuse_odd_files(stack: StackId, sides: Sides) -> None:
    """Refuse what git should not have in a stack's folder, and what is too large to be a file of ours."""
    folder = workspace.folder_of(sides.files, stack)
    for path in sorted(sides.paths):
        if path.startswith(f"{stack.folder}/{_TRACKED}/") or path == f"{stack.folder}/{_TRACKED}":
            raise Usage(
                "A stack's folder holds an extra file",
                detail=f"{sides.root}/{shown(path)} is Terraform's own and in git: Terraform might run what is there.",
                hint=f"git rm -r --cached {stack.folder}/{_TRACKED}",
            )
    for entry in folder.iterdir():
        if entry.is_symlink():
            raise Usage("A file is a link", detail=f"{entry} is a symbolic link; stacks are made of plain files only.")
        if entry.lstat().st_size > MAX_TOTAL:
            raise Usage("A file is too large", detail=f"{entry} has more than {MAX_TOTAL} bytes.")
