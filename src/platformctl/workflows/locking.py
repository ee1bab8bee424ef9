"""Keeps platform.lock: what a project is pinned to, written only by commands that write."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from platformctl.catalog.sources import Module, builtin_folder, inside
from platformctl.catalog.vendor import vendor
from platformctl.errors import Usage
from platformctl.policy.packs import load_pack
from platformctl.policy.source import vet_module
from platformctl.policy.source_memory import Memory
from platformctl.project.files import write_atomically
from platformctl.project.lock_file import LOCK_NAME, Lock, Pinned, PinnedProvider, dump_lock
from platformctl.project.project import Project, load_project
from platformctl.records.private_folder import make_private_folder
from platformctl.toolchain.file_lock import exclusive
from platformctl.toolchain.providers import supported_provider
from platformctl.toolchain.recipes import RECIPES

PROVIDERS = (("registry.terraform.io/hashicorp/aws", "5.100.0"),)
"""What a new project is locked to."""


def with_packs(project: Project, lock: Lock | None) -> Lock:
    """Vendor and pin the packs that platform.yaml names, and no others.

    The built-in pack stays at the version it was pinned to; one of the project's own is pinned as it is now.
    """
    known = lock or Lock()
    pinned = {pin.origin: (item, pin) for item, pin in known.packs.items()}
    packs = {}
    for origin, folder in pack_folders(project).items():
        item, pin = pinned.get(origin, ("", None)) if origin == "builtin" else ("", None)
        if pin is None:
            item = load_pack(folder).item
            pin = Pinned(vendor(project.root, "packs", item, folder), origin)
        packs[item] = pin
    return replace(known, packs=packs)


def pack_folders(project: Project) -> Mapping[str, Path]:
    """Return the folders of the packs by origin."""
    folders: dict[str, Path] = {}
    for entry in project.platform.packs:
        if entry == "builtin":
            folders[entry] = builtin_folder("policies") / "builtin"
        else:
            folders[entry.path] = inside(project.root, entry.path)
    return folders


def with_providers(lock: Lock) -> Lock:
    """Pin the providers that are not pinned yet."""
    providers = dict(lock.providers)
    for source, version in PROVIDERS:
        if source not in providers:
            providers[source] = PinnedProvider(version, supported_provider(source, version).hashes)
    return replace(lock, providers=providers)


def with_tools(lock: Lock) -> Lock:
    """Pin the tools that decide what a verdict is worth to the versions that this platformctl drives."""
    return replace(lock, tools={**lock.tools, "checkov": RECIPES["checkov"].version_of("checkov")})


def brought_up(project: Project, known: Lock | None) -> Lock:
    """Return the lock with everything in it that a project needs."""
    return with_tools(with_providers(with_packs(project, known)))


def refuse_lesser_lock(project: Project) -> None:
    """Stop when platform.lock would judge by less than platform.yaml says, or by another checkov."""
    _refuse_other_packs(project)
    refuse_other_tools(project.lock)


def _refuse_other_packs(project: Project) -> None:
    named = {entry if entry == "builtin" else entry.path for entry in project.platform.packs}
    locked = {pin.origin for pin in project.lock.packs.values()}
    if named != locked:
        raise Usage(
            "platform.lock has other packs than platform.yaml",
            detail=f"platform.yaml names {_listed(named)}; platform.lock has {_listed(locked)}.",
            hint="platformctl render      (then review and commit platform.lock)",
        )


def refuse_other_providers(lock: Lock) -> None:
    """Accept no version and no hash that this platformctl does not know itself: a lock can't vouch for a program."""
    for source, pinned in lock.providers.items():
        unknown = sorted(set(pinned.hashes) - set(supported_provider(source, pinned.version).hashes))
        if unknown:
            raise Usage(
                "platform.lock has a provider that is not known",
                detail=f"{unknown[0]} is no hash of {source} {pinned.version} that this platformctl knows.",
                hint="git checkout -- platform.lock",
            )


def _listed(words: set[str]) -> str:
    return ", ".join(sorted(words)) or "none"


def refuse_other_tools(lock: Lock) -> None:
    """Stop when the project is locked to another checkov: its verdicts are not comparable with ours."""
    ours = with_tools(lock).tools["checkov"]
    locked = lock.tools.get("checkov", "none")
    if locked != ours:
        raise Usage(
            "This project is locked to another checkov",
            detail=f"platform.lock says {locked}; this platformctl drives {ours}.",
            hint="platformctl render      (then review and commit platform.lock)",
        )


def adopted(project: Project, module: Module, vetted: Path | None = None) -> Project:
    """Vendor a module, pin it with the packs and providers, and return the project with its new lock.

    `vetted` is where it is remembered which code was accepted.
    """
    vet_module(module.folder, module.contract.provider, Memory(vetted))
    with _alone(project.root) as current:
        lock = brought_up(current, current.lock)
        digest = vendor(current.root, "modules", module.item, module.folder)  # refuses another content of a version
        if module.item not in lock.modules:
            lock = lock.with_module(module.item, Pinned(digest, module.origin))
        return written(current, lock)


def renewed(project: Project) -> Project:
    """Pin what platform.yaml names now, and return the project with its new lock."""
    with _alone(project.root) as current:
        return written(current, brought_up(current, current.lock))


@contextmanager
def _alone(root: Path) -> Iterator[Project]:
    """Give the project as it is now, and let no other command write its lock meanwhile."""
    project = load_project(root)
    make_private_folder(project.store)
    with exclusive(project.store / "locking", lambda: None):
        yield load_project(root)


def written(project: Project, lock: Lock) -> Project:
    """Write the lock where it changed and return the project that has it."""
    path = project.root / LOCK_NAME
    content = dump_lock(lock).encode()
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content)
    return load_project(project.root)
