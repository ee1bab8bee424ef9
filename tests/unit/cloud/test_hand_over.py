"""Terraform asks for a role's keys whenever it needs some: no secret on a disk, no way round the caller's settings."""

import json
import os
import shlex
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

from tests.unit.cloud.sts import Sts

from platformctl.cloud.hand_over import CALLER, be_the_caller, configuration, variables

ROLE = "arn:aws:iam::222222222222:role/deploy"
REGION = "eu-west-1"
CALLERS = {"AWS_ACCESS_KEY_ID": "AKIATEST", "AWS_SECRET_ACCESS_KEY": "planted-secret"}


def asked(environ: dict[str, str], *words: str) -> "subprocess.CompletedProcess[str]":
    """Run what the configuration tells the provider to run."""
    config = ConfigParser()
    config.read_string(configuration(ROLE, REGION))
    command = shlex.split(config["profile platformctl"]["credential_process"])
    return subprocess.run([*command, *words], env=environ, capture_output=True, text=True, check=False, timeout=60)


def test_the_configuration_names_no_secret_and_the_variables_open_nothing_by_themselves() -> None:
    given = variables({**CALLERS, "AWS_ENDPOINT_URL": "http://evil.example"}, REGION, "/private/aws")

    assert "planted" not in configuration(ROLE, REGION)
    assert {name for name in given if "planted" in given[name]} == {CALLER}
    assert (given["AWS_PROFILE"], given["AWS_CONFIG_FILE"]) == ("platformctl", "/private/aws")
    assert "evil" not in str(given)
    assert "AWS_ACCESS_KEY_ID" not in given


def test_the_provider_gets_the_roles_keys(sts: Sts) -> None:
    given = dict(variables({**os.environ, **CALLERS}, REGION, "/private/aws"))

    done = asked(given, sts.url)

    assert json.loads(done.stdout) == {
        "Version": 1,
        "AccessKeyId": "ASIA1",
        "SecretAccessKey": "role-secret",
        "SessionToken": "role-token",
        "Expiration": "2999-01-01T00:00:00+00:00",
    }
    assert sts.asked[0]["key"] == "AKIATEST"


def test_a_refusal_is_told_to_the_provider_in_words(sts: Sts) -> None:
    sts.denies = "AccessDenied"

    done = asked(dict(variables({**os.environ, **CALLERS}, REGION, "/private/aws")), sts.url)

    assert (done.returncode, done.stdout) == (1, "")
    assert "The role can't be assumed" in done.stderr
    assert "planted-secret" not in done.stderr


def test_who_asks_is_the_caller_again() -> None:
    environ = {"PATH": "/bin", **variables(CALLERS, REGION, "/private/aws")}

    be_the_caller(environ)

    assert environ["AWS_ACCESS_KEY_ID"] == "AKIATEST"
    assert not {"AWS_PROFILE", "AWS_CONFIG_FILE", CALLER} & set(environ)


def test_a_folder_with_a_blank_in_its_name_is_quoted() -> None:
    text = configuration(ROLE, REGION)

    assert shlex.quote(sys.executable) in text
    assert Path(sys.executable).is_absolute()
