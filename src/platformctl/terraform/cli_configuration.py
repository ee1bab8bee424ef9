"""Writes the CLI configuration of the Terraform processes that we start: where providers come from, and little else."""

from collections.abc import Mapping
from pathlib import Path

from platformctl.errors import Usage
from platformctl.terraform.cli_text import Unwritable, Value, write_value
from platformctl.terraform.user_settings import INSTALLATION, user_settings

OWN_MIRROR = "PLATFORMCTL_PROVIDER_MIRROR"


def cli_configuration(environ: Mapping[str, str], found_mirror: Path | None) -> str:
    """Give the file's text. `found_mirror` counts when neither our variable nor the user's configuration decides."""
    settings = user_settings(environ)
    carried = {key: value for key, value in settings.items() if key != INSTALLATION}
    document: dict[str, Value] = {"disable_checkpoint": True, **carried}
    if installation := _installation(environ.get(OWN_MIRROR), settings.get(INSTALLATION), found_mirror):
        document[INSTALLATION] = installation
    try:
        return write_value(document) + "\n"
    except Unwritable as error:
        raise _unwritable(str(error)) from error


def mirror_installation(mirror: Path) -> Value:
    """Take from a mirror folder what it holds, and only that; everything else directly from its registry."""
    held = [*mirror_contents(mirror)]
    return {"filesystem_mirror": [{"path": str(mirror), "include": held}], "direct": [{"exclude": held}]}


def mirror_contents(mirror: Path) -> tuple[str, ...]:
    """List the providers of a mirror folder as Terraform names them: `registry.terraform.io/hashicorp/aws`."""
    folders = (path for path in mirror.glob("*.*/*/*") if path.is_dir())
    return tuple(sorted(path.relative_to(mirror).as_posix() for path in folders))


def _installation(own: str | None, user: Value | None, found: Path | None) -> Value | None:
    """Let nothing be said where nobody decides: Terraform's own default is then right."""
    if own:
        return mirror_installation(_folder(own))
    return user or (mirror_installation(found) if found else None)


def _folder(named: str) -> Path:
    mirror = Path(named).absolute()
    if not mirror_contents(mirror):
        raise Usage(
            "The provider mirror holds no provider",
            detail=f"{OWN_MIRROR} names {mirror}. A mirror holds HOST/NAMESPACE/TYPE folders, "
            "as registry.terraform.io/hashicorp/aws.",
            hint=f"terraform providers mirror {mirror}",
        )
    return mirror


def _unwritable(why: str) -> Usage:
    return Usage(
        "A path can't be given to Terraform",
        detail=f"The provider mirror's path or a value of your Terraform CLI configuration is no Unicode text: {why}.",
        hint=f"{OWN_MIRROR}=/a/plain/path platformctl …",
    )
