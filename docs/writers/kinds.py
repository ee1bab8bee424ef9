"""kinds/KIND.md: one page per built-in kind, from its contract."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from docs.writers.markdown import code, codes, page, section, sentence, table
from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import ScalarSchema, Schema, Value
from platformctl.catalog.sources import builtin_folder, kinds, load_module
from platformctl.project.words import spoken
from platformctl.requests.inputs import option
from platformctl.views.catalog import allowed

EVERYWHERE = ("dev", "staging", "prod")


def kind_pages() -> Mapping[str, str]:
    """Write the pages by their place in the reference."""
    return {f"kinds/{name}.md": kind(folder) for name, (_, folder) in kinds(None).items()}


def kind(folder: Path) -> str:
    """Write one page."""
    contract = load_module(folder, "builtin").contract
    waiting = f"a first apply takes about {contract.duration:g} minutes"
    facts = f"Version {contract.version}, owned by {contract.owner}; {waiting}."
    return page(
        f"{contract.name}: {contract.title}",
        f"{folder.relative_to(builtin_folder('modules').parent)}/module.yaml",
        contract.description,
        facts,
        f"```\nplatformctl create {contract.name} NAME\n```",
        section("What can be asked for", table(("option", "values", "meaning"), _inputs(contract))),
        section("Sizes", table(("size", "what it sets"), _sizes(contract.sizes))),
        section("What the tier decides", table(("setting", *EVERYWHERE), _profiles(contract))),
        section("What is promised", table(("promise", "proven by", "tiers"), _guarantees(contract))),
        section("What comes out", table(("output", "meaning"), _outputs(contract))),
        section("What a binding hands over", table(("access", "meaning", "allows", "hands over"), _access(contract))),
        section("What it signals", table(("alarm", "rings when", "metric", "severity", "runbook"), _signals(contract))),
        section("What its environment supplies", table(("context", "meaning"), _context(contract))),
        section("What holds data", _stateful(contract)),
        section("What outlives a destroy", table(("what", "until"), _leftovers(contract))),
        section("What it costs", contract.cost),
    )


def _inputs(contract: Contract) -> Iterable[tuple[str, str, str]]:
    if contract.sizes:
        yield code("--size"), codes(contract.sizes), f"Size. Default: {code(contract.default_size)}."
    for name, schema in contract.inputs.items():
        yield _spelled(name, schema), allowed(schema), f"{sentence(schema.description)} {_default(schema)}"


def _spelled(name: str, schema: Schema) -> str:
    word = option(name)
    is_switch = isinstance(schema, ScalarSchema) and schema.type == "boolean"
    return f"{code(word)}, {code('--no-' + word.removeprefix('--'))}" if is_switch else code(word)


def _default(schema: Schema) -> str:
    return "Must be given." if schema.default is None else f"Default: {spoken(schema.default)}."


def _sizes(sizes: Mapping[str, Mapping[str, Value]]) -> Iterable[tuple[str, str]]:
    for size, values in sizes.items():
        yield code(size), ", ".join(f"{code(name)} = {spoken(value)}" for name, value in values.items())


def _profiles(contract: Contract) -> Iterable[tuple[str, ...]]:
    names = dict.fromkeys(name for values in contract.profiles.values() for name in values)
    for name in names:
        held = (contract.profiles.get(tier, {}) for tier in EVERYWHERE)  # type: ignore[call-overload]
        yield code(name), *(spoken(values[name]) if name in values else "free" for values in held)


def _guarantees(contract: Contract) -> Iterable[tuple[str, str, str]]:
    for one in contract.guarantees:
        links = ", ".join(f"[{check}](../policies.md#{check.lower()})" for check in one.checks)
        yield one.promise, links, "all" if set(one.tiers) == set(EVERYWHERE) else ", ".join(one.tiers)


def _outputs(contract: Contract) -> Iterable[tuple[str, str]]:
    for name, one in contract.outputs.items():
        hidden = " Sensitive: recorded as a reference, never shown." if one.sensitive else ""
        yield code(name), f"{sentence(one.description)}{hidden}"


def _access(contract: Contract) -> Iterable[tuple[str, str, str, str]]:
    for level, one in contract.access.items():
        allowed_actions = codes(action for statement in one.statements for action in statement.actions)
        handed = (*one.environment, *one.secrets, *one.security_groups)
        yield code(level), sentence(one.description), allowed_actions, codes(handed)


def _signals(contract: Contract) -> Iterable[tuple[str, str, str, str, str]]:
    folder = f"../../../modules/{contract.name}"
    for name, one in contract.signals.items():
        when = f"{sentence(one.description)} {one.comparison.title()} {one.threshold:.12g}."
        yield code(name), when, code(one.metric), one.severity, f"[{one.runbook}]({folder}/{one.runbook})"


def _context(contract: Contract) -> Iterable[tuple[str, str]]:
    for name, schema in contract.context.items():
        yield code(name), f"{sentence(schema.description)} {allowed(schema)}"


def _stateful(contract: Contract) -> str:
    if not contract.stateful:
        return ""
    return f"{codes(contract.stateful)}: destroying or replacing one is data loss, and is blocked unless asked for."


def _leftovers(contract: Contract) -> Iterable[tuple[str, str]]:
    return ((sentence(one.what), sentence(one.until)) for one in contract.leftovers)
