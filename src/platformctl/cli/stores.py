"""Opens the store that each environment names; a driver is loaded by whoever needs that store, and only then."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from platformctl.cli.once import once
from platformctl.errors import Usage
from platformctl.project.platform_file import Environment
from platformctl.project.project import Project
from platformctl.project.references import resolved
from platformctl.project.stores import PostgresState, S3State
from platformctl.records.local import LocalRecords
from platformctl.records.routed import Open, Routed
from platformctl.records.store import Records
from platformctl.toolchain.paths import state_folder

if TYPE_CHECKING:
    from platformctl.records.object_place import Keys

LEASE_SECONDS = "PLATFORMCTL_LEASE_SECONDS"
DEFAULT_LEASE_SECONDS = "60"


def stores_of(project: Project, environ: Mapping[str, str], *, looks: bool) -> Routed:
    """Return the records of all environments; those that name the same store, reached as the same, share it."""
    shared: dict[object, Open] = {}
    stores: dict[str, Open] = {}
    for name, environment in project.platform.environments.items():
        reached = (environment.state, environment.role(looks=looks) if environment.state.s3 else None)
        opener = once(partial(_opened, project, name, environment, environ, looks))
        stores[name] = shared.setdefault(reached, opener)
    return Routed(stores)


def _opened(project: Project, name: str, environment: Environment, environ: Mapping[str, str], looks: bool) -> Records:
    state = environment.state
    if state.postgres:
        return _postgres(project, name, state.postgres, environ)
    if state.s3:
        return _s3(project, environment, state.s3, environ, looks)
    return LocalRecords(project.store, state_folder(environ))


def _postgres(project: Project, name: str, state: PostgresState, environ: Mapping[str, str]) -> Records:
    from platformctl.records.postgres import PostgresRecords, SqlPlace

    url = resolved(state.url, environ, f"environments.{name}.state.postgres.url")
    place = SqlPlace(_owner(project), state.prefix)
    return PostgresRecords(url, place, state_folder(environ), lease_seconds=lease_seconds(environ))


def _s3(project: Project, environment: Environment, state: S3State, environ: Mapping[str, str], looks: bool) -> Records:
    from platformctl.records.object_place import Bucket
    from platformctl.records.objects import ObjectRecords

    place = Bucket(
        name=state.bucket,
        prefix=state.prefix,
        region=state.region,
        project=_owner(project),
        endpoint=state.endpoint or "",
        kms_key_id=state.kms_key_id or "",
        credentials=_credentials(state, environment.role(looks=looks)),
    )
    return ObjectRecords(place, state_folder(environ), lease_seconds=lease_seconds(environ))


def _credentials(state: S3State, role: str | None) -> Callable[[], "Keys"]:
    """Return what gives the store its keys: of its own role, assumed by the caller, else of the command's."""
    from platformctl.cloud.login import Login
    from platformctl.records.object_place import Keys

    login = Login(state.region, state.role or role)

    def keys() -> Keys:
        found = login.keys()
        return Keys(found.access_key_id, found.secret_key, found.token, found.expires)

    return keys


def _owner(project: Project) -> str:
    """Say whose records these are; a store that is another's is refused."""
    platform = project.platform
    return f"{platform.organisation}/{platform.project}" if platform.project else platform.organisation


def lease_seconds(environ: Mapping[str, str]) -> float:
    """Return how long a lease lasts that is not renewed; Usage for what is no such number."""
    said = environ.get(LEASE_SECONDS) or DEFAULT_LEASE_SECONDS
    try:
        seconds = float(said)
    except ValueError:
        seconds = 0
    if not 1 <= seconds <= 3600:
        raise Usage("Not a number of seconds", detail=f"{LEASE_SECONDS} is '{said}'; it must be 1 to 3600.")
    return seconds
