"""policies.md: the checks of the built-in pack and the guards, each with what to do about it."""

from collections.abc import Iterator, Mapping

from docs.writers.markdown import page, section, sentence, table
from platformctl.catalog.sources import builtin_folder, kinds, load_module
from platformctl.policy.packs import Check, load_pack

INTRODUCTION = """\
A check decides on the configuration, on the plan, or on both. A promise of a contract holds when each of its checks
passed for each of its resources at every stage that the check decides; an answer that is missing or undecided counts
as no. A check that no promise needs blocks in the tiers named here, and is only told elsewhere."""
GUARDS = {
    "PCTL_GUARD_LOSS": (
        "What holds data is kept",
        "A plan destroys, replaces or forgets a resource whose type the contract calls stateful. `lifecycle` in "
        "request.yaml allows it; in tier dev also the stack's name, typed again (`--confirm NAME`).",
    ),
    "PCTL_GUARD_NAME": (
        "A stack keeps its cloud names",
        "A plan gives something that exists another name, because `names` in request.yaml were changed.",
    ),
    "PCTL_GUARD_SIZE": (
        "An environment stays within its limits",
        "The size is not among those that `limits.sizes` of platform.yaml allows for this kind.",
    ),
    "PCTL_GUARD_STACKS": (
        "An environment stays within its limits",
        "There would be more stacks than `limits.stacks` of platform.yaml allows.",
    ),
    "PCTL_GUARD_DISARM": (
        "Before a destruction only its protection is taken off",
        "The first of the two plans that destroy what is protected changes more than the contract's `disarm`.",
    ),
}


def policies() -> str:
    """Write the page."""
    pack = load_pack(builtin_folder("policies") / "builtin")
    promised = _promised()
    rows = ((f"[{name}](#{name.lower()})", one.title, one.severity) for name, one in pack.file.checks.items())
    guards = ((f"`{name}`", title, why) for name, (title, why) in GUARDS.items())
    return page(
        "Checks and guards",
        "policies/builtin/pack.yaml",
        INTRODUCTION,
        "The ids that start with `PCTL_` are ours; `CKV_` and `CKV2_` are checkov's own.",
        section("Guards", "A guard reads the plan itself and needs no check engine.", table(GUARD_TITLES, guards)),
        section(f"Checks of {pack.item}", table(("check", "good state", "severity"), rows)),
        *(_check(name, one, promised.get(name, [])) for name, one in pack.file.checks.items()),
    )


GUARD_TITLES = ("guard", "good state", "when it blocks")


def _check(name: str, check: Check, promised: list[str]) -> str:
    where = {"both": "the configuration and the plan"}.get(check.decides, f"the {check.decides}")
    tiers = "all tiers" if len(check.tiers) == 3 else f"tier {' and '.join(check.tiers)}"
    facts = f"{sentence(check.title)} Severity {check.severity}; decides on {where}; blocks in {tiers}."
    proves = f"It proves: {'; '.join(promised)}" if promised else "No built-in kind promises it."
    return section(name, facts, f"How to make it right: {sentence(check.guideline)}", proves)


def _promised() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for check, words in _proofs():
        found.setdefault(check, []).append(words)
    return found


def _proofs() -> Iterator[tuple[str, str]]:
    for name, (_, folder) in kinds(None).items():
        for guarantee in load_module(folder, "builtin").contract.guarantees:
            for check in guarantee.checks:
                yield check, f"{sentence(guarantee.promise)[:-1]} ([{name}](kinds/{name}.md))"
