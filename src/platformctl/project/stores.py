"""Where an environment's states and records live: on this machine, in PostgreSQL, in S3."""

from typing import Annotated, Any, Self
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints, model_validator

from platformctl.model import Model
from platformctl.project.aws_words import Bucket, Endpoint, KeyPrefix, KmsKey, Region, RoleArn

SETTINGS = frozenset(
    {"sslmode", "sslrootcert", "sslcert", "sslkey", "sslnegotiation", "channel_binding", "require_auth", "gssencmode"}
    | {"host", "port", "connect_timeout", "keepalives_idle", "target_session_attrs"}
)
"""What a database's address may say behind its `?`."""


def _without_password(text: Any) -> Any:
    """Refuse a password with the reason, before anything else is said of the address."""
    if isinstance(text, str) and not text.startswith("${") and _holds_password(text):
        raise ValueError(
            "holds a password. It would be in git, and Terraform writes it into .terraform/terraform.tfstate and into "
            "plan files. Leave it out and give it by PGPASSWORD or PGPASSFILE, or write ${env:NAME} for the whole "
            "address"
        )
    return text


def _holds_password(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return ":" in address.netloc.rpartition("@")[0] or "password" in f"{_settings(text)}".lower()


def _known_settings(text: str) -> str:
    unknown = sorted(set(_settings(text)) - SETTINGS)
    if unknown:
        raise ValueError(f"says {unknown[0]}, which is none of {', '.join(sorted(SETTINGS))}")
    return text


def _settings(text: str) -> list[str]:
    return [name for name, _ in parse_qsl(urlsplit(text).query, keep_blank_values=True)]


DatabaseUrl = Annotated[
    str,
    StringConstraints(
        pattern=r"^(\$\{env:[A-Z][A-Z0-9_]*\}|postgres(ql)?://([A-Za-z0-9_.%-]+@)?[A-Za-z0-9_.:,%\[\]-]*/[A-Za-z0-9_-]{1,63}"
        r"(\?[a-z_]+=[A-Za-z0-9_.,:/%-]*(&[a-z_]+=[A-Za-z0-9_.,:/%-]*)*)?)$",
        max_length=500,
    ),
    AfterValidator(_known_settings),
    BeforeValidator(_without_password),
]
SchemaPrefix = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,30}$")]


class LocalState(Model):
    """State and records lie in `.platformctl/`, on the one machine that applies."""


class PostgresState(Model):
    """State and records lie in a PostgreSQL database."""

    url: DatabaseUrl
    """`${env:NAME}`, read where the command runs; or an address without a password, as `postgresql://ci@db/platform`."""
    prefix: SchemaPrefix = "platformctl"
    """Of its schemas: another one for each project that shares the database."""


class S3State(Model):
    """State and records lie in a bucket."""

    bucket: Bucket
    """It exists already, with versioning on."""
    prefix: KeyPrefix = "platformctl"
    """Of its keys: another one for each project that shares the bucket."""
    region: Region
    """Where the bucket lies."""
    role: RoleArn | None = None
    """Assumed for the bucket; none: the credentials of the command."""
    kms_key_id: KmsKey | None = None
    """The key that objects are encrypted with, by id or ARN; none: the bucket's own encryption."""
    endpoint: Endpoint | None = None
    """Of another store that speaks S3; it must know conditional writes."""


class Store(Model):
    """Exactly one place for states and records."""

    local: LocalState | None = None
    """Tier dev, and any tier in the sandbox."""
    postgres: PostgresState | None = None
    s3: S3State | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(place is not None for place in (self.local, self.postgres, self.s3)) != 1:
            raise ValueError("name exactly one of local, postgres and s3")
        return self
