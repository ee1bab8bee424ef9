"""What a consumer gets of its producers: contracts' `access` filled with recorded outputs, as plain values.

The outputs come from bindings.json, which a branch can write to; what they may be is held to patterns here, and what
may be done with them is said by the producer's contract alone. Before an apply they are held against the records.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from platformctl.catalog.contract import Access, Contract
from platformctl.catalog.references import PLACES
from platformctl.errors import Usage
from platformctl.requests.binding_words import CONTEXT, access_of, parse_binding
from platformctl.requests.bindings import Bindings, Bound

_ARN = re.compile(r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:[A-Za-z0-9_.:/+=,@!-]+\Z")
_GROUP = re.compile(r"^sg-[0-9a-f]{8,17}\Z")
_LONGEST = 2048

Grant = Mapping[str, Any]
"""`statements`, `security_groups`, `environment`, `secrets`: one value of `var.bindings`."""


@dataclass(frozen=True)
class Supply:
    """What other stacks hand to one: its grants by binding, its bound context by name; None while pending."""

    grants: Mapping[str, Grant | None]
    context: Mapping[str, Mapping[str, JsonValue] | None]


NOTHING = Supply({}, {})


def all_pending(words: Collection[str]) -> Supply:
    """Return the supply of bindings whose producers have handed nothing over yet."""
    grants = {word: None for word in words if not word.startswith(CONTEXT)}
    return Supply(grants, {word.removeprefix(CONTEXT): None for word in words if word.startswith(CONTEXT)})


def supply_of(bindings: Bindings, contracts: Mapping[str, Contract], environment: str) -> Supply:
    """Return what the bindings of a stack come to; `contracts` are those of the modules that they name."""
    grants: dict[str, Grant | None] = {}
    context: dict[str, Mapping[str, JsonValue] | None] = {}
    for word, bound in sorted(bindings.bindings.items()):
        if word.startswith(CONTEXT):
            context[word.removeprefix(CONTEXT)] = None if bound.is_pending else dict(bound.outputs)
        else:
            binding = parse_binding(word, environment)
            access = access_of(binding, contracts[bound.module])
            grants[word] = None if bound.is_pending else grant(access, bound, binding.prefix)
    _refuse_collisions(bindings, contracts, environment)
    return Supply(grants, context)


def needed(access: Access) -> tuple[str, ...]:
    """Return the names of the outputs that a level of access hands on, sorted."""
    places = {name for statement in access.statements for target in statement.on for name in PLACES.findall(target)}
    return tuple(sorted(places | {*access.security_groups, *access.environment.values(), *access.secrets.values()}))


def variables(access: Access, prefix: str) -> Mapping[str, str]:
    """Return the environment variables that come with a level of access, and the output that fills each."""
    begin = f"{prefix}_" if prefix else ""
    return {f"{begin}{name}": output for name, output in (access.environment | access.secrets).items()}  # type: ignore[operator]


def grant(access: Access, bound: Bound, prefix: str) -> Grant:
    """Fill a level of access with the outputs of its producer."""
    begin = f"{prefix}_" if prefix else ""
    return {
        "statements": [
            {"actions": sorted(one.actions), "resources": [_filled(target, bound) for target in one.on]}
            for one in access.statements
        ],
        "security_groups": [_matching(_GROUP, name, bound, "a security group") for name in access.security_groups],
        "environment": {f"{begin}{key}": _text(name, bound) for key, name in sorted(access.environment.items())},
        "secrets": {
            f"{begin}{key}": _matching(_ARN, name, bound, "an ARN") for key, name in sorted(access.secrets.items())
        },
    }


def _filled(target: str, bound: Bound) -> str:
    """Fill a template; stars come from the contract only, never from an output."""
    return PLACES.sub(lambda found: _matching(_ARN, found[1], bound, "an ARN"), target)


def _matching(pattern: re.Pattern[str], name: str, bound: Bound, what: str) -> str:
    value = bound.outputs.get(name)
    if not isinstance(value, str) or not pattern.match(value) or len(value) > _LONGEST:
        raise _wrong(name, bound, what)
    return value


def _text(name: str, bound: Bound) -> str:
    match bound.outputs.get(name):
        case bool() as value:
            return str(value).lower()
        case int() | float() | str() as value if len(str(value)) <= _LONGEST:
            return str(value)
        case _:
            raise _wrong(name, bound, "a word or a number")


def _wrong(name: str, bound: Bound, what: str) -> Usage:
    return Usage(
        "A bound value is not what it must be",
        detail=f"bindings.json: output {name} of {bound.producer} is not {what}.",
        hint="platformctl render      (takes the recorded outputs)",
    )


def _refuse_collisions(bindings: Bindings, contracts: Mapping[str, Contract], environment: str) -> None:
    """Stop when two bindings would fill one environment variable with different things."""
    taken: dict[str, tuple[str, str, str]] = {}
    for word, bound, name, output in _named(bindings, contracts, environment):
        other = taken.setdefault(name, (word, bound.producer, output))
        if other[1:] != (bound.producer, output):
            prefix = bound.producer.rpartition("/")[2].upper().replace("-", "_")
            raise Usage(
                "Two bindings fill one environment variable",
                detail=f"{other[0]} and {word} both bring {name}. A prefix tells them apart.",
                hint=f"--bind {prefix}={word.rpartition('=')[2]}      (then the variable is {prefix}_{name})",
            )


def _named(
    bindings: Bindings, contracts: Mapping[str, Contract], environment: str
) -> Iterator[tuple[str, Bound, str, str]]:
    for word, bound in sorted(bindings.bindings.items()):
        if not word.startswith(CONTEXT):
            binding = parse_binding(word, environment)
            named = variables(access_of(binding, contracts[bound.module]), binding.prefix)
            yield from ((word, bound, name, output) for name, output in named.items())
