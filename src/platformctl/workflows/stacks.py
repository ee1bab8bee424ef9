"""What is done to stacks whose requests exist: plan, apply, destroy, render."""

from collections.abc import Callable, Iterator, Sequence

from platformctl.errors import Blocked, Interrupted, PlatformError
from platformctl.project.project import Project
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.locking import with_packs, with_providers, written
from platformctl.workflows.looking import preview
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import realise, undo
from platformctl.workflows.results import Outcome, Rendered, Result, Stopped


def plan(stacks: Sequence[StackId], ports: Ports) -> tuple[Result, ...]:
    """Preview each stack; one that can't be previewed does not keep the others from it."""
    return _each(stacks, lambda stack: Outcome(preview(workspace.proven(ports.project, stack), ports), "previewed"))


def apply(stacks: Sequence[StackId], ports: Ports) -> tuple[Result, ...]:
    """Apply each stack as its request says."""
    may_apply(ports)
    return _each(stacks, lambda stack: realise(workspace.proven(ports.project, stack), "apply", ports))


def destroy(stack: StackId, ports: Ports) -> Outcome:
    """Destroy a stack, then remove its request and generated files; git keeps them."""
    may_apply(ports)
    loaded = workspace.proven(ports.project, stack)
    outcome = undo(loaded, ports)
    workspace.removed(ports.project, stack, loaded.files)
    return outcome


def may_apply(ports: Ports) -> None:
    """Stop where only the pipeline applies; a courtesy, the deploy role's trust policy enforces it."""
    if ports.environment.apply == "pipeline" and not ports.in_pipeline:
        raise Blocked(
            "This environment is applied by its pipeline",
            detail="platform.yaml says apply: pipeline. Commit the request and its files, and open a pull request.",
            hint="git add stacks vendor platform.lock",
        )


def render(project: Project, stacks: Sequence[StackId]) -> tuple[Rendered, ...]:
    """Write the generated files that differ; packs that platform.yaml has new are vendored and locked."""
    current = written(project, with_providers(with_packs(project, project.lock)))
    return tuple(Rendered(stack, workspace.write(current, workspace.load(current, stack))) for stack in stacks)


def check(project: Project, stacks: Sequence[StackId]) -> Iterator[PlatformError]:
    """Yield what keeps the files on disk from being what the requests render to; writes nothing."""
    for stack in stacks:
        try:
            yield from workspace.faults(project, workspace.load(project, stack))
        except PlatformError as error:
            yield error


def _each(stacks: Sequence[StackId], step: Callable[[StackId], Outcome]) -> tuple[Result, ...]:
    """Do each, keep going past failures, stop at an interrupt."""
    results: list[Result] = []
    for stack in stacks:
        try:
            results.append(step(stack))
        except Interrupted as error:
            results.append(Stopped(stack, error))
            break
        except PlatformError as error:
            results.append(Stopped(stack, error))
    return tuple(results)
