"""Faults on order: which calls are refused, how, how often, after how many; for tests of bad days in the cloud."""

import json
import threading
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from http import HTTPStatus
from typing import Any

from .calls import Call


@dataclass(frozen=True)
class Fault:
    """One rule: the calls that it meets, and what becomes of them."""

    action: str
    """A pattern, as `CreateQueue` or `Describe*`."""
    service: str = "*"
    status: int = 0
    """What is answered instead, as 403; 0: the call goes through, later."""
    code: str = "InjectedFault"
    message: str = "a fault that was ordered"
    latency: float = 0.0
    """Seconds before anything is done or answered."""
    silence: float = 0.0
    """Seconds between what was done and its answer."""
    after: int = 0
    """So many calls go through first."""
    times: int = 0
    """So many calls are met, and no more; 0: all."""

    def __post_init__(self) -> None:
        seconds = min(self.latency, self.silence)
        if seconds < 0 or (self.status and self.status not in {each.value for each in HTTPStatus}):
            raise ValueError(f"no such answer: {self}")

    def meets(self, call: Call) -> bool:
        """Say whether the rule is about this call."""
        return fnmatchcase(call.service, self.service) and fnmatchcase(call.action, self.action)


class Faults:
    """The rules in force, and how often each was asked."""

    def __init__(self) -> None:
        self._asked: dict[Fault, int] = {}
        self._lock = threading.Lock()

    def order(self, body: bytes) -> None:
        """Put rules in force instead of those before; ValueError for what is no list of rules."""
        document = json.loads(body)
        rules = [_fault(one) for one in document] if isinstance(document, list) else None
        if rules is None:
            raise ValueError("not a list")
        with self._lock:
            self._asked = dict.fromkeys(rules, 0)

    def met(self, call: Call) -> Fault | None:
        """Count the call; return the first rule that it falls under now."""
        with self._lock:
            return next((rule for rule in self._asked if self._falls_under(rule, call)), None)

    def _falls_under(self, rule: Fault, call: Call) -> bool:
        if not rule.meets(call):
            return False
        number = self._asked[rule] - rule.after
        self._asked[rule] += 1
        return number >= 0 and (rule.times == 0 or number < rule.times)


def _fault(said: Any) -> Fault:
    known = {field.name: field.type for field in fields(Fault)}
    if not isinstance(said, dict) or "action" not in said or not all(key in known for key in said):
        raise ValueError(f"not a fault: {said!r}")
    if not all(isinstance(value, float | int if known[key] in {int, float} else str) for key, value in said.items()):
        raise ValueError(f"not a fault: {said!r}")
    return Fault(**said)
