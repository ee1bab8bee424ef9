"""Stacks on disk: discovered, written, and held against what their requests render to."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from platformctl.errors import Usage
from platformctl.project.files import is_left_over, write_atomically
from platformctl.project.project import Project
from platformctl.requests.bindings import BINDINGS_NAME, read_bindings
from platformctl.requests.request import REQUEST_NAME, Request, read_request
from platformctl.stacks.stack import Stack, stack_of
from platformctl.stacks.stack_id import StackId

IGNORED = frozenset({".terraform", REQUEST_NAME})
"""Names in a stack's folder that are not generated and may be there; `.terraform/` is never read."""


def discover(project: Project, environment: str | None = None) -> Iterator[StackId]:
    """Yield the id of every request on disk, sorted."""
    pattern = f"{environment or '*'}/*/*/{REQUEST_NAME}"
    for path in sorted(project.stacks.glob(pattern)):
        yield StackId(*path.parts[-4:-1])


def folder_of(project: Project, stack: StackId) -> Path:
    """Return a stack's folder; Usage when the way there leads through a link, perhaps out of the project."""
    folder = project.root
    for part in stack.folder.parts:
        folder /= part
        if folder.is_symlink():
            raise Usage("A folder is a link", detail=f"{folder} is a symbolic link; stacks lie in plain folders only.")
    return folder


def is_requested(project: Project, stack: StackId) -> bool:
    """Say whether a stack has a request on disk."""
    return (folder_of(project, stack) / REQUEST_NAME).exists()


def request_of(project: Project, stack: StackId) -> Request:
    """Read the request of a stack; Usage when there is none."""
    folder = folder_of(project, stack)
    if not is_requested(project, stack):
        raise Usage(
            "No such stack",
            detail=f"There is no {folder / REQUEST_NAME}.",
            hint=f"platformctl create {stack.kind} {stack.name} --env {stack.environment}",
        )
    return read_request(folder)


def load(project: Project, stack: StackId) -> Stack:
    """Render the stack of a request on disk."""
    return stack_of(request_of(project, stack), project, read_bindings(folder_of(project, stack)))


def proven(project: Project, stack: StackId) -> Stack:
    """Load a stack and prove that the files on disk are what its request renders to."""
    loaded = load(project, stack)
    for fault in faults(project, loaded):
        raise fault
    return loaded


def faults(project: Project, stack: Stack) -> Iterator[Usage]:
    """Yield an error for every file that is missing, edited, extra, or no plain file."""
    folder = folder_of(project, stack.id)
    for name, content in stack.files.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            yield _fault("A rendered file is missing", path, "is not there, or is not a plain file")
        elif path.read_bytes() != content:
            yield _fault("A rendered file was edited", path, "is not what request.yaml renders to")
    for path in sorted(folder.iterdir()):
        if path.name not in {*IGNORED, *stack.files} and not _is_left_over(path, stack.files):
            yield _extra(path)


def write(project: Project, stack: Stack) -> tuple[str, ...]:
    """Write the generated files that differ and return their names; the request is written by who made it."""
    folder = folder_of(project, stack.id)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name not in {*IGNORED, BINDINGS_NAME, *stack.files} and not _is_left_over(path, stack.files):
            raise _extra(path)
    if BINDINGS_NAME not in stack.files:
        (folder / BINDINGS_NAME).unlink(missing_ok=True)
    return tuple(name for name, content in stack.files.items() if _written(folder / name, content))


def removed(project: Project, stack: StackId, files: Mapping[str, bytes]) -> None:
    """Remove a destroyed stack's request and generated files; what else lies there, or was edited since, stays."""
    folder = folder_of(project, stack)
    for name, content in files.items():
        if _is_same(folder / name, content):
            (folder / name).unlink()
    (folder / REQUEST_NAME).unlink(missing_ok=True)
    for path in [path for path in folder.iterdir() if _is_left_over(path, files)] if folder.is_dir() else ():
        path.unlink()
    for path in (folder, folder.parent, folder.parent.parent):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _is_left_over(path: Path, files: Collection[str]) -> bool:
    """Say whether a killed command left it when it wrote a file of the stack; Terraform reads no such name."""
    return is_left_over(path, {*files, BINDINGS_NAME, REQUEST_NAME})


def _is_same(path: Path, content: bytes) -> bool:
    """Say whether a plain file holds just that."""
    return path.is_file() and not path.is_symlink() and path.read_bytes() == content


def _written(path: Path, content: bytes) -> bool:
    if _is_same(path, content):
        return False
    write_atomically(path, content)
    return True


def _fault(summary: str, path: Path, why: str) -> Usage:
    return Usage(
        summary,
        detail=f"{path} {why}. Generated files are never edited: change request.yaml instead.",
        hint="platformctl render",
    )


def _extra(path: Path) -> Usage:
    return Usage(
        "A stack's folder holds an extra file",
        detail=f"{path} is none of platformctl's files. Terraform might read it, so nothing is judged beside it.",
        hint=f"git status {path.parent}; mv {path} somewhere else",
    )
