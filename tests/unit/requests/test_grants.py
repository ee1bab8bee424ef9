"""What a consumer gets of its producers, whatever bindings.json says."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.catalog.contract import Contract
from platformctl.catalog.sources import module_on_offer
from platformctl.errors import Usage
from platformctl.requests.bindings import Bindings, Bound, dump_bindings, parse_bindings
from platformctl.requests.grants import Supply, needed, supply_of

ARN = "arn:aws:sqs:eu-central-1:123456789012:acme-dev-mail"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234"
SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1"
MAIL = {"arn": ARN, "url": "https://sqs.eu-central-1.amazonaws.com/123456789012/acme-dev-mail", "key.arn": KEY}
ORDERS = {
    "endpoint": "orders.example.com",
    "port": 5432,
    "database": "orders",
    "username": "owner",
    "secret_arn": SECRET,
    "client_security_group_id": "sg-0a1b2c3d",
    "key.arn": KEY,
}
CONTRACTS = {f"{kind}@1.0.0": module_on_offer(kind, None).contract for kind in ("db", "queue", "bucket")}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    st.lists,
)


def bound(outputs: dict[str, Any], name: str = "queue/mail", run: str = "run-1") -> Bound:
    return Bound(producer=f"dev/{name}", module=f"{name.partition('/')[0]}@1.0.0", run=run, outputs=outputs)


def supplied(**bindings: Bound) -> Supply:
    return supply_of(Bindings(bindings=bindings), CONTRACTS, "dev")


def test_a_queue_grants_what_its_contract_says_on_itself_and_its_key() -> None:
    grant = supplied(**{"queue/mail:send": bound(MAIL)}).grants["queue/mail:send"]

    assert grant == {
        "statements": [
            {"actions": ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"], "resources": [ARN]},
            {"actions": ["kms:Decrypt", "kms:GenerateDataKey"], "resources": [KEY]},
        ],
        "security_groups": [],
        "environment": {"QUEUE_URL": MAIL["url"]},
        "secrets": {},
    }


def test_a_database_grants_its_group_and_the_place_of_its_password() -> None:
    grant = supplied(**{"MAIN=db/orders": bound(ORDERS, "db/orders")}).grants["MAIN=db/orders"]

    assert grant
    assert grant["security_groups"] == ["sg-0a1b2c3d"]
    assert grant["secrets"] == {"MAIN_PGPASSWORD": SECRET}
    assert grant["environment"]["MAIN_PGPORT"] == "5432"


def test_what_a_level_needs_is_what_its_contract_names() -> None:
    assert needed(CONTRACTS["db@1.0.0"].access["connect"]) == tuple(sorted(ORDERS))
    assert needed(CONTRACTS["queue@1.0.0"].access["send"]) == tuple(sorted(MAIL))


def test_a_pending_producer_grants_nothing_yet() -> None:
    waiting = bound(dict.fromkeys(MAIL), run="")

    assert supplied(**{"queue/mail:send": waiting}).grants == {"queue/mail:send": None}
    assert supplied(**{"context.network": waiting}).context == {"network": None}


@pytest.mark.parametrize(
    "arn",
    [
        "*",
        "arn:aws:sqs:*:*:*",
        f"{ARN}*",
        f"{ARN}/*",
        "${var.x}",
        "",
        None,
        7,
        [ARN],
        {"a": ARN},
        f"{ARN}\n",
        f" {ARN}",
        "arn:aws:sqs:eu-central-1:1:x",
        f"{ARN}?",
        'x", "*',
        "arn:aws:sqs:eu-central-1:123456789012:" + "x" * 3000,
    ],
)
def test_a_forged_output_widens_nothing(arn: Any) -> None:
    with pytest.raises(Usage, match="A bound value is not what it must be"):
        supplied(**{"queue/mail:send": bound({**MAIL, "arn": arn})})


@given(st.dictionaries(st.sampled_from(sorted(ORDERS)), JSON))
def test_whatever_the_outputs_are_the_grant_holds_texts_of_their_shape(outputs: dict[str, Any]) -> None:
    try:
        grant = supplied(**{"db/orders": bound({**ORDERS, **outputs}, "db/orders")}).grants["db/orders"]
    except Usage:
        return
    assert grant
    resources = [one for statement in grant["statements"] for one in statement["resources"]]
    assert all(one.startswith("arn:aws") and "*" not in one for one in resources)
    assert all(isinstance(value, str) for value in grant["environment"].values())
    assert json.loads(json.dumps(grant)) == grant


def test_two_queues_need_a_prefix_to_be_told_apart() -> None:
    other = bound({**MAIL, "url": "https://other"}, "queue/audit")

    with pytest.raises(Usage, match="Two bindings fill one environment variable") as refused:
        supplied(**{"queue/audit:send": other, "queue/mail:send": bound(MAIL)})

    assert refused.value.hint.startswith("--bind MAIL=queue/mail:send")
    assert supplied(**{"AUDIT=queue/audit:send": other, "queue/mail:send": bound(MAIL)}).grants


def test_two_levels_of_one_queue_share_their_variables() -> None:
    both = supplied(**{"queue/mail:receive": bound(MAIL), "queue/mail:send": bound(MAIL)})

    assert set(both.grants) == {"queue/mail:receive", "queue/mail:send"}


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True), JSON, max_size=4))
def test_the_file_is_read_back_as_it_was_written(outputs: dict[str, Any]) -> None:
    bindings = Bindings(bindings={"queue/mail:send": bound(outputs)})

    assert parse_bindings(dump_bindings(bindings), "bindings.json") == bindings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"version": 1, "bindings": {"a": {"outputs": {"b": Infinity}}}}',
        '{"version": 2}',
        '{"version": 1, "extra": 1}',
        '{"version": 1, "bindings": {"a": {}}}',
        '{"version": 1, "bindings": {"a": {"producer": "../../etc", "module": "db@1.0.0"}}}',
    ],
)
def test_a_broken_file_is_named(text: str) -> None:
    with pytest.raises(Usage, match=r"bindings\.json is not valid") as refused:
        parse_bindings(text.encode(), "stacks/dev/x/y/bindings.json")

    assert refused.value.detail.startswith("stacks/dev/x/y/bindings.json")


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=str)
def test_no_contract_hands_out_all_of_anything(contract: Contract) -> None:
    targets = [target for access in contract.access.values() for one in access.statements for target in one.on]

    assert all(target.startswith("{") for target in targets)
