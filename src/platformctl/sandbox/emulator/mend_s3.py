"""S3: metrics configurations are kept; what moto does not know is refused instead of taken for the bucket itself.

moto answers a request for an unknown part of a bucket as one for the bucket: deleting its metrics would delete it. It
also takes a statement of a bucket's policy for unconditional when it can't read the condition, and lets nobody in.
"""

import json
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

METRICS = "metrics"
UNKNOWN = ("analytics", "intelligent-tiering")
MISSING = "<Error><Code>NoSuchConfiguration</Code><Message>There is no such configuration.</Message></Error>"
Answer = tuple[int, dict[str, str], str]


def mend(_ground: dict[str, Any]) -> None:
    """Apply once, before the first bucket is made."""
    _know_parts()
    FakeBucket.get_permission = _permission


def _know_parts() -> None:
    stock = S3Response._bucket_response

    def bucket_response(self: Any, request: Any, full_url: str) -> Any:
        asked = self._get_querystring(request, full_url)
        for part in UNKNOWN:
            if part in asked:
                raise NotImplementedError(f"{request.method} {part} of a bucket")
        if METRICS not in asked:
            return stock(self, request, full_url)
        bucket = self.backend.get_bucket(self.parse_bucket_name_from_url(request, full_url))
        return metrics(bucket, request.method, asked.get("id", [""])[0], request.data)

    S3Response._bucket_response = bucket_response


def metrics(bucket: Any, method: str, name: str, body: bytes) -> Answer:
    """Answer a request about a bucket's metrics configurations, which are kept with it as they were written."""
    kept = vars(bucket).setdefault("metrics_configurations", {})
    if not name:
        raise NotImplementedError("listing the metrics of a bucket")
    if method == "PUT":
        kept[name] = body.decode()
        return 200, {}, ""
    if name not in kept:
        return 404, {}, MISSING
    if method == "DELETE":
        del kept[name]
        return 204, {}, ""
    return 200, {}, kept[name]


def _permission(bucket: Any, action: str, resource: str) -> Any:
    """Judge by the statements that have no condition; the emulator is spoken to without TLS anyway."""
    policy = json.loads(bucket.policy or "{}")
    kept = [statement for statement in policy.get("Statement", []) if "Condition" not in statement]
    if not kept:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps({**policy, "Statement": kept})).is_action_permitted(action, resource)
