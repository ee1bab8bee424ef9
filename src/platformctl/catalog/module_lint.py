"""Holds a contract against the files beside it: what it names must be in the Terraform and in the runbook.

The Terraform is read by its line beginnings only, which is quick and enough to find a mistyped name; what may stand in
it at all is decided elsewhere.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from platformctl.catalog.contract import Contract
from platformctl.catalog.references import PLACES
from platformctl.catalog.schema_lint import Fault
from platformctl.catalog.variables import variable_types
from platformctl.project.documents import Where
from platformctl.project.words import nearest

_BLOCK = re.compile(r'^([a-z]+)[ \t]*("[^\n]*")?[ \t]*\{', re.M)
"""As `terraform fmt` writes it: what begins a line is not inside anything."""
_ARGUMENT = re.compile(r"^[ \t]*([a-z][a-z0-9_]*)[ \t]*[={]", re.M)
_SIGNAL = re.compile(r"\bvar\.signals\.([a-z][a-z0-9_]*)")
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*$", re.M)


@dataclass(frozen=True)
class Written:
    """The Terraform of a module, as far as its line beginnings tell."""

    text: str

    @classmethod
    def of(cls, folder: Path) -> "Written":
        """Read a module's files."""
        return cls("\n".join(path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.tf"))))

    @cached_property
    def blocks(self) -> Mapping[str, Mapping[str, str]]:
        """Return the texts of resources by type, of variables and outputs by name, under the words for those blocks."""
        found: dict[str, dict[str, str]] = {}
        begins = [*_BLOCK.finditer(self.text)]
        ends = [*(each.start() for each in begins[1:]), len(self.text)]
        for begin, end in zip(begins, ends, strict=True):
            label = (begin[2] or "").split('"')[1:2]
            same = found.setdefault(begin[1], {})
            same["".join(label)] = same.get("".join(label), "") + self.text[begin.end() : end]
        return found

    @cached_property
    def signals(self) -> frozenset[str]:
        """Return the signals that something is made of."""
        return frozenset(_SIGNAL.findall(self.text))

    def named(self, block: str) -> Iterable[str]:
        """Return the first labels of a sort of block."""
        return self.blocks.get(block, {})

    def arguments(self, kind: str) -> frozenset[str]:
        """Return what the resources of a type set."""
        return frozenset(_ARGUMENT.findall(self.blocks.get("resource", {}).get(kind, "")))


def module_faults(contract: Contract, folder: Path) -> Iterator[Fault]:
    """Find what the contract says and the module does not do."""
    written = Written.of(folder)
    yield from _interface(contract, written)
    yield from _types(contract, written)
    yield from _attributes(contract, written)
    yield from _signals(contract, written)
    yield from _runbooks(contract, folder)


def _interface(contract: Contract, written: Written) -> Iterator[Fault]:
    filled = variable_types(contract)
    for name in sorted(set(filled) - set(written.named("variable"))):
        yield (), f"the module has no variable '{name}'.{nearest(name, written.named('variable'))}"
    for name in sorted(set(written.named("variable")) - set(filled)):
        yield (), f"the module has a variable '{name}', which nothing here fills."
    for name in contract.outputs:
        if name not in written.named("output"):
            yield ("outputs", name), f"the module has no such output.{nearest(name, written.named('output'))}"


def _types(contract: Contract, written: Written) -> Iterator[Fault]:
    said: dict[Where, Iterable[str]] = {(part,): getattr(contract, part) for part in ("stateful", "disarm", "identity")}
    said |= {("guarantees", index, "resources"): one.resources for index, one in enumerate(contract.guarantees)}
    for where, types in said.items():
        for kind in types:
            if kind not in written.named("resource"):
                yield where, f"the module has no {kind}.{nearest(kind, written.named('resource'))}"


def _attributes(contract: Contract, written: Written) -> Iterator[Fault]:
    said: dict[tuple[str, str], Iterable[str]] = {("disarm", kind): values for kind, values in contract.disarm.items()}
    said |= {("identity", kind): PLACES.findall(one.import_id) for kind, one in contract.identity.items()}
    for where, names in said.items():
        known = written.arguments(where[1])
        for name in names:
            if name not in known:
                yield where, f"the module sets no {name} there: it can't be known beforehand.{nearest(name, known)}"


def _signals(contract: Contract, written: Written) -> Iterator[Fault]:
    for name in sorted(set(contract.signals) - written.signals):
        yield ("signals", name), f"the module makes no alarm of var.signals.{name}."
    for name in sorted(written.signals - set(contract.signals)):
        yield ("signals",), f"does not say {name}, which the module makes an alarm of."


def _runbooks(contract: Contract, folder: Path) -> Iterator[Fault]:
    for name, signal in contract.signals.items():
        file, _, anchor = signal.runbook.partition("#")
        known = _anchors(folder / file)
        if anchor not in known:
            yield ("signals", name, "runbook"), f"{file} has no heading for #{anchor}.{nearest(anchor, known)}"


def _anchors(file: Path) -> frozenset[str]:
    """Return the anchors of a file's headings, as code hosts make them."""
    if not file.is_file():
        return frozenset()
    headings = (re.sub(r"[^\w\s-]", "", title.lower()) for title in _HEADING.findall(file.read_text("utf-8")))
    return frozenset(re.sub(r"\s", "-", heading) for heading in headings)
