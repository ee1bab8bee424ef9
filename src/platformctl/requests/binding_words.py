"""How a binding is written: `queue/mail:send`, `shared/db/main:connect`, `AUDIT=queue/audit:send`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import StringConstraints, TypeAdapter, ValidationError

from platformctl.catalog.contract import Access, Contract
from platformctl.errors import Usage
from platformctl.project.words import nearest

_SLUG = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
PATTERN = rf"^(?:[A-Z][A-Z0-9_]{{0,30}}=)?(?:{_SLUG}/)?{_SLUG}/{_SLUG}(?::[a-z][a-z0-9_]{{0,40}})?$"
BindingWord = Annotated[str, StringConstraints(pattern=PATTERN, max_length=160)]
"""`[PREFIX=][ENV/]KIND/NAME[:LEVEL]`."""
CONTEXT = "context."
"""Begins the name of what the environment's context takes from a stack: `context.network`."""

_WORD: TypeAdapter[str] = TypeAdapter(BindingWord)
_PARTS = re.compile(r"^(?:([A-Z0-9_]+)=)?([a-z0-9/-]+)(?::([a-z0-9_]+))?$")


@dataclass(frozen=True)
class Binding:
    """Whom a stack uses, and how."""

    producer: str
    """Stack id."""
    level: str = ""
    """Which of the producer's levels of access; empty: its only one."""
    prefix: str = ""
    """Begins the names of the environment variables that come with it."""

    def __str__(self) -> str:
        """Return it as it is written in full."""
        prefix = f"{self.prefix}=" if self.prefix else ""
        return f"{prefix}{self.producer}{f':{self.level}' if self.level else ''}"

    def word(self, environment: str) -> str:
        """Return it as it is written in a request of an environment."""
        return str(self).replace(f"{environment}/", "", 1) if self.producer.startswith(f"{environment}/") else str(self)


def parse_binding(text: str, environment: str) -> Binding:
    """Read a binding of a stack in `environment`; Usage otherwise."""
    try:
        found = _PARTS.match(_WORD.validate_python(text))
    except ValidationError as error:
        raise _unreadable(text) from error
    if found is None:
        raise _unreadable(text)
    producer = found[2] if found[2].count("/") == 2 else f"{environment}/{found[2]}"
    return Binding(producer, found[3] or "", found[1] or "")


def levelled(binding: Binding, contract: Contract) -> Binding:
    """Return the binding with its level named; Usage when the producer's contract has no such level, or several."""
    if binding.level in contract.access:
        return binding
    if not binding.level and len(contract.access) == 1:
        return Binding(binding.producer, next(iter(contract.access)), binding.prefix)
    raise _no_level(binding, contract)


def access_of(binding: Binding, contract: Contract) -> Access:
    """Return what the producer's contract hands out at the binding's level."""
    return contract.access[levelled(binding, contract).level]


def bound_context(contract: Contract, context: Mapping[str, Any], environment: str) -> Mapping[str, str]:
    """Return, of what a kind needs from its context, the names that a stack supplies, and that stack's id."""
    found: dict[str, str] = {}
    for name in contract.context:
        supplied = context.get(name)
        if isinstance(supplied, Mapping) and set(supplied) == {"stack"}:
            found[name] = parse_binding(str(supplied["stack"]), environment).producer
    return found


def _unreadable(text: str) -> Usage:
    return Usage(
        "Not a binding",
        detail=f"'{text[:80]}' is not KIND/NAME or KIND/NAME:LEVEL, as db/orders or queue/mail:send; "
        "PREFIX= before it begins the names of its environment variables.",
        hint="platformctl list",
    )


def _no_level(binding: Binding, contract: Contract) -> Usage:
    if not contract.access:
        return Usage("This kind is not made to be used", detail=f"{binding.producer}: a {contract.name} has no access.")
    levels = ", ".join(contract.access)
    said = f"has no access '{binding.level}'.{nearest(binding.level, contract.access)}" if binding.level else "has "
    return Usage(
        "Which access?",
        detail=f"{binding.producer}: a {contract.name} {said}{'' if binding.level else 'several'} Levels: {levels}.",
        hint=f"--bind {binding.producer.partition('/')[2]}:{next(iter(contract.access))}",
    )
