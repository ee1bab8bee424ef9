"""Makes stacks what their requests say."""

from collections.abc import Sequence

from platformctl.errors import Blocked
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.fleet import each
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import realise
from platformctl.workflows.results import Result


def apply(stacks: Sequence[StackId], ports: Ports) -> tuple[Result, ...]:
    """Apply each stack as its request says."""
    may_apply(ports)
    return each(stacks, lambda stack: realise(workspace.proven(ports.project, stack), "apply", ports))


def may_apply(ports: Ports) -> None:
    """Stop where only the pipeline applies; a courtesy, the deploy role's trust policy enforces it."""
    if ports.environment.apply == "pipeline" and not ports.in_pipeline:
        raise Blocked(
            "This environment is applied by its pipeline",
            detail="platform.yaml says apply: pipeline. Commit the request and its files, and open a pull request.",
            hint="git add stacks vendor platform.lock",
        )
