"""The stack as its request renders it; where the request is gone and the stack is not, as its last run had it."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from platformctl.errors import PlatformError
from platformctl.records.head import Head
from platformctl.records.past_run import runs_of
from platformctl.stacks import workspace
from platformctl.stacks.kept import kept_stack
from platformctl.stacks.render import BACKEND_NAME
from platformctl.stacks.stack import Kept, Stack
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.copying import lay
from platformctl.terraform.digests import refuse_changes, sha256_of_bytes
from platformctl.terraform.private_files import private_folder
from platformctl.workflows.deletions import is_deleted
from platformctl.workflows.planning import JudgedPlan
from platformctl.workflows.ports import Ports


def at_hand(stack: StackId, ports: Ports) -> Stack:
    """Load a stack: proven against its request, or read from the files that its last run kept."""
    head = ports.records().head(str(stack))
    if head is None or not is_deleted(stack, head, ports.project):
        return workspace.proven(ports.project, stack)
    kept = _kept(stack, head, ports)
    with tempfile.TemporaryDirectory(prefix="preview-kept-", dir=private_folder(ports.work)) as place:
        lay(Path(place), kept.files)
        return kept_stack(stack, kept, Path(place), ports.environment)


def files_to_keep(plan: JudgedPlan) -> Mapping[str, bytes]:
    """Return what a plan was made from, as it lies in the project: what was judged, with the stack's own backend.tf."""
    work, stack = plan.work, plan.preview.stack
    files = {path: (work.root / path).read_bytes() for path in plan.judged}
    refuse_changes(plan.judged, {path: sha256_of_bytes(content) for path, content in files.items()})
    return {**files, f"{stack.id.folder}/{BACKEND_NAME}": stack.files[BACKEND_NAME]}


def _kept(stack: StackId, head: Head, ports: Ports) -> Kept:
    if head.kept is None:
        raise _nothing_kept(stack, head)
    files = ports.records().kept(head.stack, head.kept)
    return Kept(head.kept.run, files, _digest_of(head, head.kept.run, ports))


def _digest_of(head: Head, run: str, ports: Ports) -> str:
    """Return the stack's digest in a run: by the head, which outlives the events that are cut off, else by those."""
    known = next((one for one in (head.last_applied, head.last_run) if one and one.id == run), None)
    if known:
        return known.facts.stack_digest
    stories = (story for story in runs_of(ports.records().events(head.stack)) if story.id == run)
    return next((story.facts.stack_digest for story in stories), "")


def _nothing_kept(stack: StackId, head: Head) -> PlatformError:
    """Point to git, where an earlier platformctl kept nothing itself."""
    last = head.last_applied or head.last_run
    commit = last.facts.commit if last else ""
    told = f"run {last.id}" if last else "its last run"
    uncommitted = " It was applied from uncommitted files, so that commit may hold others." if _is_loose(head) else ""
    return PlatformError(
        "A deleted request can't be planned",
        detail=f"There is no request for {stack}, and {told} was made by a platformctl that kept no files. Bring the "
        f"request back, then destroy the stack.{uncommitted}",
        hint=f"git checkout {commit} -- {stack.folder} && platformctl destroy {stack}"
        if commit
        else f"git log --all -- {stack.folder}",
    )


def _is_loose(head: Head) -> bool:
    last = head.last_applied or head.last_run
    return bool(last and last.facts.commit and last.facts.uncommitted)
