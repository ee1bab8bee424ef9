"""Attacks by the author of a platform.yaml."""

from types import SimpleNamespace

import pytest
from tests.attacks.conftest import PACKS, Refused, lost
from tests.unit.projects import make_stack

from platformctl.cloud.login import Login
from platformctl.errors import Blocked
from platformctl.policy.verdict import Verdict
from platformctl.project.project import Project

PASSED = Verdict(stage="configuration", findings=(), guarantees=(), resources=(), files={})


def edited(project: Project, old: str, new: str) -> None:
    """Replace a piece of platform.yaml."""
    path = project.root / "platform.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("place", ["organisation: acme", 'cost-centre: "4711"', "owner: writers@acme.example"])
def test_no_variable_of_the_caller_is_read(
    place: str, victim: Project, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted-secret")
    edited(victim, place, f"{place.partition(':')[0]}: '${{env:AWS_SECRET_ACCESS_KEY}}'")

    said = refused("list")

    assert "A variable is named where none is read" in said
    assert "planted-secret" not in said


@pytest.mark.parametrize(
    "path", ["../elsewhere", "/etc", "~/x", "a/../../b", "https://evil.example/x", "$(id)", "./link"]
)
@pytest.mark.parametrize("part", ["catalogs: [builtin, {path: ./catalog}]", PACKS])
def test_nothing_comes_from_outside_of_the_project(path: str, part: str, victim: Project, refused: Refused) -> None:
    (victim.root / "link").symlink_to("/etc")
    edited(victim, part, f"{part.partition(':')[0]}: [{{path: '{path}'}}]")

    refused("create", "note", "two", "--yes")

    assert not (victim.root / "stacks/desk/note/two").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("region: eu-west-1", "region: 'eu-west-1\"\n  profile = \"admin'"),
        ('account: "111111111111"', "account: '111111111111\", \"222222222222'"),
        ('account: "111111111111"', 'account: "*"'),
        ("organisation: acme", "organisation: 'acme\"'"),
        ("prod:", "'../prod':"),
    ],
)
def test_what_becomes_code_is_held_to_its_pattern(old: str, new: str, victim: Project, refused: Refused) -> None:
    edited(victim, old, new.replace("\n", "\\n"))

    assert "A file is not valid" in refused("list")


def test_prod_is_not_applied_by_anyone(victim: Project, refused: Refused) -> None:
    edited(victim, "apply: pipeline", "apply: anyone")

    assert "apply: anyone is for tier dev and the sandbox" in refused("list")


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("postgres: {url: 'postgresql://ci:planted-secret@db/p'}", "holds a password"),
        ("postgres: {url: 'postgresql://ci@db/p?password=planted-secret'}", "holds a password"),
        ("postgres: {url: 'postgresql://ci@db/p?passfile=/etc/shadow'}", "says passfile, which is none of"),
        ("postgres: {url: 'postgresql://ci@db/p?service=x'}", "says service, which is none of"),
        ("postgres: {url: '${env:PG_URL}', prefix: 'a\"; drop'}", "prefix: must match"),
        ("s3: {bucket: b-1, region: eu-west-1, endpoint: 'http://evil.example'}", "endpoint: must match"),
        ("s3: {bucket: b-1, region: eu-west-1, endpoint: 'https://evil.example/\"'}", "endpoint: must match"),
        ("s3: {bucket: b-1, region: eu-west-1, prefix: '../other'}", "prefix: must match"),
        ("s3: {bucket: b-1, region: eu-west-1, profile: admin}", "profile: is not known here"),
    ],
)
def test_a_store_is_named_by_its_pattern_only(state: str, why: str, victim: Project, refused: Refused) -> None:
    edited(victim, "s3: {bucket: acme-platform, region: eu-west-1}", state)

    said = refused("list")

    assert why in said
    assert "planted-secret" not in said


def test_a_variable_that_holds_no_address_is_not_shown(
    victim: Project, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted-secret")
    edited(victim, "s3: {bucket: acme-platform, region: eu-west-1}", "postgres: {url: '${env:AWS_SECRET_ACCESS_KEY}'}")

    said = refused("list", "--env", "prod")

    assert "AWS_SECRET_ACCESS_KEY does not hold the address of a database" in said
    assert "planted-secret" not in said


@pytest.mark.parametrize("key", ["endpoint", "endpoints", "profile", "assume_role", "shared_config_files"])
def test_a_cloud_has_no_address_of_its_own(key: str, victim: Project, refused: Refused) -> None:
    edited(victim, "region: eu-west-1,", f"region: eu-west-1, {key}: 'http://evil.example',")

    assert f"{key}: is not known here" in refused("list")


def test_another_account_is_not_touched(victim: Project, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(environment: str, account: str, login: Login) -> None:
        raise Blocked("These credentials are for another account", detail=f"{environment} {account} {login.region}")

    edited(victim, "tier: prod", "tier: dev")
    edited(victim, "state: {s3: {bucket: acme-platform, region: eu-west-1}}", "state: {local: {}}")
    make_stack(victim, "orders", kind="queue", environment="prod")
    monkeypatch.setattr("platformctl.cli.wiring.refuse_other_account", answer)
    monkeypatch.setattr("platformctl.cli.wiring.start_worker", lambda *_: SimpleNamespace(close=lambda: None))
    monkeypatch.setattr("platformctl.policy.judge.Judge.configuration", lambda *_, **__: PASSED)
    monkeypatch.setattr("platformctl.terraform.terraform.Terraform.init", lambda *_: None)
    monkeypatch.setattr("platformctl.terraform.terraform.Terraform.plan", lost)

    said = refused("plan", "prod/queue/orders", code=3)

    assert "These credentials are for another account" in said
    assert "prod 111111111111 eu-west-1" in said
