"""What of the caller's environment opens a real account: the AWS variables, endpoints of other clouds excepted."""

import re
from collections.abc import Mapping

_ENDPOINT = re.compile(r"AWS_ENDPOINT_URL.*|AWS_IGNORE_CONFIGURED_ENDPOINT_URLS|AWS_[A-Z0-9]+_ENDPOINT")
"""Of one service or of all, in today's form and in the older one that the provider still reads."""


def from_environment(environ: Mapping[str, str], region: str) -> Mapping[str, str]:
    """Return the caller's AWS variables for `region`; an endpoint variable would send a real plan elsewhere."""
    own = {name: value for name, value in environ.items() if name.startswith("AWS_") and not _is_endpoint(name)}
    ours = {"AWS_REGION": region, "AWS_DEFAULT_REGION": region, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
    return {**own, **ours}


def _is_endpoint(name: str) -> bool:
    return bool(_ENDPOINT.fullmatch(name))
