"""Where checkov's own checks are known to pass what is bad (3.3.30): a pass there tells much, and proves nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from platformctl.policy.scan import STAGES, Stage

RULES = ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule")


@dataclass(frozen=True)
class BlindSpot:
    """What a check does not see, and where."""

    why: str
    stages: tuple[Stage, ...] = STAGES
    types: tuple[str, ...] = ()
    """The resource types that it is about; none named: all."""


_ANY_PROTOCOL = BlindSpot("passes a rule that opens every protocol to everybody", types=RULES)
_POLICY = BlindSpot("passes a policy that it can't read, as one from a document or with an ARN that is not known yet")
_OWN_ARN = BlindSpot("passes a policy whose text is not known before the apply", stages=("plan",))
_LOGIC = BlindSpot("passes values behind logic that it can't follow", stages=("configuration",))

BLIND_SPOTS: Mapping[str, BlindSpot] = {
    "CKV_AWS_17": _LOGIC,
    "CKV_AWS_24": _ANY_PROTOCOL,
    "CKV_AWS_25": _ANY_PROTOCOL,
    "CKV_AWS_60": BlindSpot("passes a role that everybody may take on"),
    "CKV_AWS_62": _POLICY,
    "CKV_AWS_63": _POLICY,
    "CKV_AWS_70": _OWN_ARN,
    "CKV_AWS_115": BlindSpot("takes a default of the provider for a setting", stages=("plan",)),
    "CKV_AWS_133": BlindSpot("passes a database that does not say how long it keeps backups"),
    "CKV_AWS_168": _OWN_ARN,
    "CKV_AWS_260": _ANY_PROTOCOL,
    "CKV_AWS_277": _ANY_PROTOCOL,
    "CKV_AWS_334": BlindSpot("reads a misspelt key and never fails"),
    "CKV_AWS_382": _ANY_PROTOCOL,
    "CKV_AWS_387": _OWN_ARN,
    "CKV2_AWS_69": _LOGIC,
}


def blind_spot(check: str, resource_type: str, stage: Stage) -> BlindSpot | None:
    """Return what makes a check's pass about such a resource worthless at a stage."""
    spot = BLIND_SPOTS.get(check)
    is_there = spot and stage in spot.stages and (not spot.types or resource_type in spot.types)
    return spot if is_there else None
