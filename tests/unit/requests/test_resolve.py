"""From words to a request, and from a request to the plain value of every variable of the module."""

from typing import Any

import pytest

from platformctl.catalog.sources import module_on_offer
from platformctl.catalog.variables import variable_types
from platformctl.errors import Blocked, Usage
from platformctl.project.project import Project
from platformctl.requests.request import Request
from platformctl.requests.resolve import Wish, known_team, request_for, values_of

KEY = {"arn": "arn:aws:kms:eu-central-1:123456789012:key/1"}
NETWORK = {"vpc_id": "vpc-0a1b2c3d", "private_subnet_ids": ["subnet-0a1b2c3d", "subnet-0a1b2c3e"]}


def wished(project: Project, name: str = "orders", kind: str = "db", place: str = "dev", **inputs: Any) -> Request:
    return request_for(Wish(kind, name, place, None, inputs), module_on_offer(kind, project).contract, project.platform)


def test_a_wish_becomes_a_request(project: Project) -> None:
    assert wished(project, high_availability=True) == Request(
        kind="db",
        name="orders",
        environment="dev",
        module="db@1.0.0",
        team="writers",
        inputs={"high_availability": True, "size": "small"},
        names={"db": "acme-dev-orders"},
    )


@pytest.mark.parametrize(
    "name",
    [
        "",
        "o",
        "Orders",
        "orders_",
        "-orders",
        "orders-",
        "or--ders",
        "1orders",
        "x" * 32,
        "../x",
        "a/b",
        "a b",
        "ö",
        "a\n",
    ],
)
def test_a_name_that_is_none_says_what_one_is(project: Project, name: str) -> None:
    with pytest.raises(Usage, match="Invalid name") as refused:
        wished(project, name)

    assert "2 to 31 characters" in refused.value.detail
    assert refused.value.hint == "platformctl create db orders"


def test_every_variable_has_a_value_and_no_other_is_there(project: Project) -> None:
    contract = module_on_offer("db", project).contract

    values = values_of(wished(project), contract, project.platform)

    assert list(values) == list(variable_types(contract))


def test_values_come_from_request_size_profile_context_and_tags(project: Project) -> None:
    contract = module_on_offer("db", project).contract

    values = values_of(wished(project, place="prod", size="large", storage_gb=40), contract, project.platform)

    assert {key: values[key] for key in ("storage_gb", "instance_class", "deletion_protection", "network")} == {
        "storage_gb": 40,
        "instance_class": contract.sizes["large"]["instance_class"],
        "deletion_protection": True,
        "network": NETWORK,
    }
    assert values["tags"] == {
        "cost-centre": "4711",
        "audit": "yes",
        "owner": "writers@acme.example",
        "team": "writers",
        "environment": "prod",
        "stack": "prod/db/orders",
        "managed-by": "platformctl",
    }


def test_the_tags_of_identity_can_not_be_replaced(project: Project) -> None:
    lying = project.platform.model_copy(update={"tags": {"owner": "nobody", "managed-by": "hand"}})

    tags: Any = values_of(wished(project), module_on_offer("db", project).contract, lying)["tags"]

    assert (tags["owner"], tags["managed-by"]) == ("writers@acme.example", "platformctl")


def test_a_kind_gets_of_the_context_what_it_asks_for_only(project: Project) -> None:
    contract = module_on_offer("queue", project).contract

    values = values_of(wished(project, kind="queue"), contract, project.platform)

    assert "network" not in values
    assert values["key"] == {"arn": "arn:aws:kms:eu-central-1:123456789012:key/1234"}


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ({"network": NETWORK}, "db needs context.key"),
        ({"key": KEY}, "db needs context.network"),
        ({"network": NETWORK, "key": {"arn": "not an arn"}}, "db: context.key: arn: must match"),
        ({"network": NETWORK, "key": {}}, "db: context.key: arn: 'arn' is missing."),
        (
            {"network": "vpc-1", "key": KEY},
            "db: context.network: must hold",
        ),
    ],
)
def test_what_the_environment_does_not_supply_is_named(project: Project, context: dict[str, Any], said: str) -> None:
    dev = project.platform.environments["dev"].model_copy(update={"context": context})
    poor = project.platform.model_copy(update={"environments": {**project.platform.environments, "dev": dev}})

    with pytest.raises(Usage) as refused:
        values_of(wished(project), module_on_offer("db", project).contract, poor)

    assert refused.value.detail.startswith(said)


@pytest.mark.parametrize("names", [{}, {"db": "acme-dev-orders", "more": "x-y"}, {"other": "acme-dev-orders"}])
def test_a_request_that_lost_its_cloud_names_is_refused(project: Project, names: dict[str, str]) -> None:
    request = wished(project).model_copy(update={"names": names})

    with pytest.raises(Usage, match="lost its cloud names") as refused:
        values_of(request, module_on_offer("db", project).contract, project.platform)

    assert refused.value.hint == "git checkout -- stacks/dev/db/orders/request.yaml"


def test_a_kept_name_is_never_computed_again(project: Project) -> None:
    request = wished(project).model_copy(update={"names": {"db": "an-older-name"}})

    assert values_of(request, module_on_offer("db", project).contract, project.platform)["names"] == {
        "db": "an-older-name"
    }


def test_an_unknown_team_names_the_nearest(project: Project) -> None:
    with pytest.raises(Usage, match="Unknown team") as refused:
        known_team("writer", project.platform, "dev")

    assert "Did you mean 'writers'? Teams: readers, writers." in refused.value.detail


def test_a_team_uses_its_own_environments_only(project: Project) -> None:
    assert known_team("readers", project.platform, "dev") == "readers"
    with pytest.raises(Usage, match="A team is not in this environment"):
        known_team("readers", project.platform, "prod")


def test_prod_decides_what_prod_decides(project: Project) -> None:
    with pytest.raises(Blocked):
        wished(project, place="prod", high_availability=False)
