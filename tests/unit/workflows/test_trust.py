"""When a change is planned and when it is only looked at, and what is said of it."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.projects import PLATFORM

from platformctl.git.between import Difference
from platformctl.project.documents import parse_document
from platformctl.project.platform_file import Environment, Platform
from platformctl.project.validation import validated
from platformctl.workflows.behind import changed_meanwhile
from platformctl.workflows.job import Job
from platformctl.workflows.odd_paths import shown
from platformctl.workflows.trust import (
    Change,
    lacking_credentials,
    protected_paths,
    protected_places,
    why_untrusted,
)

JOB = Job(in_ci=True)
CLEAN = Change("main", ())
SAID = "${env:DATABASE}"


def platform(text: str = PLATFORM) -> Platform:
    """Read a platform.yaml."""
    return validated(Platform, parse_document(text.encode(), Path("platform.yaml")))


def places() -> tuple[str, ...]:
    """Return what only the protected branch speaks for."""
    return protected_places((platform(),))


@pytest.mark.parametrize(
    "path",
    [
        "platform.yaml",
        "platform.lock",
        "waivers.yaml",
        "drift.yaml",
        "vendor/modules/db/1.0.0/main.tf",
        "vendor",
        "Vendor/modules/db/1.0.0/main.tf",
        "catalog/note/main.tf",
        "packs/notes/checks/x.yaml",
        "packs/notes",
        ".platformctl/state/desk/note/one/terraform.tfstate",
    ],
)
def test_what_the_protected_branch_says_is_protected(path: str) -> None:
    assert protected_paths((path,), places()) == (path,)


@pytest.mark.parametrize(
    "path", ["stacks/dev/db/orders/request.yaml", "README.md", "vendored/x", "docs/platform.yaml", "catalogue/x"]
)
def test_what_people_write_is_not(path: str) -> None:
    assert protected_paths((path,), places()) == ()


def test_a_catalog_that_the_change_itself_names_is_protected_too() -> None:
    moved = platform(PLATFORM.replace("./catalog", "./elsewhere/../mine"))

    assert "mine" in protected_places((platform(), moved))
    assert "catalog" in protected_places((platform(), moved))


def test_a_change_to_requests_alone_is_planned() -> None:
    assert why_untrusted(CLEAN, JOB, (), said=False) == ()


def test_ones_own_branch_is_planned_on_a_laptop_unless_said() -> None:
    change = replace(CLEAN, touched=("platform.yaml",))

    assert why_untrusted(change, Job(), (), said=False) == ()
    assert why_untrusted(change, Job(), (), said=True) == ("--untrusted was given",)


def test_what_the_protected_branch_itself_has_is_planned() -> None:
    assert (
        why_untrusted(replace(CLEAN, touched=("platform.yaml",)), Job(in_ci=True, is_merged=True), (), said=False) == ()
    )


def test_every_reason_is_said() -> None:
    change = Change("main", ("platform.yaml", "x\n"), ("platform.lock",))

    why = why_untrusted(change, replace(JOB, fork="it is a fork's pull request"), ("no credentials",), said=True)

    assert why == (
        "--untrusted was given",
        "it is a fork's pull request",
        "no credentials",
        "the change touches platform.yaml",
        "the change touches x\\n",
        "the branch is behind main in platform.lock: merge main into it",
    )


def test_a_thousand_touched_files_are_counted() -> None:
    why = why_untrusted(
        replace(CLEAN, touched=tuple(f"vendor/{number}" for number in range(1000))), JOB, (), said=False
    )

    assert len(why) == 9
    assert why[-1] == "the change touches 992 more files that only the protected branch speaks for"


def environment(**more: object) -> Environment:
    """Make an environment that keeps its states in a database."""
    return Environment.model_validate({"tier": "prod", "state": {"postgres": {"url": SAID}}, **more})


def test_a_database_whose_address_nobody_brought_is_told() -> None:
    told = lacking_credentials({"prod": environment()}, JOB, lambda _: False)

    assert told == ("the job has no credentials: DATABASE is not set, where prod keeps its states",)
    assert lacking_credentials({"prod": environment()}, JOB, lambda _: True) == ()


def test_a_cloud_that_nobody_has_rights_in_is_told() -> None:
    cloud = {"aws": {"region": "eu-west-1", "account": "111111111111"}}
    job = replace(JOB, has_no_cloud=True)

    assert lacking_credentials({"prod": environment(cloud=cloud)}, job, lambda _: True) == (
        "the job has no credentials for the cloud of prod",
    )
    assert lacking_credentials({"prod": environment()}, job, lambda _: True) == ()


OLD, NEW, GONE = "100644", "000000", "000000"


def test_what_was_only_added_meanwhile_does_not_make_a_branch_old() -> None:
    found = (Difference("platform.lock", OLD, OLD), Difference("vendor/modules/queue/1.0.0/main.tf", NEW, OLD))

    assert changed_meanwhile(found, b"module a\n", b"module a\nmodule b\n") == ()


def test_what_was_changed_or_taken_away_meanwhile_does() -> None:
    found = (
        Difference("platform.yaml", OLD, OLD),
        Difference("platform.lock", OLD, OLD),
        Difference("vendor/packs/x/1.0.0/pack.yaml", OLD, GONE),
        Difference("waivers.yaml", NEW, OLD),
    )

    assert changed_meanwhile(found, b"pack a\n", b"pack b\n") == tuple(each.path for each in found)


@given(st.text(alphabet=st.characters()))
def test_a_path_is_told_in_characters_that_can_be_seen(path: str) -> None:
    assert shown(path).isprintable()
    shown(path).encode("utf-8")
