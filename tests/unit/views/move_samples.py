"""Environments that moved, and that were made again: as workflows would return them."""

from tests.unit.views.samples import DB, NOTE, ORDERS, busy, stopped

from platformctl.stacks.stack_id import StackId
from platformctl.workflows.results import Forgotten, Moved, MovedStack, Outcome, Rebuilt, Rendered

DATABASE = "postgres=${env:PLATFORMCTL_PG_URL}"
BUCKET = "s3=acme-state/platformctl?region=eu-central-1"
LATE = StackId("dev", "db", "late")


def moved() -> Moved:
    stacks = (MovedStack(ORDERS, 1204, 311), MovedStack(StackId("dev", "db", "plain"), 0, None))
    files = (Rendered(ORDERS, ("backend.tf",)), Rendered(LATE, ("backend.tf",)))
    return Moved("dev", "local", DATABASE, stacks, {}, files)


def held_up() -> Moved:
    return Moved("dev", DATABASE, BUCKET, (MovedStack(ORDERS, 1204, 311),), {LATE: busy()}, ())


def there_already() -> Moved:
    return Moved("dev", BUCKET, BUCKET, (), {}, (Rendered(ORDERS, ()),))


def forgotten() -> Forgotten:
    return Forgotten("dev", DATABASE, BUCKET, (ORDERS, LATE))


def rebuilt(*outcomes: Outcome) -> Rebuilt:
    differing = {
        ORDERS: ("other values than dev/db/orders: multi_az, network", f"missing: {DB}"),
        NOTE: ("it exists and git has no request for it: not rebuilt",),
    }
    return Rebuilt("dev", "drill", (*stopped(), *outcomes), 724.2, False, differing, (ORDERS,))


def drilled(*outcomes: Outcome) -> Rebuilt:
    return Rebuilt("dev", "dev", outcomes, 61.5, False, {}, ())


def written(*outcomes: Outcome) -> Rebuilt:
    return Rebuilt("dev", "prod", outcomes, 12.0, True, {}, (ORDERS,))
