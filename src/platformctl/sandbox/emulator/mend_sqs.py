"""SQS: policies read back as they were written, and survive a change of something else.

moto spaces the JSON of the redrive policy (a difference forever), does not know the allow policy, and drops the
queue's policy whenever attributes are set without it.
"""

import json
from typing import Any

from moto.sqs.models import Queue, SQSBackend

ALLOW = "RedriveAllowPolicy"


def mend(_ground: dict[str, Any]) -> None:
    """Apply once, before the first queue is made."""
    Queue.redrive_allow_policy = None
    Queue.BASE_ATTRIBUTES = [*Queue.BASE_ATTRIBUTES, ALLOW]
    _tell_policies()
    _keep_policy()


def _tell_policies() -> None:
    stock = Queue.attributes.fget

    def attributes(self: Any) -> dict[str, Any]:
        told: dict[str, Any] = stock(self)
        if self.redrive_policy:
            told["RedrivePolicy"] = json.dumps(self.redrive_policy, separators=(",", ":"))
        if not self.redrive_allow_policy:
            told.pop(ALLOW, None)  # an empty string would make a destroy wait for ever
        return told

    Queue.attributes = property(attributes)


def _keep_policy() -> None:
    stock = SQSBackend.set_queue_attributes

    def set_queue_attributes(self: Any, queue_name: str, attributes: dict[str, Any]) -> Any:
        kept = self.get_queue(queue_name).policy
        if kept and "Policy" not in attributes:
            text = kept if isinstance(kept, str) else json.dumps(kept)
            attributes = {**attributes, "Policy": text}
        return stock(self, queue_name, attributes)

    SQSBackend.set_queue_attributes = set_queue_attributes
