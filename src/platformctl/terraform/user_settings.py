"""Turns the user's own Terraform CLI configuration into what is carried over: mirrors, hosts, credentials."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from platformctl.errors import Usage
from platformctl.terraform.cli_text import Value

CARRIED = ("host", "credentials", "credentials_helper")
INSTALLATION = "provider_installation"
METHODS = ("filesystem_mirror", "network_mirror", "oci_mirror", "direct")
"""Not `dev_overrides`: they bypass the lock file."""
_OWN_CREDENTIALS = "credentials.tfrc.json"
"""Written by `terraform login`; Terraform finds it by itself."""
_QUOTED_KEYS = re.compile(r"^([ \t]*(?:dev_overrides|services))[ \t]*\{", re.MULTILINE)
"""HCL 1 lets these blocks have quoted keys; as attributes they are HCL 2 as well."""


def user_settings(environ: Mapping[str, str]) -> dict[str, Value]:
    """Merge every file that the user's plain Terraform would read; the first to name a key wins."""
    merged: dict[str, Value] = {}
    for path in configuration_files(environ):
        for key, value in read_settings(path).items():
            merged.setdefault(key, value)
    return merged


def configuration_files(environ: Mapping[str, str]) -> Iterator[Path]:
    """List the files that exist, as Terraform looks for them; a variable that names a missing file is no error."""
    named = environ.get("TF_CLI_CONFIG_FILE") or environ.get("TERRAFORM_CONFIG")
    if named:
        yield from (path for path in [Path(named)] if path.is_file())
        return
    if home := environ.get("HOME"):
        yield from (path for path in [Path(home, ".terraformrc")] if path.is_file())
        folder = Path(home, ".terraform.d")
        found = sorted([*folder.glob("*.tfrc"), *folder.glob("*.tfrc.json")])
        yield from (path for path in found if path.is_file() and path.name != _OWN_CREDENTIALS)


def read_settings(path: Path) -> dict[str, Value]:
    """Read one file, in either syntax, and keep what is carried over."""
    try:
        text = path.read_text(encoding="utf-8")
        document = _parse(text)
        return dict(_kept(document))
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _unreadable(path, str(error).splitlines()[0]) from error


def _kept(document: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    for key in CARRIED:
        if blocks := _blocks(document.get(key)):
            yield key, {name: body for block in blocks for name, body in block.items()}
    for block in _blocks(document.get(INSTALLATION)):
        methods = {method: [*map(_absolute, _blocks(block[method]))] for method in METHODS if method in block}
        if methods:
            yield INSTALLATION, methods


def _blocks(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    return [dict(each) for each in (value if isinstance(value, list) else [value])]


def _absolute(method: dict[str, Any]) -> dict[str, Any]:
    """Hold a relative mirror folder to where the user stands: Terraform will stand elsewhere."""
    return {**method, "path": str(Path(method["path"]).absolute())} if "path" in method else method


def _parse(text: str) -> Mapping[str, Any]:
    if text.lstrip().startswith("{"):
        parsed: dict[str, Any] = json.loads(text)
        return parsed
    import hcl2  # 100 ms, and only a few users have such a file
    from lark.exceptions import LarkError

    try:
        return {key: _plain(value) for key, value in hcl2.loads(_QUOTED_KEYS.sub(r"\1 = {", text)).items()}
    except LarkError as error:  # its own words quote the file, which may hold tokens
        line, column = getattr(error, "line", "?"), getattr(error, "column", "?")
        raise ValueError(f"it is not understood from line {line}, column {column} on.") from None


def _plain(value: Any) -> Any:
    """Take python-hcl2's marks and quotes away."""
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items() if key != "__is_block__"}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str) and value.startswith('"'):
        return json.loads(value, strict=False)
    return value


def _unreadable(path: Path, why: str) -> Usage:
    return Usage(
        "Your Terraform CLI configuration could not be read",
        detail=f"{path}: {why}",
        hint="TF_CLI_CONFIG_FILE=/dev/null platformctl …   (leaves it out)",
    )
