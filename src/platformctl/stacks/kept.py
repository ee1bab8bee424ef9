"""A stack whose request is gone, as its last run had it: read back, never rendered anew."""

import json
from pathlib import Path

from platformctl.catalog.contract import Contract
from platformctl.catalog.digest import folder_digest
from platformctl.catalog.sources import CONTRACT_NAME
from platformctl.catalog.vendor import vendored_path
from platformctl.project.documents import read_document
from platformctl.project.lock_file import Pinned
from platformctl.project.platform_file import Environment
from platformctl.project.validation import validated
from platformctl.requests.bindings import read_bindings
from platformctl.requests.request import read_request
from platformctl.stacks.render import VALUES_NAME
from platformctl.stacks.stack import Kept, Stack
from platformctl.stacks.stack_id import StackId
from platformctl.stacks.workspace import IGNORED


def kept_stack(stack: StackId, kept: Kept, place: Path, environment: Environment) -> Stack:
    """Read the stack from its kept files, which lie at `place` as they lay in the project.

    Its module is not linted again: it was accepted when it was applied, and what is left to do is to take it away.
    """
    folder = place / stack.folder
    request = read_request(folder)
    module = place / vendored_path("modules", request.module)
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name not in IGNORED}
    return Stack(
        id=stack,
        request=request,
        contract=validated(Contract, read_document(module / CONTRACT_NAME)),
        environment=environment,
        module=Pinned(folder_digest(module), "kept"),
        bindings=read_bindings(folder),
        values=json.loads(files[VALUES_NAME]),
        files=files,
        digest=kept.stack_digest,
        kept=kept,
    )
