"""A stack's id: `environment/kind/name`, as people type it and as folders lie."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Self

from pydantic import TypeAdapter, ValidationError

from platformctl.errors import Usage
from platformctl.project.words import Slug

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


@dataclass(frozen=True, order=True)
class StackId:
    """Which stack."""

    environment: str
    kind: str
    name: str

    @classmethod
    def of(cls, recorded: str) -> Self:
        """Read an id that we wrote ourselves; what people type goes through `parse_stack_id`."""
        return cls(*recorded.split("/"))

    def __str__(self) -> str:
        """Return it as it is typed."""
        return f"{self.environment}/{self.kind}/{self.name}"

    @property
    def folder(self) -> PurePosixPath:
        """Return its folder, relative to the project."""
        return PurePosixPath("stacks", self.environment, self.kind, self.name)


def parse_stack_id(text: str, environment: str) -> StackId:
    """Read `env/kind/name`, or `kind/name` in `environment`; Usage otherwise."""
    parts = text.strip("/").split("/")
    if len(parts) == 2:
        parts = [environment, *parts]
    if len(parts) != 3 or not all(_is_slug(part) for part in parts):
        raise Usage(
            "Not a stack",
            detail=f"'{text}' is not environment/kind/name or kind/name, as dev/db/orders or db/orders.",
            hint="platformctl list",
        )
    return StackId(*parts)


def _is_slug(text: str) -> bool:
    try:
        _SLUG.validate_python(text)
    except ValidationError:
        return False
    return True
