"""Writes docs/reference/ from code and contracts; with --check only says which pages are not current.

Run from the project's folder: `python -m docs.generate [--check]`.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from docs.writers.attacks import attacks
from docs.writers.cli import cli
from docs.writers.documents import contract, packs, platform_yaml, request_yaml
from docs.writers.exits import exit_codes
from docs.writers.kinds import kind_pages
from docs.writers.policies import policies
from docs.writers.report import report
from docs.writers.surroundings import environment_variables, tools

REFERENCE = Path(__file__).parent / "reference"


def pages() -> Mapping[Path, str]:
    """Return every generated page by its path."""
    written = {
        "cli.md": cli(),
        **kind_pages(),
        "platform-yaml.md": platform_yaml(),
        "request-yaml.md": request_yaml(),
        "contract.md": contract(),
        "packs.md": packs(),
        "policies.md": policies(),
        "exit-codes.md": exit_codes(),
        "environment-variables.md": environment_variables(),
        "tools.md": tools(),
        "attacks.md": attacks(),
        "report.md": report(),
    }
    return {REFERENCE / name: text for name, text in written.items()}


def outdated(wanted: Mapping[Path, str]) -> Sequence[str]:
    """Name the pages that are missing, old, or nobody's."""
    old = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    stray = [path for path in REFERENCE.rglob("*.md") if path not in wanted]
    return sorted(path.relative_to(REFERENCE).as_posix() for path in (*old, *stray))


def main(arguments: Sequence[str]) -> int:
    """Write, or check."""
    wanted = pages()
    if "--check" not in arguments:
        for path, text in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    old = outdated(wanted)
    sys.stdout.write(f"not current: {', '.join(old)}; run: nox -s docs\n" if old else "docs/reference is current\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
