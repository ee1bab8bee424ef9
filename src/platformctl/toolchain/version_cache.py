"""Asks a terraform or tofu program what it is, and remembers the answer for as long as its file is the same."""

import contextlib
import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from platformctl.errors import PlatformError
from platformctl.toolchain.paths import cache_folder

SECONDS = 60
File = list[str | int]
"""What tells that a program's file is the same: path, inode, size, time."""


@dataclass(frozen=True)
class Identity:
    """What a program says it is."""

    version: str
    distribution: Literal["terraform", "opentofu"]


def cached_identity(program: Path, environ: Mapping[str, str], on_ask: Callable[[], None]) -> Identity:
    """Return what the program is; a remembered answer costs a stat call and a small file.

    A script (a version switcher) may start something else tomorrow, so its answer is not remembered.
    """
    info = program.stat()
    file: File = [str(program), info.st_ino, info.st_size, info.st_mtime_ns]
    memory = cache_folder(environ) / "tools" / f"{hashlib.sha256(os.fsencode(program)).hexdigest()[:16]}.json"
    remembered = _recall(memory, file)
    if remembered:
        return remembered
    on_ask()
    identity = ask(program, environ)
    if not _is_script(program):
        _remember(memory, file, identity)
    return identity


def ask(program: Path, environ: Mapping[str, str]) -> Identity:
    """Start `version -json` with as little of the caller's environment as it needs."""
    passed = {key: environ[key] for key in ("HOME", "PATH", "TMPDIR") if key in environ}
    quiet = {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": os.devnull}
    try:
        ended = subprocess.run(
            [program, "version", "-json"],
            env=passed | quiet,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return parse_identity(ended.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as cause:
        detail = f"'{program} version -json' gave no answer that can be used: {cause}."
        raise PlatformError("The tool does not work", detail=detail, hint=f"{program} version -json") from cause


def parse_identity(said: bytes) -> Identity:
    """Read an answer: both tools give "terraform_version", only Terraform gives "terraform_outdated"."""
    answer = json.loads(said)
    version = answer.get("terraform_version") if isinstance(answer, dict) else None
    if (
        not isinstance(version, str)
        or not all(part.isdecimal() for part in version.split(".")[:2])
        or "." not in version
    ):
        raise ValueError("it names no version")
    return Identity(version, "terraform" if "terraform_outdated" in answer else "opentofu")


def _is_script(program: Path) -> bool:
    with program.open("rb") as file:
        return file.read(2) == b"#!"


def _recall(memory: Path, file: File) -> Identity | None:
    """A memory of another file, or one that can't be read, is none."""
    try:
        kept = json.loads(memory.read_bytes())
        return Identity(**kept["identity"]) if kept["file"] == file else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(memory: Path, file: File, identity: Identity) -> None:
    """Keep the answer; a cache that can't be written only makes the next command ask again."""
    with contextlib.suppress(OSError):
        memory.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = memory.with_name(f"{memory.name}.{os.getpid()}")
        fresh.write_text(json.dumps({"file": file, "identity": asdict(identity)}), "utf-8")
        fresh.replace(memory)
