"""The catalog for people and programs: what can be asked for, and one kind in full."""

from collections.abc import Iterable, Sequence
from typing import Any

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import ArraySchema, ObjectSchema, ScalarSchema, Schema
from platformctl.catalog.sources import Module
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


def offered_json(modules: Sequence[Module]) -> str:
    """List the kinds for a program."""
    return document({"kinds": [_facts(module) for module in modules]})


def kind(module: Module, look: Look) -> str:
    """Show one kind in full."""
    contract = module.contract
    parts: list[Any] = [heading(f"{contract.name}  {contract.title}"), paragraph(contract.description)]
    parts += [
        paragraph(f"Version {contract.version}, owned by {contract.owner}; ready in {_minutes(contract)}.", "dim")
    ]
    parts += _section("Inputs", columns(("OPTION", "VALUES", "MEANING"), list(_inputs(contract))))
    if contract.sizes:
        parts += _section("Sizes", columns(("SIZE", "WHAT IT SETS"), list(_sizes(contract))))
    if any(contract.profiles.values()):
        parts += _section("What the tier decides", columns(("SETTING", *contract.profiles), list(_profiles(contract))))
    if contract.guarantees:
        parts += _section("Guarantees", columns(("PROMISE", "PROVEN BY", "TIERS"), list(_guarantees(contract))))
    parts += _section("Outputs", columns(("OUTPUT", "MEANING"), [(n, _output(o)) for n, o in contract.outputs.items()]))
    if contract.signals:
        parts += _section("Signals", columns(("METRIC", "ALARM", "SEVERITY"), list(_signals(contract))))
    if contract.leftovers:
        parts += _section("What outlives a destroy", columns(("WHAT", "UNTIL"), _leftovers(contract)))
    if contract.cost:
        parts += _section("Cost", paragraph(contract.cost))
    parts += ["", next_command(f"platformctl create {contract.name} NAME")]
    return look.text(*parts)


def kind_json(module: Module) -> str:
    """Show one kind in full to a program."""
    return document(_facts(module))


def _facts(module: Module) -> dict[str, Any]:
    return {"origin": module.origin, **module.contract.model_dump(mode="json", exclude_defaults=True)}


def _section(title: str, body: Any) -> list[Any]:
    return ["", heading(title), body]


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


def _sizes(contract: Contract) -> Iterable[tuple[str, str]]:
    for size, values in contract.sizes.items():
        yield size, ", ".join(f"{name} {spoken(value)}" for name, value in values.items())


def _profiles(contract: Contract) -> Iterable[tuple[str, ...]]:
    for name in dict.fromkeys(name for values in contract.profiles.values() for name in values):
        yield (name, *(spoken(values[name]) if name in values else "free" for values in contract.profiles.values()))


def _guarantees(contract: Contract) -> Iterable[tuple[str, str, str]]:
    for promise in contract.guarantees:
        tiers = "all" if len(promise.tiers) == 3 else ", ".join(promise.tiers)
        yield promise.promise, "\n".join(promise.checks), tiers


def _signals(contract: Contract) -> Iterable[tuple[str, str, str]]:
    for signal in contract.signals.values():
        yield signal.metric, f"{signal.description} ({signal.comparison} {signal.threshold:.15g})", signal.severity


def _leftovers(contract: Contract) -> list[tuple[str, str]]:
    return [(leftover.what, leftover.until) for leftover in contract.leftovers]


def _output(output: Any) -> str:
    return f"{output.description} (sensitive)" if output.sensitive else str(output.description)
