"""A stack as the project holds it: request, contract, values, rendered files, digest."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformctl.catalog.contract import Contract
from platformctl.catalog.sources import Module
from platformctl.catalog.vendor import vendored_module, vendored_path
from platformctl.project.lock_file import Pinned
from platformctl.project.platform_file import Environment
from platformctl.project.project import Project
from platformctl.requests.binding_words import CONTEXT
from platformctl.requests.bindings import BINDINGS_NAME, Bindings, dump_bindings
from platformctl.requests.grants import supply_of
from platformctl.requests.request import Request
from platformctl.requests.resolve import values_of
from platformctl.stacks.digest import stack_digest
from platformctl.stacks.render import Files, render
from platformctl.stacks.stack_id import StackId

NO_BINDINGS = Bindings()


@dataclass(frozen=True)
class Kept:
    """The files of a run, from which a stack is planned whose request is gone."""

    run: str
    files: Mapping[str, bytes]
    """Stack's folder and module's, by path in the project."""
    stack_digest: str


@dataclass(frozen=True)
class Stack:
    """What a request renders to, and all that it was made from."""

    id: StackId
    request: Request
    contract: Contract
    environment: Environment
    module: Pinned
    bindings: Bindings
    values: Mapping[str, Any]
    files: Files
    digest: str
    """Over rendered files, module and packs: two stacks of one digest are the same intent."""
    kept: Kept | None = None
    """Where all of this comes from when the request is gone: all that may be done with the stack is to destroy it."""

    @property
    def module_path(self) -> Path:
        """Return the vendored module's place, relative to the project."""
        return vendored_path("modules", self.request.module)


def stack_of(request: Request, project: Project, bindings: Bindings = NO_BINDINGS) -> Stack:
    """Render a request, with what other stacks hand to it, with the module that the project has locked."""
    module, pinned = vendored_module(project, request.module)
    return assembled(request, module, pinned, project, bindings)


def assembled(
    request: Request, module: Module, pinned: Pinned, project: Project, bindings: Bindings = NO_BINDINGS
) -> Stack:
    """Render a request with a given module."""
    stack_id = StackId(request.environment, request.kind, request.name)
    environment = project.environment(request.environment)
    contract = module.contract
    contracts = {item: vendored_module(project, item)[0].contract for item in _modules(bindings)}
    values = values_of(request, contract, project.platform, supply_of(bindings, contracts, request.environment))
    files = render(stack_id, contract, values, environment, project.lock)
    if bindings.bindings:
        files = {**files, BINDINGS_NAME: dump_bindings(bindings)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    digest = stack_digest(pinned.digest, project.lock, hashes)
    return Stack(stack_id, request, contract, environment, pinned, bindings, values, files, digest)


def _modules(bindings: Bindings) -> frozenset[str]:
    """Return the modules whose contracts say what is handed over; bound context needs none."""
    return frozenset(bound.module for word, bound in bindings.bindings.items() if not word.startswith(CONTEXT))
