"""KMS: lays the key; the rotation period is kept and told (moto forgets it: a difference forever)."""

import json
from typing import Any

from moto.kms.models import KmsBackend
from moto.kms.responses import KmsResponse

from .ground import ACCOUNT, lay_key

DEFAULT_DAYS = 365


def mend(ground: dict[str, Any]) -> None:
    """Apply once, before the first backend is made."""
    _lay(ground)
    _keep_rotation_period()


def _lay(ground: dict[str, Any]) -> None:
    stock = KmsBackend.__init__

    def init(self: Any, region_name: str, account_id: str | None = None) -> None:
        stock(self, region_name, account_id)
        if account_id == ACCOUNT:
            lay_key(self, ground)

    KmsBackend.__init__ = init


def _keep_rotation_period() -> None:
    enable, status = KmsResponse.enable_key_rotation, KmsResponse.get_key_rotation_status

    def enable_key_rotation(self: Any) -> Any:
        answer = enable(self)
        _key(self).rotation_days = self._get_param("RotationPeriodInDays") or DEFAULT_DAYS
        return answer

    def get_key_rotation_status(self: Any) -> str:
        answer = json.loads(status(self))
        if answer["KeyRotationEnabled"]:
            answer["RotationPeriodInDays"] = getattr(_key(self), "rotation_days", DEFAULT_DAYS)
        return json.dumps(answer)

    KmsResponse.enable_key_rotation = enable_key_rotation
    KmsResponse.get_key_rotation_status = get_key_rotation_status


def _key(response: Any) -> Any:
    backend = response.kms_backend
    return backend.keys[backend.get_key_id(response._get_param("KeyId"))]
