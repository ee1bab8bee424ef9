"""Which store a command opens, when, and with what; a store that is not needed is not even loaded."""

import re
from pathlib import Path

import pytest
from tests.unit.cli.test_startup import imported

from platformctl.cli.stores import LEASE_SECONDS, lease_seconds, stores_of
from platformctl.errors import Usage
from platformctl.project.project import Project, load_project

DRIVERS = {"psycopg", "obstore", "botocore", "boto3", "pyrage"}
ON_POSTGRES = "state: {postgres: {url: '${env:DESK_PG}'}}"
PREVIEW, DEPLOY = (f"arn:aws:iam::111111111111:role/{name}" for name in ("preview", "deploy"))


@pytest.fixture
def remote(project: Project) -> Project:
    """The same project, whose environment desk is kept in a database."""
    path = project.root / "platform.yaml"
    path.write_text(path.read_text("utf-8").replace("state: {local: {}}", ON_POSTGRES, 1), "utf-8")
    return load_project(project.root)


def test_a_look_at_a_local_store_loads_no_driver(project: Project, tmp_path: Path) -> None:
    modules = imported(project.root, "list", XDG_STATE_HOME=str(tmp_path))

    assert "sqlite3" in modules
    assert modules & DRIVERS == set()


def test_a_store_is_opened_by_the_first_who_needs_it(remote: Project, tmp_path: Path) -> None:
    records = stores_of(remote, {"XDG_STATE_HOME": str(tmp_path)}, looks=True)

    there = records.heads("dev")
    with pytest.raises(Usage, match="A variable is not set") as refused:
        records.heads("desk")

    assert there == ()
    assert "environments.desk.state.postgres.url is ${env:DESK_PG}" in refused.value.detail


def test_who_looks_has_the_role_of_a_preview_and_who_acts_the_one_that_deploys(project: Project) -> None:
    path = project.root / "platform.yaml"
    roles = f'account: "111111111111", roles: {{preview: "{PREVIEW}", deploy: "{DEPLOY}"}}'
    path.write_text(re.sub(r'account: "1+"', roles, path.read_text("utf-8")), "utf-8")

    prod = load_project(project.root).environment("prod")

    assert (prod.role(looks=True), prod.role(looks=False)) == (PREVIEW, DEPLOY)


def test_without_roles_the_caller_does_it(project: Project) -> None:
    assert [project.environment(name).role(looks=False) for name in ("desk", "dev", "prod")] == [None, None, None]


@pytest.mark.parametrize(("said", "meant"), [(None, 60), ("", 60), ("2.5", 2.5), ("3600", 3600)])
def test_a_lease_lasts_as_long_as_a_variable_says(said: str | None, meant: float) -> None:
    assert lease_seconds({} if said is None else {LEASE_SECONDS: said}) == meant


@pytest.mark.parametrize("said", ["0", "-1", "a minute", "nan", "inf", "1e9"])
def test_what_is_no_length_of_a_lease_is_refused(said: str) -> None:
    with pytest.raises(Usage, match="Not a number of seconds"):
        lease_seconds({LEASE_SECONDS: said})
