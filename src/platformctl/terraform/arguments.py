"""Argument lists for Terraform, as pure functions; python-terraform writes the options."""

from pathlib import Path
from typing import Any, Literal, NoReturn

import python_terraform

Mode = Literal["normal", "destroy"]
_FLAG = python_terraform.IsFlagged
_ALWAYS = {"input": False, "no_color": _FLAG}
"""Never a question, never an escape sequence."""

_MODES: dict[Mode, dict[str, Any]] = {
    "normal": {},
    "destroy": {"destroy": _FLAG},
}


class _CommandLine(python_terraform.Terraform):  # type: ignore[misc]
    """Only the package's option writer: nothing is run, no file is read, no misspelled method becomes a command."""

    def cmd(self, cmd: str, *args: str, **kwargs: Any) -> list[str]:
        """Give the arguments instead of running them."""
        words: list[str] = self.generate_cmd_string(cmd, *args, **kwargs)
        return words[1:]

    def read_state_file(self, file_path: str | None = None) -> None:
        """Leave the caller's folder alone: the package parses a state there when it is constructed."""

    def __getattr__(self, item: str) -> NoReturn:
        raise AttributeError(item)


_LINE = _CommandLine()


def version_args() -> list[str]:
    """Ask for the version as JSON."""
    return _LINE.cmd("version", json=_FLAG)


def init_args(*, locked: bool = True) -> list[str]:
    """Prepare a folder; `locked` forbids any change of the lock file."""
    return _LINE.cmd("init", json=_FLAG, lockfile="readonly" if locked else None, **_ALWAYS)


def plan_args(out: Path, mode: Mode = "normal") -> list[str]:
    """Save a plan; exit code 2 says that it holds changes. `-json` carries diagnostics, no values."""
    return _LINE.cmd(
        "plan",
        json=_FLAG,
        detailed_exitcode=_FLAG,
        out=str(out),
        **_MODES[mode],
        **_ALWAYS,
    )


def show_args(plan: Path) -> list[str]:
    """Show a saved plan as JSON."""
    return _LINE.cmd("show", str(plan), json=_FLAG, no_color=_FLAG)


def apply_args(plan: Path) -> list[str]:
    """Apply a saved plan, telling events as JSON lines."""
    return _LINE.cmd("apply", str(plan), json=_FLAG, **_ALWAYS)


def import_args(address: str, identifier: str) -> list[str]:
    """Take an existing object into the state."""
    return _LINE.cmd("import", "--", address, identifier, **_ALWAYS)


def taint_args(address: str) -> list[str]:
    """Mark an object to be replaced."""
    return _LINE.cmd("taint", "--", address, no_color=_FLAG)


def untaint_args(address: str) -> list[str]:
    """Take back the mark that would replace an object."""
    return _LINE.cmd("untaint", "--", address, no_color=_FLAG)
