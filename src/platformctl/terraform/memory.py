"""Says how much memory a child process may use before it has to clean up."""

from pathlib import Path

_MIB = 1024 * 1024
_SHARE = 4
"""A quarter of what is free: Terraform, a provider and its siblings run side by side."""
_MOST = 1500 * _MIB
"""More gains nothing: a plan's peak is about 700 MB."""
_LEAST = 512 * _MIB
"""With less, collecting all the time costs more than the setting saves."""

_EACH = 1024 * _MIB
"""What one run takes while it applies: 580 MB Terraform, 190 MB provider (PSS, measured on queues); some to spare."""
MOST_AT_ONCE = 8


def collector_settings(available: int | None) -> dict[str, str]:
    """Let Go collect only at a limit that fits the machine: saves a seventh of every plan; else leave Go alone."""
    limit = min(_MOST, (available or 0) // _SHARE)
    return {"GOGC": "off", "GOMEMLIMIT": f"{limit // _MIB}MiB"} if limit >= _LEAST else {}


def side_by_side(available: int | None) -> int:
    """Say how many Terraforms fit the machine at once: they mostly wait, so it is not the processors that count."""
    return MOST_AT_ONCE if available is None else max(1, min(MOST_AT_ONCE, available // _EACH))


def available_memory(proc: Path = Path("/proc/meminfo"), group: Path = Path("/sys/fs/cgroup")) -> int | None:
    """Read what is free in bytes, within the container's bounds; nothing where the system doesn't say."""
    known = [amount for amount in (_machine(proc), _container(group)) if amount is not None]
    return min(known, default=None)


def _machine(proc: Path) -> int | None:
    for line in _text(proc).splitlines():
        name, _, amount = line.partition(":")
        if name == "MemAvailable":
            return _number(amount.removesuffix("kB"), 1024)
    return None


def _container(group: Path) -> int | None:
    limit = _number(_text(group / "memory.max"))
    used = _number(_text(group / "memory.current"))
    return None if limit is None or used is None else max(limit - used, 0)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _number(text: str, unit: int = 1) -> int | None:
    word = text.strip()
    return int(word) * unit if word.isascii() and word.isdigit() else None
