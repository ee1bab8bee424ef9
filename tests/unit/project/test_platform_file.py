"""platform.yaml: every rule has one clear refusal, with the place and the nearest valid word."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from platformctl.errors import Usage
from platformctl.project.aws_words import Account, Bucket, Endpoint, KeyPrefix, KmsKey, Region, RoleArn
from platformctl.project.documents import parse_document
from platformctl.project.platform_file import SANDBOX_ACCOUNT, Organisation, Platform, RelativePath
from platformctl.project.starting import sandbox_platform
from platformctl.project.validation import validated
from platformctl.project.words import Slug
from platformctl.sandbox.ground_ids import REGION, sandbox_context

GOOD = """\
version: 1
organisation: acme
default_environment: dev
default_team: team
environments:
  dev: {tier: dev, state: {local: {}}, apply: anyone}
  prod:
    tier: prod
    cloud: {aws: {region: eu-central-1, account: "111111111111"}}
    state: {postgres: {url: "${env:PG_URL}"}}
teams:
  team: {owner: a@acme.example}
"""
STATE = 'state: {postgres: {url: "${env:PG_URL}"}}'
LITERALS = [Account, Region, Organisation, Slug, RelativePath, RoleArn, Bucket, KeyPrefix, KmsKey, Endpoint]


def platform(text: str) -> Platform:
    return validated(Platform, parse_document(text.encode(), Path("platform.yaml")))


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


def test_what_is_not_said_has_a_safe_default() -> None:
    prod = platform(GOOD).environments["prod"]

    assert (prod.apply, prod.is_sandbox, prod.limits.stacks, prod.exporters) == (
        "pipeline",
        False,
        None,
        ("cloudwatch",),
    )
    assert platform(GOOD).packs == ("builtin",)


def test_a_new_project_is_a_sandbox_whose_account_is_the_emulators() -> None:
    cloud = platform(sandbox_platform("acme", "team", REGION, sandbox_context(REGION))).environments["dev"].cloud

    assert cloud is not None
    assert (cloud.account, cloud.region) == (SANDBOX_ACCOUNT, REGION)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version: 1", "version: 2", "1:10: version: must be 1."),
        ("version: 1\n", "", "1:1: the document: 'version' is missing."),
        ("organisation", "organization", "2:15: organization: is not known here. Did you mean 'organisation'?"),
        ("acme\n", "Acme\n", "2:15: organisation: must match ^[a-z][a-z0-9]*$"),
        ("acme\n", "acme-corporation\n", "2:15: organisation:"),
        ("acme\n", "[acme]\n", "2:15: organisation:"),
        ("default_environment: dev", "default_environment: test", "default_environment 'test' is not among"),
        ("default_team: team", "default_team: teem", "default_team 'teem' is not among teams"),
        ("tier: dev", "tier: test", "6:15: environments.dev.tier: must be 'dev', 'staging' or 'prod'."),
        ("tier: dev", "teir: dev", "is not known here. Did you mean 'tier'?"),
        ("aws: {region", "aws: {regoin", "is not known here. Did you mean 'region'?"),
        ("dev: {tier", "Dev: {tier", "environments.Dev"),
        ("dev: {tier", "d: {tier", "environments.d"),
        ('"111111111111"', "111111111111", "environments.prod.cloud.aws.account"),
        ('"111111111111"', '"11111111111"', "environments.prod.cloud.aws.account: must match"),
        ('"111111111111"', '"\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661"', "account"),
        ("eu-central-1", "europe", "environments.prod.cloud.aws.region: must match"),
        ("eu-central-1", '"eu-central-1\\" }"', "environments.prod.cloud.aws.region: must match"),
        ("cloud: {aws:", "cloud: {azure:", "is not known here."),
        ("cloud: {aws: {", "cloud: {sandbox: {region: eu-central-1}, aws: {", "name exactly one of aws and sandbox"),
        (f"    {STATE}\n", "", "environments.prod: 'state' is missing."),
        (STATE, "state: {}", "environments.prod.state: name exactly one of local, postgres and s3"),
        (STATE, "state: {local: {}, s3: {bucket: b-1, region: eu-central-1}}", "name exactly one of local, postgres"),
        (STATE, "state: {local: {}}", "environments.prod: state: local is for tier dev and the sandbox"),
        (STATE, "state: {s4: {}}", "is not known here. Did you mean 's3'?"),
        (STATE, "state: {s3: {bucket: b-1}}", "environments.prod.state.s3: 'region' is missing."),
        (STATE, "state: {postgres: {}}", "environments.prod.state.postgres: 'url' is missing."),
        (STATE, "state: {s3: {bucket: Bucket, region: eu-central-1}}", "state.s3.bucket: must match"),
        ("tier: dev, state", "tier: prod, state", "apply: anyone is for tier dev and the sandbox"),
        ("apply: anyone", "apply: everyone", "must be 'anyone' or 'pipeline'."),
        ("apply: anyone", "limits: {stacks: -1}", "limits.stacks: should be greater than or equal to 0."),
        ("apply: anyone", "exporters: [cloudwach]", "must be 'cloudwatch', 'prometheus' or 'datadog'."),
        ("apply: anyone", "tags: {'a\"b': x}", "tags"),
        ("apply: anyone", 'tags: {a: "${x}"}', "must match"),
        ("apply: anyone", 'tags: {"aws:x": x}', "tags"),
        ("apply: anyone", "tags: {a: ' x'}", "begins or ends with a space"),
        ("apply: anyone", "tags: {'a ': x}", "begins or ends with a space"),
        ("owner: a@acme.example", "owner: ' '", "begins or ends with a space"),
        ("owner: a@acme.example", 'owner: "a\\"b"', "teams.team.owner: must match"),
        (
            "{owner: a@acme.example}",
            "{owner: a, environments: [prd]}",
            "'prd' is not among environments. Did you mean 'prod'?",
        ),
        ("{owner: a@acme.example}", "x", "teams.team: must hold keys and values."),
        ("version: 1\n", "version: 1\ncatalogs: [{path: /etc}]\n", "catalogs.0.path: must match"),
        ("version: 1\n", "version: 1\ncatalogs: [{path: ../x}]\n", "catalogs.0.path: must match"),
        (
            "version: 1\n",
            "version: 1\npacks: [./packs]\n",
            "2:9: packs.0: must be 'builtin', or must hold keys and values.",
        ),
    ],
)
def test_each_rule_has_one_clear_refusal(old: str, new: str, said: str) -> None:
    with pytest.raises(Usage, match="A file is not valid") as refused:
        platform(changed(old, new))

    assert refused.value.detail.startswith("platform.yaml:")
    assert said in refused.value.detail


@pytest.mark.parametrize("text", ["", "[]", "a word", "1"])
def test_a_document_of_another_shape_says_what_is_expected(text: str) -> None:
    with pytest.raises(Usage) as refused:
        platform(text)

    assert refused.value.detail == "platform.yaml:1:1: the document: must hold keys and values."


@pytest.mark.parametrize("kind", LITERALS)
@given(text=st.text(max_size=40))
def test_no_literal_that_reaches_terraform_can_end_its_string(kind: Any, text: str) -> None:
    try:
        accepted = TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return

    assert accepted == text
    assert accepted.isascii()
    assert not set(accepted) & set("\"\\${}%\n\r\t\x00' ")


@given(st.text(st.characters(codec="utf-8"), max_size=12), st.text(st.characters(codec="utf-8"), max_size=12))
def test_any_word_anywhere_is_refused_in_words(key: str, value: str) -> None:
    tree = {"version": 1, "organisation": value, key: {value: key}}

    with pytest.raises(Usage) as refused:
        platform(repr(tree))

    assert refused.value.detail.startswith("platform.yaml")
