"""Who holds what, and taking a lease away from a holder that is stuck: on record, with a reason."""

from platformctl.errors import Usage
from platformctl.records.event import Body, Draft
from platformctl.records.lease import Standing, current_user
from platformctl.records.store import Records
from platformctl.workflows.audit_results import HeldLease, ReleasedLease
from platformctl.workflows.inventory import is_inventory


def leases(records: Records, environment: str) -> tuple[HeldLease, ...]:
    """Return who holds stacks of an environment, or died holding them."""
    held = records.standings(environment)
    return tuple(HeldLease(stack, held[stack]) for stack in sorted(held))


def held(records: Records, stack: str) -> Standing:
    """Return who holds a stack; Usage where nobody does."""
    if is_inventory(stack):
        raise Usage("An inventory is not released", detail="It is held for a moment only, and goes by itself.")
    standing = records.standing(stack)
    if standing is None:
        raise Usage("Nobody holds this stack", detail=f"There is no lease on {stack}.", hint="platformctl leases list")
    return standing


def release(records: Records, stack: str, standing: Standing, reason: str) -> ReleasedLease:
    """Strike the holder out, who can write nothing more then; Busy where they live and can't be kept from it."""
    records.take_away(stack, standing.fence)
    holder = standing.holder
    body: Body = {"by": current_user(), "from": holder.run, "holder": holder.who, "reason": reason}
    records.append(Draft(stack, holder.run, "released", body))
    head = records.head(stack)
    return ReleasedLease(stack, standing, reason, unfinished=head.unfinished if head else None)
