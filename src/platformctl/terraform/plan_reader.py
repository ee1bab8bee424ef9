"""Turns the bytes of `terraform show -json PLAN` into a Plan, or refuses them."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from platformctl.errors import PlatformError
from platformctl.terraform.json_document import NotAnObject, read_object
from platformctl.terraform.known_secrets import masked_texts
from platformctl.terraform.plan import Action, OutputChange, Plan, ResourceChange, Scalar
from platformctl.terraform.plan_document import RawChange, RawModule, RawPlan, RawResourceChange
from platformctl.terraform.redaction import Values, after_side, before_side, differences

MAJOR = "1"
"""The major `format_version` that this file reads; minor ones only add."""
_ACTIONS: Mapping[tuple[str, ...], Action] = {
    ("no-op",): Action.NO_OP,
    ("create",): Action.CREATE,
    ("read",): Action.READ,
    ("update",): Action.UPDATE,
    ("delete",): Action.DELETE,
    ("forget",): Action.FORGET,
    ("delete", "create"): Action.REPLACE,
    ("create", "delete"): Action.REPLACE,
    ("forget", "create"): Action.REPLACE,
    ("create", "forget"): Action.REPLACE,
}


def parse_plan(content: bytes) -> Plan:
    """Read the whole plan; what it says in another major version, or in unknown words, is refused."""
    try:
        document = read_object(content)
        _refuse_other_format(document.get("format_version"))
        raw = RawPlan.model_validate(document)
        return _plan(raw)
    except NotAnObject as error:
        raise _unreadable("It is not a JSON object.") from error
    except ValidationError as error:
        raise _unreadable(_first_problem(error)) from error
    except RecursionError as error:
        raise _unreadable("It is nested too deeply.") from error


def _plan(raw: RawPlan) -> Plan:
    secrets = frozenset(_secrets(raw))
    changes = tuple(_resource_change(each, secrets) for each in raw.resource_changes)
    outputs = tuple(_output_change(name, each) for name, each in sorted(raw.output_changes.items()))
    would_do = any(each.is_change for each in changes) or any(each.action is not Action.NO_OP for each in outputs)
    return Plan(
        terraform_version=raw.terraform_version,
        resource_changes=changes,
        output_changes=outputs,
        drift=tuple(_resource_change(each, secrets) for each in raw.resource_drift),
        planned=frozenset(_managed(raw.planned_values.root_module)),
        applyable=would_do and not raw.errored if raw.applyable is None else raw.applyable,
        complete=not raw.errored if raw.complete is None else raw.complete,
        errored=raw.errored,
        secrets=secrets,
    )


def _secrets(raw: RawPlan) -> Iterator[str]:
    """List every text that is hidden anywhere, and the sensitive variables, which carry no mask."""
    resources = [each.change for each in (*raw.resource_changes, *raw.resource_drift)]
    for change in (*resources, *raw.output_changes.values()):
        for value in (change.before, change.after):
            yield from masked_texts(value, change.before_sensitive)
            yield from masked_texts(value, change.after_sensitive)
    for name, block in raw.configuration.root_module.variables.items():
        if block.sensitive and name in raw.variables:
            yield from masked_texts(raw.variables[name].value, mask=True)


def _resource_change(raw: RawResourceChange, secrets: frozenset[str]) -> ResourceChange:
    action = _action(raw.change.actions, raw.address)
    values = _values(raw.change, secrets)
    return ResourceChange(
        address=raw.address,
        mode=raw.mode,
        type=raw.type,
        name=raw.name,
        provider=raw.provider_name,
        action=action,
        attributes=() if action is Action.NO_OP else tuple(differences(values)),
        known=_known(values, lost=action in {Action.DELETE, Action.FORGET}),
        replace_paths=tuple(".".join(map(str, path)) for path in raw.change.replace_paths),
        reason=raw.action_reason,
        importing=raw.change.importing is not None,
        previous_address=raw.previous_address,
        deposed=raw.deposed,
    )


def _output_change(name: str, raw: RawChange) -> OutputChange:
    sensitive = raw.before_sensitive not in (None, False) or raw.after_sensitive not in (None, False)
    return OutputChange(name=name, action=_action(raw.actions, f"output.{name}"), sensitive=sensitive)


def _values(raw: RawChange, secrets: frozenset[str]) -> Values:
    return Values(
        before={} if raw.before is None else raw.before,
        after={} if raw.after is None else raw.after,
        unknown=raw.after_unknown,
        masks=(raw.before_sensitive, raw.after_sensitive),
        secrets=secrets,
    )


def _known(values: Values, *, lost: bool) -> Mapping[str, Scalar]:
    if not values.is_object or values.is_masked:
        return {}
    side = before_side if lost else after_side
    shown = {key: side(values.inside(key)) for key in values.keys}
    return {key: each.value for key, each in shown.items() if isinstance(each.value, str | int | float)}


def _action(words: list[str], address: str) -> Action:
    action = _ACTIONS.get(tuple(words))
    if action is None:
        raise _unreadable(f"It does {'+'.join(words)!r} to {address}, which this version does not know.")
    return action


def _managed(module: RawModule) -> Iterator[str]:
    yield from (each.address for each in module.resources if each.mode == "managed")
    for child in module.child_modules:
        yield from _managed(child)


def _refuse_other_format(version: object) -> None:
    if not isinstance(version, str) or version.split(".")[0] != MAJOR:
        raise _unreadable(f"Its format_version is {version!r}; platformctl reads {MAJOR}.x.")


def _first_problem(error: ValidationError) -> str:
    """Name the place and the rule, never the value: it may be a secret."""
    first = error.errors(include_input=False, include_context=False, include_url=False)[0]
    return f"At {'.'.join(map(str, first['loc']))}: {first['msg']}."


def _unreadable(why: str) -> PlatformError:
    return PlatformError(
        "Terraform's plan could not be read",
        detail=f"{why} Nothing was applied.",
        hint="run the same command again with --verbose",
    )
