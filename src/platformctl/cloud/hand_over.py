"""Hands a role's keys to Terraform whenever it asks, so that an apply may outlast them: a `credential_process`.

Terraform's provider runs `python -m platformctl.cloud.hand_over ROLE REGION` and reads one JSON document from it.
Nothing secret reaches a disk: the caller's own variables come in one variable of Terraform's process.
"""

import json
import os
import shlex
import sys
from collections.abc import Mapping, MutableMapping

from platformctl.cloud.credentials import from_environment
from platformctl.cloud.login import Login, as_process
from platformctl.errors import PlatformError

CALLER = "PCTL_CALLER"
"""The caller's AWS variables, as JSON."""
PROFILE = "platformctl"


def configuration(role: str, region: str) -> str:
    """Return the AWS configuration whose one profile asks here."""
    command = shlex.join([sys.executable, "-I", "-m", "platformctl.cloud.hand_over", role, region])
    return f"[profile {PROFILE}]\ncredential_process = {command}\n"


def variables(environ: Mapping[str, str], region: str, path: str) -> Mapping[str, str]:
    """Return Terraform's variables for a role: the configuration at `path`, and what the role is assumed with."""
    return {
        **from_environment({}, region),
        "AWS_CONFIG_FILE": path,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_PROFILE": PROFILE,
        CALLER: json.dumps(from_environment(environ, region)),
    }


def main(role: str, region: str, endpoint: str | None = None) -> None:
    """Assume the role as the caller, and write its keys for the provider; an emulator's address is for tests."""
    be_the_caller(os.environ)
    try:
        keys = Login(region, role, endpoint=endpoint).keys()
    except PlatformError as refused:
        sys.exit(f"{refused.summary}. {refused.detail}")
    sys.stdout.write(json.dumps(as_process(keys)))


def be_the_caller(environ: MutableMapping[str, str]) -> None:
    """Undo what Terraform was given: its configuration would lead back here."""
    for name in [name for name in environ if name.startswith("AWS_")]:
        del environ[name]
    environ.update(json.loads(environ.pop(CALLER, "{}")))


if __name__ == "__main__":
    main(*sys.argv[1:])
