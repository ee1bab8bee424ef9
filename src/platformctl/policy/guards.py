"""Rules on a plan that need no check engine: what would be lost, what is more than an environment allows.

A pure delete never reaches checkov, so these read what the plan changes.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import Value
from platformctl.policy.verdict import Finding
from platformctl.project.platform_file import Limits
from platformctl.project.words import Tier
from platformctl.requests.request import Lifecycle
from platformctl.terraform.plan import Action, Plan, ResourceChange

_VERBS: Mapping[Action, str] = {
    Action.DELETE: "destroyed",
    Action.REPLACE: "replaced by an empty one",
    Action.FORGET: "let go",
}


COMPUTED = frozenset({("terraform_data", "output")})
"""What Terraform itself repeats of an argument, so that it changes along with it."""
LOSSES = frozenset({Action.DELETE, Action.REPLACE, Action.FORGET})
"""Every way in which data can be lost."""


def loss_guard(plan: Plan, contract: Contract, tier: Tier, *, allowed: Collection[Action]) -> tuple[Finding, ...]:
    """Find what holds data and would be gone; `allowed` are the losses that a person gave the word for.

    A deposed object counts: what an interrupted replacement left behind is the old one, with the data.
    """
    lost = (change for change in plan.losses if change.type in contract.stateful)
    return tuple(_loss(change, tier, allowed=change.action in allowed) for change in lost)


def allowed_losses(lifecycle: Lifecycle | None, today: date) -> frozenset[Action]:
    """Return the losses that the request's `lifecycle` allows today (UTC)."""
    if lifecycle is None or today > lifecycle.until:
        return frozenset()
    meant = {"destroy": {Action.DELETE, Action.FORGET}, "replace": {Action.REPLACE}}
    return frozenset().union(*(meant[word] for word in lifecycle.allow))


def protection(plan: Plan, contract: Contract) -> Mapping[str, Mapping[str, Value]]:
    """Return, of the contract's `disarm`, the types whose objects in a plan to destroy them are still protected."""
    return {
        kind: wanted
        for kind, wanted in contract.disarm.items()
        if any(_is_protected(change, wanted) for change in plan.losses if change.type == kind)
    }


def disarm_guard(plan: Plan, contract: Contract, *, back: bool = False) -> tuple[Finding, ...]:
    """Find what taking the protection off (or putting it `back` on) changes beyond the contract's `disarm`."""
    return tuple(_beyond(change) for change in plan.changes if not _only_disarms(change, contract.disarm, back=back))


def names_guard(plan: Plan, names: Mapping[str, str]) -> tuple[Finding, ...]:
    """Find what would get another cloud name: what exists under the old one would be left behind, or lost."""
    renamed = (change for change in plan.changes if change.action in {Action.REPLACE, Action.UPDATE})
    return tuple(_renaming(change) for change in renamed if _takes_name(change, names.values()))


def limits_guard(
    limits: Limits, contract: Contract, stack: str, *, size: str | None, stacks: int
) -> tuple[Finding, ...]:
    """Find what is over the environment's limits; `stacks` counts this one."""
    return tuple(_over(limits, contract, stack, size, stacks))


def _loss(change: ResourceChange, tier: Tier, *, allowed: bool) -> Finding:
    reason = f" {', '.join(change.replace_paths)} can't be changed in place." if change.replace_paths else ""
    typed = "type the stack's name (--confirm NAME), or " if tier == "dev" else ""
    return Finding(
        check="PCTL_GUARD_LOSS",
        title="What holds data is kept",
        resource=change.address,
        stage="plan",
        outcome="loss",
        severity="critical",
        blocking=not allowed,
        guideline=f"It would be {_VERBS[change.action]}.{reason} If that is wanted, {typed}say so under lifecycle in "
        "request.yaml, until when and why, and have it reviewed.",
    )


def _takes_name(change: ResourceChange, names: Iterable[str]) -> bool:
    """Say whether an attribute has one of the names now, in a place where it had another."""
    sides = [(each.before.value, each.after.value) for each in change.attributes]
    texts = [(before, after) for before, after in sides if isinstance(before, str) and isinstance(after, str)]
    return any(_is_renamed(before, after, name) for before, after in texts for name in names)


def _is_renamed(before: str, after: str, name: str) -> bool:
    start, found, end = after.partition(name)
    around = before.startswith(start) and before.endswith(end) and len(before) > len(start) + len(end)
    return bool(found) and around and name not in before


def _renaming(change: ResourceChange) -> Finding:
    return Finding(
        check="PCTL_GUARD_NAME",
        title="A stack keeps its cloud names",
        resource=change.address,
        stage="plan",
        outcome="failed",
        severity="critical",
        blocking=True,
        guideline="It exists under another name. Take back the change of names in request.yaml; for another name "
        "create another stack.",
    )


def _beyond(change: ResourceChange) -> Finding:
    return Finding(
        check="PCTL_GUARD_DISARM",
        title="Before a destruction only its protection is taken off",
        resource=change.address,
        stage="plan",
        outcome="failed",
        severity="critical",
        blocking=True,
        guideline="Apply the stack's other changes first, then destroy it.",
    )


def _is_protected(change: ResourceChange, wanted: Mapping[str, Value]) -> bool:
    return any(change.known.get(name) != value for name, value in wanted.items())


def _only_disarms(change: ResourceChange, disarm: Mapping[str, Mapping[str, Value]], *, back: bool) -> bool:
    wanted = {(name, repr(value)) for name, value in disarm.get(change.type, {}).items()}
    said = [each for each in change.attributes if (change.type, each.path) not in COMPUTED]
    sides = [(each.path, each.before if back else each.after) for each in said]
    changed = {(path, repr(side.value)) for path, side in sides if side.kind == "known"}
    return change.action is Action.UPDATE and len(changed) == len(said) and changed <= wanted


def _over(limits: Limits, contract: Contract, stack: str, size: str | None, stacks: int) -> Iterator[Finding]:
    allowed = limits.sizes.get(contract.name)
    if size is not None and allowed is not None and size not in allowed:
        yield _limit("PCTL_GUARD_SIZE", stack, f"{contract.name} may be {' or '.join(allowed)} here, not {size}.")
    if limits.stacks is not None and stacks > limits.stacks:
        yield _limit("PCTL_GUARD_STACKS", stack, f"This would be stack {stacks} of {limits.stacks} here.")


def _limit(check: str, stack: str, why: str) -> Finding:
    return Finding(
        check=check,
        title="An environment stays within its limits",
        resource=stack,
        stage="configuration",
        outcome="limit",
        severity="medium",
        blocking=True,
        guideline=f"{why} The limit stands in platform.yaml under limits.",
    )
