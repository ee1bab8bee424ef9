"""What opens a real account: the caller's AWS variables, never an endpoint that would send a real plan elsewhere."""

import pytest

from platformctl.cloud.credentials import from_environment

REGION = {
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
}


def test_the_callers_credentials_get_through() -> None:
    environ = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c", "AWS_PROFILE": "d"}

    assert from_environment({**environ, "PATH": "/bin", "TF_VAR_x": "y"}, "eu-central-1") == {**environ, **REGION}


@pytest.mark.parametrize(
    "name",
    [
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_S3",
        "AWS_ENDPOINT_URL_SECRETS_MANAGER",
        "AWS_S3_ENDPOINT",
        "AWS_STS_ENDPOINT",
        "AWS_IAM_ENDPOINT",
        "AWS_DYNAMODB_ENDPOINT",
    ],
)
def test_no_endpoint_gets_through(name: str) -> None:
    assert from_environment({name: "http://localhost:5000"}, "eu-central-1") == REGION


def test_the_region_is_the_environments_and_configured_endpoints_are_ignored_whatever_the_caller_says() -> None:
    environ = {
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "no",
    }

    assert from_environment(environ, "eu-central-1") == REGION


def test_where_machine_credentials_come_from_stays() -> None:
    environ = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[fd00:ec2::254]", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "x"}

    assert from_environment(environ, "eu-central-1") == {**environ, **REGION}
