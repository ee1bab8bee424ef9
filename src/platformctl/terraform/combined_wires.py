"""What one stack of a combined root takes from another: expressions over its outputs, in the place of recorded values.

They mean what `requests.grants` makes of recorded outputs. Every word in them comes from a contract or a binding, which
are held to strict patterns; no value of anybody's gets here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from platformctl.catalog.contract import Access
from platformctl.catalog.references import PLACES
from platformctl.catalog.schema import ObjectSchema, default_of
from platformctl.requests.binding_words import CONTEXT, access_of, parse_binding
from platformctl.stacks.stack import Stack
from platformctl.terraform.addresses import quoted
from platformctl.terraform.combined_names import member_name

BINDINGS = "bindings"


@dataclass(frozen=True)
class Wire:
    """One argument of a stack that others fill, wholly or in part."""

    expression: str
    rest: Any
    """What stays a value."""


def wires(stack: Stack, members: Mapping[str, Stack]) -> Mapping[str, Wire]:
    """Return the arguments of a stack that other members fill; Usage where one does not hand out what is used."""
    bound = stack.bindings.bindings
    words = [word for word, one in bound.items() if one.producer in members]
    context = [word.removeprefix(CONTEXT) for word in words if word.startswith(CONTEXT)]
    found = {name: _context(stack, name, members) for name in context}
    if any(not word.startswith(CONTEXT) for word in words):
        found[BINDINGS] = _bindings(stack, members)
    return found


def _context(stack: Stack, name: str, members: Mapping[str, Stack]) -> Wire:
    """Take from the producer what it handed over before, and the rest from what the schema says of itself."""
    schema, bound = stack.contract.context[name], stack.bindings.bindings[f"{CONTEXT}{name}"]
    parts = schema.properties if isinstance(schema, ObjectSchema) else {}
    rest = {part: default_of(rule) for part, rule in parts.items() if part not in bound.outputs}
    me, producer = member_name(str(stack.id)), members[bound.producer]
    filled = {part: _output(part, producer, members) for part in parts if part in bound.outputs}
    return Wire(_object({**filled, **{part: f"var.{me}.{name}.{part}" for part in rest}}), rest)


def _bindings(stack: Stack, members: Mapping[str, Stack]) -> Wire:
    me, values = member_name(str(stack.id)), stack.values[BINDINGS]
    grants: dict[str, str] = {}
    rest: dict[str, Any] = {}
    for word, one in sorted(stack.bindings.bindings.items()):
        if one.producer in members and not word.startswith(CONTEXT):
            grants[word] = _grant(word, stack, members[one.producer], members)
        elif not word.startswith(CONTEXT):
            grants[word], rest[word] = f"var.{me}.{BINDINGS}[{quoted(word)}]", values[word]
    return Wire(_object(grants), rest)


def _grant(word: str, stack: Stack, producer: Stack, members: Mapping[str, Stack]) -> str:
    binding = parse_binding(word, stack.id.environment)
    access = access_of(binding, producer.contract)
    begin = f"{binding.prefix}_" if binding.prefix else ""
    taken = {name: _output(name, producer, members) for name in _names(access)}
    return _object(
        {
            "environment": _object(
                {f"{begin}{key}": f"tostring({taken[name]})" for key, name in sorted(access.environment.items())}
            ),
            "secrets": _object({f"{begin}{key}": taken[name] for key, name in sorted(access.secrets.items())}),
            "security_groups": _list(taken[name] for name in access.security_groups),
            "statements": _list(_statements(access, taken)),
        }
    )


def _statements(access: Access, taken: Mapping[str, str]) -> Iterator[str]:
    for one in access.statements:
        actions = _list(quoted(action) for action in sorted(one.actions))
        yield _object({"actions": actions, "resources": _list(_target(target, taken) for target in one.on)})


def _target(template: str, taken: Mapping[str, str]) -> str:
    return f'"{PLACES.sub(lambda found: f"${{{taken[found[1]]}}}", template)}"'


def _names(access: Access) -> Iterator[str]:
    yield from (*access.environment.values(), *access.secrets.values(), *access.security_groups)
    for statement in access.statements:
        yield from (name for target in statement.on for name in PLACES.findall(target))


def _output(name: str, producer: Stack, members: Mapping[str, Stack]) -> str:
    """Write one output of a producer; for a name with a dot, what the producer itself gets from its context."""
    me = member_name(str(producer.id))
    if "." not in name:
        return f"module.{me}.{name}"
    first, _, part = name.partition(".")
    bound = producer.bindings.bindings.get(f"{CONTEXT}{first}")
    if bound and bound.producer in members and part in bound.outputs:
        return _output(part, members[bound.producer], members)
    return f"var.{me}.{first}.{part}"


def _object(pairs: Mapping[str, str]) -> str:
    return f"{{ {', '.join(f'{quoted(key)} = {expression}' for key, expression in pairs.items())} }}"


def _list(expressions: Iterable[str]) -> str:
    return f"[{', '.join(expressions)}]"
