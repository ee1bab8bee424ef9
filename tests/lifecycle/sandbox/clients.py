"""A client that knows nothing of platformctl."""

from typing import Any

import boto3

from platformctl.sandbox.ground_ids import REGION
from platformctl.sandbox.sandbox import Sandbox


def client(sandbox: Sandbox, service: str, region: str = REGION) -> Any:
    url = sandbox.env()["AWS_ENDPOINT_URL"]
    return boto3.client(service, region, endpoint_url=url, aws_access_key_id="sandbox", aws_secret_access_key="sandbox")
