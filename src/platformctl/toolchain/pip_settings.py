"""Reads what pip was told on this machine: its configuration files and PIP_* variables, as one mapping."""

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from platformctl.errors import Usage

FILE = "pip.conf"
SYSTEM = Path("/etc")
SECTIONS = ("global", "install")
"""In pip's order: what a command's own section says wins."""


def pip_settings(environ: Mapping[str, str], *, system: Path = SYSTEM, prefix: str = sys.prefix) -> dict[str, str]:
    """Return pip's settings for an installation, under their long option names ("index-url"); the strongest wins."""
    read = [_read(path) for path in configuration_files(environ, system=system, prefix=prefix)]
    merged = {key: value for section in SECTIONS for file in read for key, value in file.get(section, {}).items()}
    return merged | _from_environment(environ)


def configuration_files(environ: Mapping[str, str], *, system: Path = SYSTEM, prefix: str = sys.prefix) -> list[Path]:
    """List the files that pip would read, the weakest first (pip's user guide, "Configuration")."""
    named = environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return []
    files = [*_system_files(environ, system)]
    if not (named and Path(named).exists()):
        files += _user_files(environ)
    return [*files, Path(prefix, FILE), *([Path(named)] if named else [])]


def _system_files(environ: Mapping[str, str], system: Path) -> Iterator[Path]:
    if sys.platform == "darwin":
        yield Path("/Library/Application Support/pip", FILE)
    else:
        for folder in reversed((environ.get("XDG_CONFIG_DIRS") or str(system / "xdg")).split(":")):
            yield Path(folder, "pip", FILE)
    yield system / FILE


def _user_files(environ: Mapping[str, str]) -> Iterator[Path]:
    home = environ.get("HOME", "")
    if not home:
        return
    yield Path(home, ".pip", FILE)
    mac = Path(home, "Library/Application Support/pip")
    if sys.platform == "darwin" and mac.is_dir():
        yield mac / FILE
    else:
        yield Path(environ.get("XDG_CONFIG_HOME") or f"{home}/.config", "pip", FILE)


def _read(path: Path) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError) as cause:
        detail = f"pip's configuration {path} can't be read: {' '.join(str(cause).split())}."
        raise Usage("Broken pip configuration", detail=detail, hint="pip config debug") from cause
    return {section: {_long_name(key): value for key, value in parser.items(section)} for section in parser.sections()}


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Take PIP_* variables; pip ignores empty ones."""
    return {_long_name(key[4:]): value for key, value in environ.items() if key.startswith("PIP_") and value}


def _long_name(key: str) -> str:
    return key.lower().replace("_", "-").removeprefix("--")
