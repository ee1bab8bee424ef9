"""Takes in what a fenced-off run, or a rescue file, still knows of a stack that has nothing left to settle."""

import platform
from contextlib import nullcontext

from platformctl.records.head import Head
from platformctl.records.lease import Holder, current_user
from platformctl.records.run import new_run_id, open_run
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.fresh_folder import fresh_folder
from platformctl.workflows.means import Means, rescued_for
from platformctl.workflows.orphans import has_news, merge_orphans
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Settled


def merged(stack: StackId, head: Head, ports: Ports, means: Means) -> Settled:
    """Merge the orphaned states of a stack, if there are any, in a run of its own."""
    records = ports.records()
    rescued = rescued_for(stack, means)
    if rescued:
        records.keep_orphan(str(stack), rescued.run, rescued.state)
    if not records.orphans(str(stack)) or head.last_run is None:
        return Settled(stack, "nothing to settle")
    told = {"command": "settle", "who": current_user(), "host": platform.node()}
    facts = head.last_run.facts.model_copy(update=told)
    holder = Holder.here(new_run_id(), "settle")
    with open_run(records, str(stack), holder, facts) as run:
        news = has_news(stack, run, ports, means.let_go)
        if news:
            run.event("applying", {"step": "merge"})
        with fresh_folder(stack, head, run, ports) if news else nullcontext() as work:
            steps = tuple(merge_orphans(stack, work, run, ports, means.let_go))
        verdict = "partial" if news else "not-started"
        run.finish("settled", {"verdict": verdict, "steps": list(steps)})
    return Settled(stack, verdict, steps)
