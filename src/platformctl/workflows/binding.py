"""Fills bindings from the records: what each producer handed out, or that it is not applied yet."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from platformctl.catalog.contract import Contract
from platformctl.catalog.schema import ObjectSchema
from platformctl.catalog.sources import module_on_offer
from platformctl.catalog.vendor import vendored_module
from platformctl.errors import Blocked, Usage
from platformctl.project.project import Project
from platformctl.project.words import nearest
from platformctl.records.facts import PublicOutput
from platformctl.records.head import Head
from platformctl.records.moved import refuse_left
from platformctl.records.store import Records
from platformctl.requests.binding_words import (
    CONTEXT,
    Binding,
    access_of,
    bound_context,
    levelled,
    parse_binding,
)
from platformctl.requests.bindings import Bindings, Bound, read_bindings
from platformctl.requests.grants import needed
from platformctl.requests.request import Request
from platformctl.requests.resolve import used
from platformctl.stacks import workspace
from platformctl.stacks.stack import Stack, stack_of
from platformctl.stacks.stack_id import StackId, parse_stack_id


@dataclass(frozen=True)
class Producer:
    """A stack that others may use, as it stands now."""

    id: StackId
    module: str
    """`kind@version` of what is applied; of the request while nothing is."""
    contract: Contract
    head: Head | None
    """None until it is applied."""
    context: Mapping[str, Any]
    """What its environment supplies."""


def bound(request: Request, contract: Contract, project: Project, records: Records) -> Bindings:
    """Return what the stacks that a request uses hand to it now; Usage where one of them can't."""
    environment = project.environment(request.environment)
    supplied = bound_context(contract, environment.context, request.environment)
    found: dict[str, Bound] = {}
    for word in used(request, contract, environment):
        if word.startswith(CONTEXT):
            name = word.removeprefix(CONTEXT)
            producer = parse_stack_id(supplied[name], request.environment)
            found[word] = _bound_context(contract, name, _producer(producer, project, records))
        else:
            found[word] = _bound_access(parse_binding(word, request.environment), request, project, records)
    return Bindings(bindings=dict(sorted(found.items())))


def rebound(project: Project, stack: StackId, records: Records) -> Stack:
    """Render a stack of the project with what its producers hand out now."""
    request = workspace.request_of(project, stack)
    contract = vendored_module(project, request.module)[0].contract
    now = bound(request, contract, project, records)
    return stack_of(request, project, kept(now, _readable(project, stack)))


def kept(now: Bindings, before: Bindings) -> Bindings:
    """Return the bindings of now; where a producer hands out the same as before, its entry stays as it is."""
    old = before.bindings
    same = {word: old[word] for word, one in now.bindings.items() if word in old and _says_the_same(old[word], one)}
    return Bindings(bindings={**now.bindings, **same})


def refuse_stale(stack: Stack, project: Project, records: Records, but_for: Collection[str] = ()) -> None:
    """Stop when a producer hands out something else than the stack was rendered with."""
    fault = staleness(stack, project, records, but_for)
    if fault:
        raise fault


def staleness(stack: Stack, project: Project, records: Records, but_for: Collection[str] = ()) -> Blocked | None:
    """Say which of a stack's bindings are not what the records say, if any; `but_for` are producers not looked at."""
    if not stack.bindings.bindings:
        return None
    now = bound(stack.request, stack.contract, project, records).bindings
    looked_at = ((word, one) for word, one in stack.bindings.bindings.items() if one.producer not in but_for)
    stale = [word for word, one in looked_at if not _says_the_same(one, now[word])]
    if not stale:
        return None
    told = "; ".join(_told(word, stack.bindings.bindings[word], now[word]) for word in stale)
    return Blocked(
        "What this stack is bound to has changed",
        detail=f"{stack.id}: {told}. A plan on the old values is stale and never applied.",
        hint=f"platformctl render {stack.id}      (then review and commit bindings.json)",
    )


def refuse_pending(stack: Stack) -> None:
    """Stop where a producer has handed nothing over yet: there is nothing that could be planned alone."""
    fault = pending_fault(stack)
    if fault:
        raise fault


def pending_fault(stack: Stack, beside: Collection[StackId] = ()) -> Blocked | None:
    """Say which producers are not applied yet, unless they are `beside` the stack in the same command."""
    waits = [producer for producer in stack.bindings.pending if producer not in {str(one) for one in beside}]
    if not waits:
        return None
    return Blocked(
        "This stack waits for others",
        detail=f"{stack.id} uses {', '.join(waits)}, not applied yet. Both are applied by one command, in order.",
        hint=f"platformctl apply {' '.join(stack.bindings.pending)} {stack.id}",
    )


def named_bindings(words: tuple[str, ...], stack: StackId, project: Project, records: Records) -> tuple[str, ...]:
    """Return bindings as a stack's request writes them, their levels named; Usage for one that leads nowhere."""
    found: list[str] = []
    for word in words:
        binding = parse_binding(word, stack.environment)
        _refuse_self(binding, str(stack))
        producer_id = parse_stack_id(binding.producer, stack.environment)
        _refuse_other_environment(producer_id, stack, project)
        contract = _producer(producer_id, project, records).contract
        found.append(levelled(binding, contract).word(stack.environment))
    return tuple(dict.fromkeys(found))


