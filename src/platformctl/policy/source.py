"""Refuses, before any `terraform init`, Terraform code that could run, fetch or read what it must not (design 10.4).

Trusted or not: all code of a stack's root and of every folder of its module is read, and refused with file and line.
"""

import graphlib
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformctl.errors import Usage
from platformctl.policy.source_calls import Fault, call_faults, templates
from platformctl.policy.source_memory import Memory, digest_of
from platformctl.policy.source_readers import agree
from platformctl.policy.source_rules import Ground, block_faults, calls_of_modules
from platformctl.terraform.copying import TERRAFORMS_OWN, entries
from platformctl.terraform.hcl_blocks import parse
from platformctl.terraform.hcl_tokens import Token, Unreadable, template_code
from platformctl.terraform.work_folder import WorkFolder

MAX_FILE = 256 * 1024
MAX_FILES = 500
MAX_TOTAL = 8 * 1024 * 1024
STACK_FILES = frozenset(
    {"main.tf", "variables.tf", "outputs.tf", "providers.tf", "versions.tf", "backend.tf", "terraform.tfvars.json"}
    | {".terraform.lock.hcl", "request.yaml", "bindings.json"}
)
"""All that a stack's folder may hold: Terraform itself would read more."""
_OTHER_CODE = re.compile(r".*(\.tf\.json|\.tofu|\.tofu\.json)|(.*_)?override\.(tf|tofu)(\.json)?")
"""Code that no check sees, and code that changes other code."""
Provider = Literal["aws", "none"]


@dataclass(frozen=True)
class Code:
    """A folder that was read whole, and the folder that its paths are told in."""

    files: Mapping[str, bytes]
    shown: Path

    def refused(self, name: str, line: int, why: str) -> Usage:
        """Make the error."""
        path = self.shown / name
        where = f"{path}:{line}" if line else f"{path}"
        return Usage(
            "Terraform code is not accepted",
            detail=f"{where}: {why}. Nothing of it was run.",
            hint=f"git log -3 -- {path}",
        )


def vet_work(work: WorkFolder, provider: Provider, memory: Memory) -> None:
    """Refuse the code that a run would work on: exactly the copies that Terraform is about to read."""
    project = work.source.project
    _vet_stack(
        Code(_contents(work.stack, project / work.source.stack), project / work.source.stack), work, provider, memory
    )
    vet_module(work.module, provider, memory, shown=project / work.source.module)


def vet_module(folder: Path, provider: Provider, memory: Memory, *, shown: Path | None = None) -> None:
    """Refuse a module's code."""
    code = Code(_contents(folder, shown or folder), shown or folder)
    digest = digest_of(f"module {provider}", code.files)
    if memory.knows(digest):
        return
    calls: dict[str, set[str]] = {}
    for name in code.files:
        if name.endswith(".tf"):
            calls.setdefault(posixpath.dirname(name), set()).update(_module_file(name, code, provider))
    _refuse_rings(calls, code)
    memory.remember(digest)


def _vet_stack(code: Code, work: WorkFolder, provider: Provider, memory: Memory) -> None:
    for name in code.files:
        if name not in STACK_FILES | TERRAFORMS_OWN:
            raise code.refused(name, 0, "is none of the files that a stack's folder holds")
    roots = Code({name: content for name, content in code.files.items() if name.endswith(".tf")}, code.shown)
    module = os.path.relpath(work.source.module, work.source.stack)
    digest = digest_of(f"stack {provider} {module}", roots.files)
    if memory.knows(digest):
        return
    for name in roots.files:
        for source in _read(name, roots, Ground("stack", provider)):
            if source[1] != module:
                raise code.refused(name, source[0], f"a stack calls its own module, {module}, and no other")
    memory.remember(digest)


def _module_file(name: str, code: Code, provider: Provider) -> Iterator[str]:
    """Hold one file against the rules; yield the folders of the modules that it calls."""
    here = posixpath.dirname(name)
    for line, source in _read(name, code, Ground("module", provider)):
        there = posixpath.normpath(posixpath.join(here, source))
        there = "" if there == "." else there
        if not any(posixpath.dirname(each) == there and each.endswith(".tf") for each in code.files):
            raise code.refused(name, line, f'"{source}" is no folder with code inside the module')
        yield there


def _read(name: str, code: Code, ground: Ground) -> Iterator[tuple[int, str]]:
    """Read one file, refuse the first thing that is not allowed, and yield line and path of the modules called."""
    text = _text(name, code)
    try:
        whole, tokens = parse(text)
        for line, why in sorted(
            [*block_faults(whole, ground), *call_faults(tokens), *_in_templates(name, code, tokens)]
        ):
            raise code.refused(name, line, why)
        agree(text, whole, tokens)
    except Unreadable as error:
        raise code.refused(name, error.line, error.why) from error
    for source in calls_of_modules(whole):
        yield source.line, str(source.literal)


def _in_templates(name: str, code: Code, tokens: tuple[Token, ...]) -> Iterator[Fault]:
    """Hold the template files that a file uses against the rules: they are code as well."""
    for line, path in templates(tokens):
        template = posixpath.join(posixpath.dirname(name), path)
        if template not in code.files:
            yield line, f"the template {path} is not in the module"
            continue
        try:
            for run in template_code(_text(template, code)):
                for inner, why in call_faults(run, in_template=True):
                    yield line, f"{path}:{inner}: {why}"
        except Unreadable as error:
            yield line, f"{path}:{error.line}: {error.why}"


def _text(name: str, code: Code) -> str:
    content = code.files[name]
    if len(content) > MAX_FILE:
        raise code.refused(name, 0, f"has {len(content)} bytes; at most {MAX_FILE} are read")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise code.refused(name, 0, f"byte {error.start} is not UTF-8") from error


def _refuse_rings(calls: Mapping[str, set[str]], code: Code) -> None:
    """Refuse modules that call each other in a ring: Terraform would follow it for ever."""
    try:
        graphlib.TopologicalSorter(calls).prepare()
    except graphlib.CycleError as error:
        ring = " → ".join(folder or "." for folder in error.args[1])
        raise code.refused("", 0, f"modules call each other in a ring: {ring}") from error


def _contents(folder: Path, shown: Path) -> Mapping[str, bytes]:
    """Read a folder whole; links, code that no check sees, and too much of anything are refused."""
    files: dict[str, bytes] = {}
    total = 0
    for name, path in _plain_files(folder, "", Code({}, shown)):
        files[name] = path.read_bytes()
        total += len(files[name])
        if len(files) > MAX_FILES or total > MAX_TOTAL:
            raise Code({}, shown).refused("", 0, f"holds more than {MAX_FILES} files or {MAX_TOTAL} bytes")
    return files


def _plain_files(folder: Path, prefix: str, code: Code) -> Iterator[tuple[str, Path]]:
    for entry in entries(folder):
        name = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _plain_files(Path(entry.path), f"{name}/", code)
        elif not entry.is_file(follow_symlinks=False):
            raise code.refused(name, 0, "is a link or a device; only plain files are read")
        elif _OTHER_CODE.fullmatch(entry.name):
            raise code.refused(
                name, 0, "is code that no check sees, or that changes other code; write it into a .tf file"
            )
        else:
            yield name, Path(entry.path)
