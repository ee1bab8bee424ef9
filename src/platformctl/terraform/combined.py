"""One root for many stacks: a module call per stack on its rendered root, one provider, one state. For previews only.

stacks/_all/in_one/whole/s_HASH.tf              the call of one stack, its values as one variable, its outputs
stacks/_all/in_one/whole/terraform.tfvars.json  the values of all, as data
stacks/ENV/KIND/NAME/…  vendor/modules/…        as they lie in the project, but for provider, backend, lock and values

The root lies as deep as a stack's folder does, so that `path.module` of every module is what it is for the stack alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from platformctl.catalog.variables import variable_types
from platformctl.requests.bindings import BINDINGS_NAME
from platformctl.requests.request import REQUEST_NAME
from platformctl.stacks.render import BACKEND_NAME, VALUES_NAME, values_text
from platformctl.stacks.stack import Stack
from platformctl.terraform.addresses import quoted
from platformctl.terraform.combined_names import member_name, output_name
from platformctl.terraform.combined_state import merged_state
from platformctl.terraform.combined_wires import Wire, wires
from platformctl.terraform.private_files import write_private
from platformctl.terraform.work_folder import STATE, WorkFolder

FOLDER = PurePosixPath("stacks/_all/in_one/whole")
"""No environment and no kind can be called so."""
MOST = 100
"""Stacks in one root."""
GROUND = ("providers.tf", "versions.tf", ".terraform.lock.hcl")
"""What is there once for all: who is talked to, by which provider."""
_UP = PurePosixPath("../../../..")
_LEFT_OUT = frozenset({"providers.tf", ".terraform.lock.hcl", BACKEND_NAME, VALUES_NAME, REQUEST_NAME, BINDINGS_NAME})


@dataclass(frozen=True)
class Member:
    """One stack of a combined root."""

    stack: Stack
    files: Mapping[str, bytes]
    """Stack's folder and module's, by path in the project, as they were judged."""
    state: bytes

    @cached_property
    def name(self) -> str:
        """Return what the stack is called in the root."""
        return member_name(str(self.stack.id))

    @property
    def ground(self) -> tuple[bytes, ...]:
        """Return what it needs to have in common with the others; nothing for a stack without a provider."""
        return tuple(self.stack.files[name] for name in GROUND) if self.stack.contract.provider == "aws" else ()


def whole_files(members: Sequence[Member]) -> Mapping[str, bytes]:
    """Return everything by path: the root, and what it calls."""
    root = {f"{FOLDER}/{name}": content for name, content in root_files(members).items()}
    return {**member_files(members), **root}


def member_files(members: Sequence[Member]) -> Mapping[str, bytes]:
    """Return the files of the stacks and their modules, by path, without what is there once for all."""
    folders = {str(member.stack.id.folder) for member in members}
    return {
        path: content
        for member in members
        for path, content in member.files.items()
        if not (str(PurePosixPath(path).parent) in folders and PurePosixPath(path).name in _LEFT_OUT)
    }


def root_files(members: Sequence[Member]) -> Mapping[str, bytes]:
    """Return the files of the root itself, by name; Usage where something can't be handed from member to member."""
    stacks = {str(member.stack.id): member.stack for member in members}
    wired = {member.name: wires(member.stack, stacks) for member in members}
    files = {f"{member.name}.tf": _call(member, wired[member.name]).encode() for member in members}
    values = {member.name: _values(member, wired[member.name]) for member in members}
    return {**_ground(members), **files, VALUES_NAME: values_text(values).encode()}


def lay(work: WorkFolder, members: Sequence[Member]) -> None:
    """Write the root anew for these members: their calls, values and states, and nothing of anybody else's."""
    files = {**root_files(members), STATE: merged_state({member.name: member.state for member in members})}
    for path in work.stack.iterdir():
        if path.is_file() and path.name != BACKEND_NAME:
            path.unlink()
    for name, content in files.items():
        write_private(work.stack / name, content)


def _ground(members: Sequence[Member]) -> Mapping[str, bytes]:
    """Take the provider from a stack that has one; there it is the same for all."""
    has_one = [member.stack for member in members if member.ground] or [members[0].stack]
    return {name: has_one[0].files[name] for name in GROUND if name in has_one[0].files}


def _call(member: Member, wired: Mapping[str, Wire]) -> str:
    """Write the call of one stack; every name in it was held to a strict pattern before it got here."""
    name = member.name
    declared = variable_types(member.stack.contract)
    arguments = {key: f"var.{name}.{key}" for key in member.stack.values if key in declared}
    arguments |= {key: wire.expression for key, wire in wired.items()}
    lines = [
        f"# {member.stack.id}",
        f'variable "{name}" {{\n  type = any\n}}\n',
        f'module "{name}" {{',
        f"  source = {quoted(str(_UP / member.stack.id.folder))}",
        *(f"  {key} = {expression}" for key, expression in sorted(arguments.items())),
        "}",
        *_outputs(member),
    ]
    return "\n".join(lines) + "\n"


def _outputs(member: Member) -> Iterator[str]:
    for key, output in sorted(member.stack.contract.outputs.items()):
        sensitive = "\n  sensitive = true" if output.sensitive else ""
        value = f"module.{member.name}.{key}"
        yield f'\noutput "{output_name(member.name, key)}" {{\n  value = {value}{sensitive}\n}}'


def _values(member: Member, wired: Mapping[str, Wire]) -> Mapping[str, Any]:
    return {**member.stack.values, **{key: wire.rest for key, wire in wired.items()}}