def uses(project: Project, request: Request) -> Iterator[StackId]:
    """Yield the stacks that a request uses, without looking at any of them."""
    for word in request.bindings:
        yield parse_stack_id(parse_binding(word, request.environment).producer, request.environment)
    context = project.environment(request.environment).context
    if any(isinstance(supplied, Mapping) and "stack" in supplied for supplied in context.values()):
        module, _ = vendored_module(project, request.module)  # proves all of the module, which takes its time
        for producer in bound_context(module.contract, context, request.environment).values():
            yield parse_stack_id(producer, request.environment)


def _readable(project: Project, stack: StackId) -> Bindings:
    """Return the bindings on disk; what can't be read there is written anew."""
    try:
        return read_bindings(workspace.folder_of(project, stack))
    except Usage:
        return Bindings()


def _says_the_same(one: Bound, other: Bound) -> bool:
    return (one.producer, one.module, one.outputs, one.is_pending) == (
        other.producer, other.module, other.outputs, other.is_pending,
    )  # fmt: skip


def _told(word: str, then: Bound, now: Bound) -> str:
    if then.is_pending:
        return f"{word} was pending, and {now.producer} is applied now (run {now.run})"
    if now.is_pending:
        return f"{word}: {now.producer} is not there any more"
    names = sorted({*then.outputs, *now.outputs})
    differing = [name for name in names if then.outputs.get(name) != now.outputs.get(name)]
    what = f"output {', '.join(differing)}" if differing else f"the module, now {now.module},"
    return f"{word}: {what} of {now.producer} is another one since run {now.run}"


def _bound_access(binding: Binding, request: Request, project: Project, records: Records) -> Bound:
    producer_id = parse_stack_id(binding.producer, request.environment)
    _refuse_self(binding, request.stack_id)
    _refuse_other_environment(producer_id, StackId.of(request.stack_id), project)
    producer = _producer(producer_id, project, records)
    return _filled(producer, needed(access_of(binding, producer.contract)))


def _bound_context(contract: Contract, name: str, producer: Producer) -> Bound:
    schema = contract.context[name]
    if not isinstance(schema, ObjectSchema):
        raise Usage("A stack can't supply this", detail=f"{contract.name}: context.{name} is one value, not an object.")
    known = producer.contract.outputs
    names = [part for part, rule in schema.properties.items() if part in known or rule.default is None]
    return _filled(producer, tuple(names))


def _filled(producer: Producer, names: tuple[str, ...]) -> Bound:
    run = producer.head.last_applied.id if producer.head and producer.head.last_applied else ""
    return Bound(
        producer=str(producer.id),
        module=producer.module,
        run=run,
        outputs={name: _value(name, producer) for name in names},
    )


def _value(name: str, producer: Producer) -> JsonValue:
    """Return one output, or what the producer's environment supplies for a name with a dot; None while pending."""
    if "." in name:
        first, _, rest = name.partition(".")
        supplied = producer.context.get(first)
        found: JsonValue = supplied.get(rest) if isinstance(supplied, Mapping) else None
        return found if producer.head else None
    if name not in producer.contract.outputs:
        raise Usage(
            "A stack does not hand this out",
            detail=f"{producer.id} ({producer.module}) has no output '{name}'."
            f"{nearest(name, producer.contract.outputs)}",
        )
    if producer.head is None:
        return None
    output = producer.head.outputs.get(name)
    if not isinstance(output, PublicOutput):
        raise Usage(
            "A recorded output is missing",
            detail=f"The last run of {producer.id} recorded no output '{name}' that may be handed on.",
            hint=f"platformctl apply {producer.id}",
        )
    return output.value


def _producer(stack: StackId, project: Project, records: Records) -> Producer:
    """Find a stack that is to be used: applied, or at least requested."""
    head = records.head(str(stack))
    if head:
        refuse_left(head)
    applied = head if head and head.last_applied and head.last_applied.facts.module else None
    module = _module_of(stack, applied, project)
    context = project.environment(stack.environment).context
    return Producer(stack, module, vendored_module(project, module)[0].contract, applied, context)


def _module_of(stack: StackId, applied: Head | None, project: Project) -> str:
    facts = applied.last_applied.facts.module if applied and applied.last_applied else None
    if facts:
        return f"{facts.name}@{facts.version}"
    if not workspace.is_requested(project, stack):
        raise _unknown(stack, project)
    return workspace.request_of(project, stack).module


def _unknown(stack: StackId, project: Project) -> Usage:
    module_on_offer(stack.kind, project)  # a mistyped kind is told as such
    known = [str(one) for one in workspace.discover(project, stack.environment)]
    return Usage(
        "A stack that is used is not there",
        detail=f"There is no {stack}: neither requested nor applied.{nearest(str(stack), known)}",
        hint=f"platformctl create {stack.kind} {stack.name} --env {stack.environment}",
    )


def _refuse_self(binding: Binding, stack: str) -> None:
    if binding.producer == stack:
        raise Usage("A stack can't use itself", detail=f"{stack} would be bound to {binding.producer}.")


def _refuse_other_environment(producer: StackId, user: StackId, project: Project) -> None:
    """Let only the environments be used that platform.yaml names, in the same account: roles end there."""
    here = project.environment(user.environment)
    if producer.environment == user.environment:
        return
    there = project.environment(producer.environment)
    if producer.environment not in here.may_use:
        raise Usage(
            "A binding leads to another environment",
            detail=f"{user} would use {producer}. platform.yaml may allow it: "
            f"environments.{user.environment}.may_use: [{producer.environment}].",
        )
    if here.cloud and there.cloud and here.cloud.account != there.cloud.account:
        raise Usage(
            "A binding leads to another account",
            detail=f"{producer} lies in account {there.cloud.account}; a role of {here.cloud.account} ends there.",
        )
