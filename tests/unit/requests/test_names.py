"""Cloud names: within the limit, valid, and one per place; computed from what stays the same."""

import re

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.slugs import SLUGS

from platformctl.catalog.contract import CloudName
from platformctl.catalog.sources import module_on_offer
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
