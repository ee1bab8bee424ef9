"""Says where a stack's records went, to whoever still comes to the store that they left."""

from platformctl.errors import Usage
from platformctl.records.head import Head
from platformctl.records.store import Records


def refuse_moved(records: Records, stack: str) -> None:
    """Stop where the stack's story goes on in another store, and where a new one would begin in a store that was left.

    Somebody whose platform.yaml still names the old store would see an empty one, and make everything a second time.
    """
    head = records.head(stack)
    if head:
        refuse_left(head)
    else:
        for other in records.heads(stack.partition("/")[0]):
            refuse_left(other)


def refuse_left(head: Head) -> None:
    """Stop where this head is one that was left behind."""
    if head.moved_to:
        raise Usage(
            "The environment's records have moved",
            detail=f"{head.stack} is kept in {head.moved_to} by now; platform.yaml here still names the store that it "
            "left. Nothing was done.",
            hint="git pull      (brings the platform.yaml that names the new store)",
        )
