"""Where modules and packs come from: the built-in ones of this package, and folders named in platform.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformctl.catalog.contract import Contract
from platformctl.catalog.lint import lint
from platformctl.errors import Usage
from platformctl.project.documents import read_document
from platformctl.project.project import Project
from platformctl.project.validation import validated
from platformctl.project.words import nearest

CONTRACT_NAME = "module.yaml"


@dataclass(frozen=True)
class Module:
    """A module on offer or vendored: its contract and its folder."""

    contract: Contract
    folder: Path
    origin: str
    """`builtin`, or the catalog's path in the project."""

    @property
    def item(self) -> str:
        """Return `kind@version`, as platform.lock and requests name it."""
        return f"{self.contract.name}@{self.contract.version}"


def builtin_folder(what: str) -> Path:
    """Return the folder of the built-in `modules` or `policies`: inside the wheel, or beside src in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "_builtin" / what
    return packaged if packaged.is_dir() else package.parents[1] / what


def catalog_folders(project: Project | None) -> Mapping[str, Path]:
    """Return the catalogs' folders by origin, in the order of platform.yaml."""
    entries = project.platform.catalogs if project else ("builtin",)
    folders: dict[str, Path] = {}
    for entry in entries:
        if entry == "builtin":
            folders["builtin"] = builtin_folder("modules")
        elif project:
            folders[entry.path] = inside(project.root, entry.path)
    return folders


def inside(root: Path, relative: str) -> Path:
    """Return a folder of the project; Usage when it leads out of it or is none."""
    folder = (root / relative).resolve()
    if not folder.is_relative_to(root.resolve()) or not folder.is_dir():
        raise Usage(
            "A folder named in platform.yaml is not there",
            detail=f"'{relative}' is not a folder inside {root}.",
        )
    return folder


def load_module(folder: Path, origin: str) -> Module:
    """Load and lint the module in `folder`."""
    document = read_document(folder / CONTRACT_NAME)
    contract = validated(Contract, document)
    lint(contract, document, folder)
    return Module(contract, folder, origin)


def kinds(project: Project | None) -> Mapping[str, tuple[str, Path]]:
    """Return every kind on offer, its catalog and its folder; the first catalog that has a kind wins."""
    found: dict[str, tuple[str, Path]] = {}
    for origin, folder in catalog_folders(project).items():
        for child in sorted(folder.iterdir()):
            if (child / CONTRACT_NAME).is_file():
                found.setdefault(child.name, (origin, child))
    return found


def module_on_offer(kind: str, project: Project | None) -> Module:
    """Return the module of a kind as the catalogs offer it now; Usage names the nearest kind."""
    known = kinds(project)
    if kind not in known:
        raise Usage(
            "Unknown resource kind",
            detail=f"'{kind}' is not in the catalog.{nearest(kind, known)} Known kinds: {', '.join(sorted(known))}.",
            hint="platformctl catalog",
        )
    origin, folder = known[kind]
    return _named_like_its_folder(load_module(folder, origin), kind)


def _named_like_its_folder(module: Module, kind: str) -> Module:
    if module.contract.name != kind:
        raise Usage(
            "A module's folder and its contract disagree",
            detail=f"{module.folder / CONTRACT_NAME} says name: {module.contract.name}; the folder is '{kind}'.",
        )
    return module
