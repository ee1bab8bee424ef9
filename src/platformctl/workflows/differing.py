"""Says in words how what a plan would do differs from what was reviewed.

What was unknown in the review, because a producer in the same change was not applied yet, may be anything by now: its
reviewers saw that it comes from there. Nothing else may differ.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from platformctl.terraform.narration import short
from platformctl.workflows.fingerprint import Attribute, Effect, Meaning, OutputEffect, Seen

Key = tuple[str, str]


def differences(reviewed: Meaning, now: Meaning, beside: Collection[str] = ()) -> tuple[str, ...]:
    """Return how `now` differs; nothing where it is what was reviewed.

    `beside` are the producers that were planned with it, whose outputs it could not know.
    """
    if reviewed == now:
        return ()
    awaited = {*beside} & {one.producer for one in reviewed.bindings.values()}
    made_of = tuple(_made_of(reviewed, now, awaited))
    done = (*_effects(reviewed, now, fills=bool(awaited)), *_outputs(reviewed, now, fills=bool(awaited)))
    if not made_of and reviewed.digest != now.digest:
        made_of = ("its rendered files, or the versions that they lock, are other ones",)
    return tuple(map(_in_a_line, (*done, *made_of)))


def _in_a_line(text: str) -> str:
    """Escape what is no plain character: a review is anybody's who may preview."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


def _made_of(reviewed: Meaning, now: Meaning, awaited: Collection[str]) -> Iterator[str]:
    if reviewed.stack != now.stack:
        yield f"it is {now.stack}, not {reviewed.stack}"
    if reviewed.destroys != now.destroys:
        yield "it would be destroyed" if now.destroys else "it would no longer be destroyed"
    yield from _named("account", reviewed.account, now.account)
    yield from _named("region", reviewed.region, now.region)
    yield from _named("module", reviewed.module, now.module)
    if reviewed.module == now.module and reviewed.module_digest != now.module_digest:
        yield f"module {now.module} has another content"
    yield from _packs(reviewed.packs, now.packs)
    for word in sorted({*reviewed.bindings, *now.bindings}):
        yield from _handed(word, reviewed, now, awaited)


def _named(what: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{what} {after or 'none'}, not {before or 'none'}"


def _packs(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for item in sorted({*before, *after}):
        if item not in after:
            yield f"no longer judged by pack {item}"
        elif item not in before:
            yield f"judged by pack {item}, too"
        elif before[item] != after[item]:
            yield f"pack {item} has another content"


def _handed(word: str, reviewed: Meaning, now: Meaning, awaited: Collection[str]) -> Iterator[str]:
    before, after = reviewed.bindings.get(word), now.bindings.get(word)
    if before is None or after is None:
        yield f"{'no longer ' if after is None else ''}bound to {word}"
    elif before.producer != after.producer:
        yield f"{word} is {after.producer}, not {before.producer}"
    elif before.digest != after.digest and before.producer not in awaited:
        yield f"{after.producer} hands out something else for {word}"


def _effects(reviewed: Meaning, now: Meaning, *, fills: bool) -> Iterator[str]:
    before, after = _by_key(reviewed.effects), _by_key(now.effects)
    for effect in (after[key] for key in sorted(after.keys() - before.keys())):
        yield f"it would {effect.action} {short(effect.address)}"
    for effect in (before[key] for key in sorted(before.keys() - after.keys())):
        if not (fills and _may_be_needless(effect)):
            yield f"it would no longer {effect.action} {short(effect.address)}"
    for key in sorted(before.keys() & after.keys()):
        yield from _effect(before[key], after[key], fills=fills)


def _by_key(effects: Sequence[Effect]) -> Mapping[Key, Effect]:
    return {(effect.address, effect.deposed): effect for effect in effects}


def _effect(was: Effect, is_: Effect, *, fills: bool) -> Iterator[str]:
    if was.action != is_.action:
        yield f"it would {is_.action} {short(is_.address)}, not {was.action} it"
        return
    if (was.importing, was.moved_from) != (is_.importing, is_.moved_from):
        yield f"{short(is_.address)} would be taken over from somewhere else"
    if was.replaced_for != is_.replaced_for:
        yield f"{short(is_.address)} would be replaced for {', '.join(is_.replaced_for) or 'another reason'}"
    yield from _attributes(was, is_, fills=fills)


def _attributes(was: Effect, is_: Effect, *, fills: bool) -> Iterator[str]:
    before, after = ({one.path: one for one in effect.attributes} for effect in (was, is_))
    for path in sorted({*before, *after}):
        one, other = before.get(path), after.get(path)
        if one != other and not (fills and _starts_alike(one, other) and _was_open(path, before)):
            yield f"{short(is_.address)}: {path or 'value'} {_told(other)}; reviewed: {_told(one)}"


def _was_open(path: str, reviewed: Mapping[str, Attribute]) -> bool:
    """Claim that the review could not know the value, or not what lies around it."""
    return any(
        one.after.kind == "unknown" and (path == one.path or path.startswith(f"{one.path}."))
        for one in reviewed.values()
    )


def _starts_alike(one: Attribute | None, other: Attribute | None) -> bool:
    """Claim that what is there now is what was there in the review."""
    return one is None or other is None or one.before == other.before


def _may_be_needless(was: Effect) -> bool:
    """Claim that an update was only shown because nothing it would change to was known."""
    return was.action == "update" and all(one.after.kind == "unknown" for one in was.attributes)


def _told(attribute: Attribute | None) -> str:
    if attribute is None:
        return "stays as it is"
    return f"{_shown(attribute.before)} → {_shown(attribute.after)}"


def _shown(seen: Seen) -> str:
    if seen.kind != "known":
        return {"sensitive": "(sensitive)", "unknown": "(known after apply)", "absent": "nothing"}[seen.kind]
    return f"{seen.text}…" if seen.sha256 else seen.text


def _outputs(reviewed: Meaning, now: Meaning, *, fills: bool) -> Iterator[str]:
    before, after = _by_name(reviewed.outputs), _by_name(now.outputs)
    for name in sorted({*before, *after}):
        was, is_ = before.get(name), after.get(name)
        if was == is_ or (fills and is_ is None):
            continue
        if is_ is None:
            yield f"output {name} would no longer change"
        elif was is None:
            yield f"output {name} would change, too"
        else:
            yield f"output {name} would change in another way"


def _by_name(outputs: Sequence[OutputEffect]) -> Mapping[str, OutputEffect]:
    return {output.name: output for output in outputs}
