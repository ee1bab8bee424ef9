"""Turns words into a request, and a request into the plain value of every module variable."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import ObjectSchema, Schema, Value
from platformctl.errors import Usage
from platformctl.project.platform_file import Environment, Platform
from platformctl.project.words import Slug, nearest
from platformctl.requests.binding_words import CONTEXT, bound_context
from platformctl.requests.grants import NOTHING, Supply, all_pending
from platformctl.requests.inputs import checked_inputs, checked_size, checked_value
from platformctl.requests.names import cloud_names
from platformctl.requests.request import Request
from platformctl.requests.signals import signal_values

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


@dataclass(frozen=True)
class Wish:
    """What somebody typed after `create`."""

    kind: str
    name: str
    environment: str
    team: str | None
    inputs: Mapping[str, Any]
    bindings: tuple[str, ...] = ()
    """As they are written in a request, their levels named."""


def request_for(wish: Wish, contract: Contract, platform: Platform) -> Request:
    """Make the request document of a wish; every word is checked."""
    checked_name(wish)
    team = known_team(wish.team or platform.default_team, platform, wish.environment)
    environment = platform.environments[wish.environment]
    size = checked_size(contract, wish.inputs.get("size"))
    checked_inputs(contract, wish.inputs, environment)
    inputs = {**wish.inputs, **({"size": size} if size else {})}
    request = Request(
        kind=wish.kind,
        name=wish.name,
        environment=wish.environment,
        module=f"{contract.name}@{contract.version}",
        team=team,
        inputs=inputs,
        bindings=wish.bindings,
        names=cloud_names(contract, platform, wish.environment, wish.name),
    )
    values_of(request, contract, platform, all_pending(used(request, contract, environment)))
    return request


def used(request: Request, contract: Contract, environment: Environment) -> tuple[str, ...]:
    """Return what a stack uses of others: its bindings, and `context.NAME` for what a stack supplies of its context."""
    if request.bindings and not contract.binds:
        raise Usage(
            "This kind uses no other stacks",
            detail=f"{request.stack_id}: a {contract.name} takes no bindings.",
            hint="platformctl catalog",
        )
    supplied = bound_context(contract, environment.context, request.environment)
    return (*request.bindings, *(f"{CONTEXT}{name}" for name in supplied))


def checked_name(wish: Wish) -> None:
    """Stop before a name becomes a path."""
    try:
        _SLUG.validate_python(wish.name)
    except ValidationError as error:
        raise Usage(
            "Invalid name",
            detail=f"'{wish.name}' is no name for a stack: 2 to 31 characters, lower-case letters and digits, "
            "single dashes inside, a letter first.",
            hint=f"platformctl create {wish.kind} orders",
        ) from error


def known_team(team: str, platform: Platform, environment: str) -> str:
    """Return the team when platform.yaml has it, in this environment."""
    if team not in platform.teams:
        known = ", ".join(sorted(platform.teams))
        raise Usage(
            "Unknown team", detail=f"'{team}' is not in platform.yaml.{nearest(team, platform.teams)} Teams: {known}."
        )
    allowed = platform.teams[team].environments
    if allowed and environment not in allowed:
        raise Usage("A team is not in this environment", detail=f"{team} may use {', '.join(allowed)}.")
    return team


def values_of(
    request: Request, contract: Contract, platform: Platform, supply: Supply = NOTHING
) -> Mapping[str, Value | Mapping[str, Any] | None]:
    """Return the value of every module variable: request, size, profile, context, bindings, names, signals, tags.

    What comes from a stack that is not applied yet is None.
    """
    environment = platform.environments[request.environment]
    _refuse_other_bindings(request, contract, environment, supply)
    known_team(request.team, platform, request.environment)
    if contract.provider == "aws" and environment.cloud is None:
        raise Usage(
            "The environment has no cloud",
            detail=f"{contract.name} lives in AWS; environment {request.environment} names neither aws nor sandbox.",
        )
    size = checked_size(contract, request.inputs.get("size"))
    values: dict[str, Any] = {**contract.profiles[environment.tier]}
    values |= checked_inputs(contract, request.inputs, environment)
    values |= contract.sizes[size] if size else {}
    values |= context_values(contract, environment, supply)
    if contract.binds:
        values["bindings"] = dict(supply.grants)
    if contract.names:
        values["names"] = _kept_names(request, contract)
    if contract.signals:
        values["signals"] = signal_values(contract)
    if contract.provider == "aws":
        values["tags"] = tags_of(request, platform, environment)
    return dict(sorted(values.items()))


def context_values(contract: Contract, environment: Environment, supply: Supply) -> Mapping[str, Value | None]:
    """Return what the environment or a stack supplies; Usage names what is missing or wrong."""
    values: dict[str, Value | None] = {}
    for name, schema in contract.context.items():
        if name in supply.context and supply.context[name] is None:
            values[name] = None
            continue
        if name not in environment.context:
            raise Usage(
                "The environment does not supply what this kind needs",
                detail=f"{contract.name} needs context.{name} ({schema.description}); platform.yaml has none there.",
                hint=f"platformctl catalog {contract.name}",
            )
        supplied = supply.context.get(name, environment.context[name])
        values[name] = checked_value(contract, f"context.{name}", schema, _needed(schema, supplied))
    return values


def _refuse_other_bindings(request: Request, contract: Contract, environment: Environment, supply: Supply) -> None:
    """Stop where bindings.json is of another request than this one."""
    asked = set(used(request, contract, environment))
    have = {*supply.grants, *(f"{CONTEXT}{name}" for name in supply.context)}
    if asked != have:
        differing = ", ".join(sorted(asked ^ have))
        what = "is missing there" if asked - have else "is there and not asked for"
        raise Usage(
            "bindings.json is not of this request",
            detail=f"{request.stack_id}: {differing} {what}.",
            hint="platformctl render",
        )


def _needed(schema: Schema, supplied: Any) -> Any:
    """Keep of what an environment supplies only what this kind asks for."""
    if isinstance(schema, ObjectSchema) and isinstance(supplied, dict):
        return {key: value for key, value in supplied.items() if key in schema.properties}
    return supplied


def tags_of(request: Request, platform: Platform, environment: Environment) -> Mapping[str, str]:
    """Return the identity tags of a stack; platform.yaml may add to them, never replace them."""
    return {
        **platform.tags,
        **environment.tags,
        "owner": platform.teams[request.team].owner,
        "team": request.team,
        "environment": request.environment,
        "stack": request.stack_id,
        "managed-by": "platformctl",
    }


def _kept_names(request: Request, contract: Contract) -> Mapping[str, str]:
    limits = {key: rule.limit for key, rule in contract.names.items()}
    too_long = [key for key, name in request.names.items() if len(name) > limits.get(key, 0)]
    if set(request.names) != set(limits) or too_long:
        raise Usage(
            "A request lost its cloud names",
            detail=f"{request.stack_id}: names must hold exactly {', '.join(sorted(limits))}, as create wrote "
            "them: changing one would replace what exists.",
            hint=f"git checkout -- stacks/{request.stack_id}/request.yaml",
        )
    return dict(request.names)
