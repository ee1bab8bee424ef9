"""Which mends a service of moto needs, applied once, when the service is first asked: starting stays quick."""

import importlib
from typing import Any

NEEDS: dict[str, tuple[str, ...]] = {
    "awslambda": ("lambda", "s3"),
    "ec2": ("ec2",),
    "kms": ("kms",),
    "rds": ("ec2", "kms", "rds"),
    "s3": ("s3",),
    "sqs": ("sqs",),
}
"""Service, as moto calls it: the mends to apply before its first call, those of services it looks into included."""


class Mends:
    """Applies each mend once; moto's dispatcher asks under its own lock."""

    def __init__(self, ground: dict[str, Any]) -> None:
        self._ground = ground
        self._applied: set[str] = set()

    def apply(self, service: str) -> None:
        """Mend what `service` touches, before anything of it runs."""
        for name in NEEDS.get(service, ()):
            if name not in self._applied:
                importlib.import_module(f"{__package__}.mend_{name}").mend(self._ground)
                self._applied.add(name)
