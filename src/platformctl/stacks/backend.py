"""Where a stack's state lies, as Terraform's own backends find it: `backend.tf` without a secret."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from platformctl.project.stores import PostgresState, S3State, Store
from platformctl.stacks.stack_id import StackId

UP = PurePosixPath("../../../..")
"""From a stack's folder to the project."""
STATE_NAME = "terraform.tfstate"


@dataclass(frozen=True)
class Backend:
    """A backend block: its type, and what stands in it, in the order of its lines."""

    type: str
    settings: Mapping[str, str]
    """HCL expressions by name."""

    @property
    def width(self) -> int:
        """Return the length of the longest name, as `terraform fmt` lines them up."""
        return max(map(len, self.settings))


def backend_of(stack: StackId, store: Store) -> Backend:
    """Return the backend of a stack in its environment's store."""
    if store.postgres:
        return _postgres(stack, store.postgres)
    if store.s3:
        return _s3(stack, store.s3)
    return Backend("local", {"path": _text(str(UP / state_path(stack)))})


def state_path(stack: StackId) -> PurePosixPath:
    """Return the local state's place, relative to the project."""
    return PurePosixPath(".platformctl/state", stack.environment, stack.kind, stack.name, STATE_NAME)


def state_schema(stack: StackId, prefix: str) -> str:
    """Return the PostgreSQL schema of a stack's own state."""
    return f"{prefix}_{hashlib.sha256(str(stack).encode()).hexdigest()[:16]}"


def state_key(stack: StackId, prefix: str) -> str:
    """Return the S3 key of a stack's state."""
    return str(PurePosixPath(prefix, "state", stack.environment, stack.kind, stack.name, STATE_NAME))


def _postgres(stack: StackId, place: PostgresState) -> Backend:
    """Name the schema alone: the address comes from PG_CONN_STR or the PG… variables, which Terraform never writes.

    Terraform may make the schema itself (no `skip_…`), or it could not work before our first run. See decision 0013.
    """
    return Backend("pg", {"schema_name": _text(state_schema(stack, place.prefix))})


def _s3(stack: StackId, place: S3State) -> Backend:
    settings = {
        "bucket": _text(place.bucket),
        "key": _text(state_key(stack, place.prefix)),
        "region": _text(place.region),
        "encrypt": "true",
        "use_lockfile": "true",
    }
    if place.kms_key_id:
        settings["kms_key_id"] = _text(place.kms_key_id)
    if place.role:
        settings["assume_role"] = f"{{ role_arn = {_text(place.role)} }}"
    return Backend("s3", {**settings, **(_elsewhere(place.endpoint) if place.endpoint else {})})


def _elsewhere(endpoint: str) -> Mapping[str, str]:
    """Address a store that speaks S3 and is not AWS: nothing of AWS is asked on the way to it."""
    skipped = ("credentials_validation", "metadata_api_check", "region_validation", "requesting_account_id")
    return {
        "endpoints": f"{{ s3 = {_text(endpoint)} }}",
        "use_path_style": "true",
        **{f"skip_{name}": "true" for name in skipped},
    }


def _text(literal: str) -> str:
    """Quote a literal, which is held to a pattern that has none of HCL's own signs."""
    return f'"{literal}"'
