"""Projects without a cloud whose states and records lie in a real PostgreSQL, or in the emulator's S3."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
from tests.project import DESK, Project, desk_project

from platformctl.sandbox.sandbox import Sandbox

REGION = "eu-central-1"
KEYS = {"AWS_ACCESS_KEY_ID": "AKIAANYBODY", "AWS_SECRET_ACCESS_KEY": "anything"}
"""Any opens the emulator."""


@dataclass(frozen=True)
class Remote:
    """A project, and what opens its store to plain Terraform."""

    project: Project
    plain: Mapping[str, str]

    def terraform(self, stack: str, *words: str) -> int:
        """Run plain Terraform in a stack's folder; return its code."""
        return self.project.plain_terraform(stack, *words, **self.plain).code

    def elsewhere(self) -> Project:
        """Return the same project as another user of the store has it, who knows none of our private folders."""
        return replace(
            self.project,
            state=self.project.state.with_name("elsewhere"),
            environ={**self.project.environ, "XDG_STATE_HOME": str(self.project.state.with_name("elsewhere"))},
        )


def on_postgres(folder: Path, url: str) -> Remote:
    """Make a project whose one environment is kept in a database."""
    state = "{postgres: {url: '${env:DESK_PG}'}}"
    project = with_state(folder, state, {"DESK_PG": url})
    return Remote(project, {"PG_CONN_STR": f"{url}?sslmode=disable"})


def on_s3(folder: Path, endpoint: str, bucket: str, **more: str) -> Remote:
    """Make a project whose one environment is kept in a bucket."""
    settings = {"bucket": bucket, "region": REGION, "endpoint": endpoint, **more}
    state = f"{{s3: {{{', '.join(f'{name}: {text!r}' for name, text in settings.items())}}}}}"
    return Remote(with_state(folder, state, KEYS), KEYS)


def with_state(folder: Path, state: str, environ: Mapping[str, str]) -> Project:
    """Make a project with a store, and what opens it in the environment of every command."""
    project = desk_project(folder, DESK.replace("{local: {}}", state))
    return replace(project, environ={**project.environ, **environ})


def s3_client(endpoint: str) -> Any:
    """Return a client that knows nothing of platformctl."""
    return boto3.client(
        "s3", endpoint_url=endpoint, region_name=REGION, aws_access_key_id="other", aws_secret_access_key="other"
    )


def new_bucket(endpoint: str) -> str:
    """Make an empty bucket; return its name."""
    name = f"acme-{uuid4().hex[:12]}"
    s3_client(endpoint).create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


def endpoint_of(emulator: Sandbox) -> str:
    """Start an emulator unless it runs; return its address."""
    emulator.up()
    return emulator.env(REGION)["AWS_ENDPOINT_URL"]
