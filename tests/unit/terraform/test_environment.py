"""What of the caller's environment reaches Terraform."""

from pathlib import Path

import pytest

from platformctl.terraform.environment import child_environment, with_credentials

CONFIG = Path("/private/cli.tfrc")


@pytest.mark.parametrize(
    "name",
    [
        "TF_LOG",
        "TF_CLI_ARGS",
        "TF_CLI_ARGS_plan",
        "TF_VAR_size",
        "TF_DATA_DIR",
        "TF_WORKSPACE",
        "TF_REATTACH_PROVIDERS",
        "TF_PLUGIN_CACHE_DIR",
        "AWS_PROFILE",
        "AWS_ACCESS_KEY_ID",
        "AWS_ENDPOINT_URL_SQS",
        "LD_PRELOAD",
        "GODEBUG",
    ],
)
def test_what_would_change_terraforms_meaning_does_not_pass(name: str) -> None:
    assert name not in child_environment({name: "x"}, cli_config=CONFIG)


@pytest.mark.parametrize(
    "name",
    [
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "LC_ALL",
        "TF_TOKEN_app_terraform_io",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "https_proxy",
        "HTTPS_PROXY",
        "no_proxy",
        "AWS_CA_BUNDLE",
    ],
)
def test_what_terraform_needs_passes(name: str) -> None:
    assert child_environment({name: "x"}, cli_config=CONFIG)[name] == "x"


def test_terraform_runs_unattended_with_our_configuration() -> None:
    environment = child_environment({"TF_CLI_CONFIG_FILE": "/theirs", "TF_INPUT": "1"}, cli_config=CONFIG)

    assert environment == {
        "TF_IN_AUTOMATION": "1",
        "TF_INPUT": "0",
        "CHECKPOINT_DISABLE": "1",
        "TF_CLI_CONFIG_FILE": "/private/cli.tfrc",
    }


def test_credentials_are_what_the_caller_decided() -> None:
    environ = {"AWS_SESSION_TOKEN": "theirs"}

    environment = child_environment(environ, cli_config=CONFIG, credentials={"AWS_ACCESS_KEY_ID": "ours"})

    assert environment["AWS_ACCESS_KEY_ID"] == "ours"
    assert "AWS_SESSION_TOKEN" not in environment


@pytest.mark.parametrize("endpoint", ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_RDS"])
def test_the_certificates_are_left_out_for_an_endpoint_of_our_own(endpoint: str) -> None:
    given = with_credentials({"AWS_CA_BUNDLE": "/certs"}, {endpoint: "http://127.0.0.1:1"})

    assert "AWS_CA_BUNDLE" not in given


def test_the_certificates_stay_for_the_real_cloud() -> None:
    given = with_credentials({"AWS_CA_BUNDLE": "/certs"}, {"AWS_ACCESS_KEY_ID": "x"})

    assert given["AWS_CA_BUNDLE"] == "/certs"


def test_memory_that_is_plenty_lets_go_collect_late() -> None:
    environment = child_environment({"GOGC": "1"}, cli_config=CONFIG, memory=16 * 1024**3)

    assert (environment["GOGC"], environment["GOMEMLIMIT"]) == ("off", "1500MiB")
