"""What the parts of a contract say about each other: outputs that are handed on, promises, protections."""

import re
from collections.abc import Iterable, Iterator, Mapping

from platformctl.catalog.contract import Access, Contract
from platformctl.catalog.schema import ObjectSchema
from platformctl.catalog.schema_lint import Fault
from platformctl.project.documents import Where
from platformctl.project.words import nearest

PLACES = re.compile(r"\{([a-z0-9_.]+)\}")
"""The names in a template."""


def reference_faults(contract: Contract) -> Iterator[Fault]:
    """Find names that nothing bears, and parts that say a thing twice."""
    for level, access in contract.access.items():
        yield from _access(contract, ("access", level), access)
    yield from _promises(contract)
    yield from (
        (("disarm", kind), "is not in stateful: nothing of it is protected.")
        for kind in contract.disarm
        if kind not in contract.stateful
    )
    if contract.signals and contract.provider != "aws":
        yield ("signals",), "needs provider aws: alarms are made there."


def _access(contract: Contract, where: Where, access: Access) -> Iterator[Fault]:
    yield from _outputs(
        contract, where, {("security_groups", i): name for i, name in enumerate(access.security_groups)}
    )
    yield from _outputs(contract, where, {("environment", key): name for key, name in access.environment.items()})
    yield from _outputs(contract, where, {("secrets", key): name for key, name in access.secrets.items()})
    known = {*contract.outputs, *_supplied(contract)}
    for index, statement in enumerate(access.statements):
        for target in statement.on:
            for name in set(PLACES.findall(target)) - known:
                yield (*where, "statements", index, "on"), f"'{name}' is no output, and nothing that the context has."
    for twice in sorted(set(access.environment) & set(access.secrets)):
        yield (*where, "secrets", twice), "is in environment as well."


def _outputs(contract: Contract, where: Where, named: Mapping[Where, str]) -> Iterator[Fault]:
    for place, name in named.items():
        if name not in contract.outputs:
            yield (*where, *place), f"'{name}' is no output.{nearest(name, contract.outputs)}"
        elif contract.outputs[name].sensitive:
            yield (*where, *place), f"'{name}' is sensitive: hand out a reference to it instead."


def _supplied(contract: Contract) -> Iterator[str]:
    for name, schema in contract.context.items():
        yield from (f"{name}.{part}" for part in schema.properties) if isinstance(schema, ObjectSchema) else (name,)


def _promises(contract: Contract) -> Iterator[Fault]:
    said = [guarantee.promise for guarantee in contract.guarantees]
    for index, guarantee in enumerate(contract.guarantees):
        where: Where = ("guarantees", index)
        if guarantee.promise in said[:index]:
            yield where, "is promised twice."
        for part in ("checks", "resources", "tiers"):
            if _repeated(getattr(guarantee, part)):
                yield (*where, part), "says a thing twice."


def _repeated(words: Iterable[str]) -> bool:
    listed = list(words)
    return len(set(listed)) < len(listed)
