"""The catalog for people and programs: what can be asked for, and one kind in full."""

from collections.abc import Iterable, Sequence
from typing import Any

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import ArraySchema, ObjectSchema, ScalarSchema, Schema
from platformctl.catalog.sources import Module
from platformctl.project.platform_file import Platform
from platformctl.project.words import spoken
from platformctl.requests.inputs import option
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.tables import columns, heading, next_command, paragraph


def offered(modules: Sequence[Module], look: Look) -> str:
    """List the kinds."""
    rows = [(module.contract.name, module.contract.version, module.contract.description) for module in modules]
    return look.text(
        columns(("KIND", "VERSION", "WHAT IT IS"), rows),
        "",
        paragraph("One kind in full: platformctl catalog KIND", "cyan"),
    )


BINDS = "--bind KIND/NAME:LEVEL, as --bind db/orders or --bind queue/mail:send: it gets that access, and no more."


def offered_json(modules: Sequence[Module]) -> str:
    """List the kinds for a program."""
    return document({"kinds": [_facts(module) for module in modules]})


def kind(module: Module, look: Look, platform: Platform | None = None) -> str:
    """Show one kind in full; with a project's `platform`, also where each size may be had."""
    contract = module.contract
    facts = f"Version {contract.version}, owned by {contract.owner}; ready in {_minutes(contract)}."
    parts: list[Any] = [heading(f"{contract.name}  {contract.title}"), paragraph(contract.description)]
    parts += [paragraph(facts, "dim")]
    where = ("ALLOWED IN",) if platform else ()
    parts += _table("Inputs", ("OPTION", "VALUES", "MEANING"), _inputs(contract))
    parts += _table("Sizes", ("SIZE", "WHAT IT SETS", *where), _sizes(contract, platform))
    parts += _table("What the tier decides", ("SETTING", *contract.profiles), _profiles(contract))
    parts += _table("Guarantees", ("PROMISE", "PROVEN BY", "TIERS"), _guarantees(contract))
    parts += _table("Outputs", ("OUTPUT", "MEANING"), _outputs(contract))
    parts += _table("Access", ("LEVEL", "WHAT IT ALLOWS", "HANDS OVER"), _access(contract))
    parts += _section("Uses other stacks", paragraph(BINDS) if contract.binds else None)
    parts += _table("Signals", ("ALARM", "RINGS WHEN", "SEVERITY"), _signals(contract))
    parts += _section("What holds data", paragraph(_stateful(contract)) if contract.stateful else None)
    parts += _table("What outlives a destroy", ("WHAT", "UNTIL"), _leftovers(contract))
    parts += _section("Cost", paragraph(contract.cost) if contract.cost else None)
    parts += ["", next_command(f"platformctl create {contract.name} NAME")]
    return look.text(*parts)


def kind_json(module: Module) -> str:
    """Show one kind in full to a program."""
    return document(_facts(module))


def _facts(module: Module) -> dict[str, Any]:
    return {"origin": module.origin, **module.contract.model_dump(mode="json", exclude_defaults=True)}


def _section(title: str, body: Any) -> list[Any]:
    return ["", heading(title), body] if body else []


def _table(title: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Any]:
    listed = list(rows)
    return _section(title, columns(titles, listed)) if listed else []


def _minutes(contract: Contract) -> str:
    return "seconds" if contract.duration < 0.5 else f"about {contract.duration:g} minutes"


def _inputs(contract: Contract) -> Iterable[tuple[str, str, str]]:
    if contract.sizes:
        yield "--size", "|".join(contract.sizes), f"Size; {contract.default_size} when left out"
    for name, schema in contract.inputs.items():
        default = "must be given" if schema.default is None else f"{spoken(schema.default)} when left out"
        yield option(name), allowed(schema), f"{schema.description}; {default}"


def allowed(schema: Schema) -> str:
    """Say which values a schema allows."""
    if isinstance(schema, ArraySchema):
        return f"{allowed(schema.items)}, several"
    if isinstance(schema, ObjectSchema):
        return ", ".join(f"{key}=…" for key in schema.properties)
    return _scalar(schema)


def _scalar(schema: ScalarSchema) -> str:
    if schema.enum:
        return "|".join(map(spoken, schema.enum))
    if schema.minimum is not None and schema.maximum is not None:
        return f"{spoken(schema.minimum)} to {spoken(schema.maximum)}"
    return {"boolean": "yes or no (--no-…)"}.get(schema.type, schema.type)


def _sizes(contract: Contract, platform: Platform | None) -> Iterable[tuple[str, ...]]:
    for size, values in contract.sizes.items():
        where = (_allowed_in(contract, size, platform),) if platform else ()
        yield size, ", ".join(f"{name} {spoken(value)}" for name, value in values.items()), *where


def _allowed_in(contract: Contract, size: str, platform: Platform) -> str:
    """Say which environments of which tiers allow a size."""
    places = platform.environments.items()
    allowing = [
        f"{name} ({place.tier})" if name != place.tier else name
        for name, place in places
        if size in place.limits.sizes.get(contract.name, (size,))
    ]
    return ", ".join(allowing) or "none"


def _profiles(contract: Contract) -> Iterable[tuple[str, ...]]:
    for name in dict.fromkeys(name for values in contract.profiles.values() for name in values):
        yield (name, *(spoken(values[name]) if name in values else "free" for values in contract.profiles.values()))


def _guarantees(contract: Contract) -> Iterable[tuple[str, str, str]]:
    for promise in contract.guarantees:
        tiers = "all" if len(promise.tiers) == 3 else ", ".join(promise.tiers)
        yield promise.promise, "\n".join(promise.checks), tiers


def _access(contract: Contract) -> Iterable[tuple[str, str, str]]:
    for level, access in contract.access.items():
        yield level, access.description, "\n".join((*access.environment, *access.secrets))


def _signals(contract: Contract) -> Iterable[tuple[str, str, str]]:
    for name, signal in contract.signals.items():
        when = f"{signal.description} ({signal.metric} {signal.comparison} {signal.threshold:.12g})"
        yield name, when, signal.severity


def _stateful(contract: Contract) -> str:
    return f"{', '.join(contract.stateful)}: what destroys or replaces one is blocked unless it was asked for."


def _leftovers(contract: Contract) -> list[tuple[str, str]]:
    return [(leftover.what, leftover.until) for leftover in contract.leftovers]


def _outputs(contract: Contract) -> Iterable[tuple[str, str]]:
    for name, output in contract.outputs.items():
        yield name, f"{output.description} (sensitive)" if output.sensitive else output.description
