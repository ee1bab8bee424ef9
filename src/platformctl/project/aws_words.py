"""The literals of AWS that platform.yaml may hold; none of them can end a string of Terraform's."""

from typing import Annotated

from pydantic import StringConstraints

Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)+-[0-9]$", max_length=32)]
Account = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]
RoleArn = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,128}$")]
Bucket = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
KeyPrefix = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_=-]*([./][A-Za-z0-9_=-]+)*$", max_length=200)
]
"""Of object keys: no slash at either end."""
KmsKey = Annotated[
    str,
    StringConstraints(
        pattern=r"^(arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/)?(mrk-[a-f0-9]{32}|[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12})$"
    ),
]
"""A key's id or ARN; Terraform takes no alias here."""
Endpoint = Annotated[
    str,
    StringConstraints(
        pattern=r"^(https://[a-z0-9][a-z0-9.-]*|http://(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]{1,5})?$",
        max_length=200,
    ),
]
"""Encrypted, unless it is on this machine."""
