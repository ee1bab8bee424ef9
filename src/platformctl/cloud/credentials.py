"""What of the caller's environment opens a real account: the AWS variables, endpoints of other clouds excepted."""

from collections.abc import Mapping


def from_environment(environ: Mapping[str, str], region: str) -> Mapping[str, str]:
    """Return the caller's AWS variables for `region`; an endpoint variable would send a real plan elsewhere."""
    own = {name: value for name, value in environ.items() if name.startswith("AWS_") and not _is_endpoint(name)}
    ours = {"AWS_REGION": region, "AWS_DEFAULT_REGION": region, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}
    return {**own, **ours}


def _is_endpoint(name: str) -> bool:
    return name.startswith("AWS_ENDPOINT_URL") or name == "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"
