"""Begins the sandbox anew, and forgets the states of what it held: they would describe what no longer exists."""

from platformctl.project.project import Project
from platformctl.records.facts import RunFacts
from platformctl.records.lease import Holder
from platformctl.records.run import new_run_id, open_run
from platformctl.records.store import Records
from platformctl.sandbox.sandbox import Sandbox
from platformctl.terraform.state import emptied
from platformctl.workflows.memory import holds_something
from platformctl.workflows.results import Reset


def reset(project: Project, records: Records, sandbox: Sandbox) -> Reset:
    """Empty the sandbox; every stack in it becomes one that was never applied."""
    environments = [name for name, environment in project.platform.environments.items() if environment.is_sandbox]
    running = sandbox.reset()
    heads = [head for name in environments for head in records.heads(name)]
    forgotten = [head.stack for head in heads if holds_something(records.read_state(head.stack))]
    for stack in forgotten:
        _forget(records, stack, running.id)
    return Reset(running, tuple(forgotten))


def _forget(records: Records, stack: str, memory: str) -> None:
    """Record that what the stack had is gone, with an empty state."""
    facts = RunFacts(command="sandbox reset", sandbox=memory)
    with open_run(records, stack, Holder.here(new_run_id(), "sandbox reset"), facts) as run:
        run.commit(emptied(run.state))
        run.finish("destroyed", {"reason": "the sandbox was reset"})
