"""Cloud names: within the limit, valid, and one per place; computed from what stays the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.slugs import SLUGS

from platformctl.catalog.contract import CloudName
from platformctl.catalog.sources import builtin_folder, load_module, module_on_offer
from platformctl.project.platform_file import Platform
from platformctl.project.project import Project
from platformctl.requests.names import cloud_names, fitted

FULL = st.builds("{}-{}-{}".format, st.text("abcdefxyz", min_size=2, max_size=12), SLUGS, SLUGS)
LIMITS = st.integers(12, 80)
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@given(FULL, LIMITS, st.booleans(), st.text(max_size=9))
def test_a_name_fits_and_is_a_name(name: str, limit: int, unique: bool, salt: str) -> None:
    found = fitted(name, CloudName(limit=limit, unique=unique), salt)

    assert len(found) <= limit
    assert NAME.fullmatch(found)


@given(FULL, LIMITS)
def test_a_name_that_fits_is_kept_as_it_is(name: str, limit: int) -> None:
    assert (fitted(name, CloudName(limit=limit), "salt") == name) == (len(name) <= limit)


@given(FULL, LIMITS, st.text(max_size=9), st.text(max_size=9))
def test_a_shared_namespace_always_gets_a_hash_of_the_place(name: str, limit: int, one: str, other: str) -> None:
    rule = CloudName(limit=limit, unique=True)

    assert (fitted(name, rule, one) == fitted(name, rule, other)) == (one == other)


def test_long_names_that_begin_alike_do_not_collide() -> None:
    rule = CloudName(limit=40)

    names = {fitted(f"acme-dev-{'x' * 40}-{number}", rule, str(number)) for number in range(500)}

    assert len(names) == 500


def test_the_places_of_one_name_differ(project: Project) -> None:
    contract = module_on_offer("db", project).contract.model_copy(update={"names": {"db": CloudName(limit=12)}})

    names = [cloud_names(contract, project.platform, place, "orders")["db"] for place in ("dev", "prod")]

    assert len({*names, cloud_names(contract, project.platform, "dev", "order")["db"]}) == 3


def test_a_name_says_organisation_environment_and_name(project: Project) -> None:
    contract = module_on_offer("db", project).contract

    assert cloud_names(contract, project.platform, "dev", "orders") == {"db": "acme-dev-orders"}


CONTRACTS = {
    kind: load_module(builtin_folder("modules") / kind, "builtin").contract
    for kind in ("bucket", "db", "function", "network", "queue")
}
REAL = {
    "db": (63, r"[a-z](-?[a-z0-9])*"),
    "queue": (80, r"[A-Za-z0-9_-]+"),
    "function": (64, r"[A-Za-z0-9_-]+"),
    "network": (64, r"[A-Za-z0-9_-]+"),
    "bucket": (63, r"(?!xn--|sthree-|amzn-s3-demo-)[a-z0-9](-?[a-z0-9])+(?<!-s3alias)"),
}
"""What AWS allows: identifiers of RDS, names of SQS, of Lambda and IAM roles, of S3."""
SUFFIXES = {
    "db": "",
    "queue": "_dead-letters",
    "function": "-function",
    "network": "-network-flow-logs",
    "bucket": "",
}


@given(st.sampled_from(sorted(REAL)), SLUGS, SLUGS)
def test_every_name_is_one_that_the_cloud_takes(kind: str, place: str, name: str) -> None:
    found = in_place(kind, place, name) + SUFFIXES[kind]

    limit, form = REAL[kind]
    assert len(found) <= limit
    assert re.fullmatch(form, found)


PLACES = st.tuples(SLUGS, SLUGS)


@given(PLACES, PLACES)
def test_two_stacks_of_one_account_never_share_a_name(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (in_place("queue", *one) == in_place("queue", *other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("dev", "eu-orders"), ("dev-eu", "orders")),
        (("dev-eu", "west-orders"), ("dev-eu-west", "orders")),
        (("dev", "x" * 31), ("dev", "x" * 30)),
    ],
)
def test_dashes_make_no_two_places_alike(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert in_place("db", *one) != in_place("db", *other)


def test_a_name_that_looks_like_one_with_a_hash_gets_its_own() -> None:
    hashed = in_place("db", "dev-eu", "orders")

    posing = in_place("db", "dev", hashed.removeprefix("acme-dev-"))

    assert posing != hashed
    assert posing.startswith(f"{hashed}-")


def test_projects_that_share_an_account_say_which_they_are() -> None:
    named = [platform_of("dev").model_copy(update={"project": word}) for word in ("shop", "bank", None)]

    names = {cloud_names(CONTRACTS["db"], one, "dev", "orders")["db"] for one in named}

    assert len(names) == 3
    assert "acme-dev-orders" in names


def test_accounts_and_regions_get_other_bucket_names() -> None:
    places = [("111111111111", "eu-west-1"), ("111111111111", "eu-west-2"), ("222222222222", "eu-west-1")]
    platforms = [platform_of("dev", account, region) for account, region in places]

    names = {cloud_names(CONTRACTS["bucket"], one, "dev", "files")["bucket"] for one in platforms}

    assert len(names) == 3


def in_place(kind: str, place: str, name: str) -> str:
    """Return a name in an environment that may be called anything, all of them in one account."""
    return cloud_names(CONTRACTS[kind], platform_of(place), place, name)[kind]


def platform_of(place: str, account: str = "111111111111", region: str = "eu-west-1") -> Platform:
    cloud = {"aws": {"region": region, "account": account}}
    return Platform.model_validate(
        {
            "version": 1,
            "organisation": "acme",
            "default_environment": place,
            "default_team": "writers",
            "environments": {place: {"tier": "dev", "cloud": cloud, "state": {"local": {}}}},
            "teams": {"writers": {"owner": "writers@acme.example"}},
        }
    )
