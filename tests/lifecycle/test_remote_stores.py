"""A team on PostgreSQL and on S3: the whole path, plain Terraform beside it, two at once, and stores that say no."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.lifecycle.remote import Remote, new_bucket, on_postgres, on_s3, s3_client
from tests.objects import ObjectServer
from tests.postgres import Server
from tests.terminal import terminal

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
CREATE = ("create", "note", "one", "--yes")


@pytest.fixture
def denied(objects: ObjectServer) -> Iterator[Callable[[str], None]]:
    """Have the emulator deny an action of S3 from now on, until the test ends."""
    url = f"{objects.address}/platformctl/faults/{objects.sandbox.up().id}"

    def order(*faults: object) -> None:
        request = urllib.request.Request(url, method="PUT", data=json.dumps(faults).encode())
        urllib.request.urlopen(request, timeout=10).close()

    yield lambda action: order({"service": "s3", "action": action, "status": 403, "code": "AccessDenied"})
    order()


def test_a_stack_lives_from_create_to_destroy_for_everybody_who_reaches_its_store(remote: Remote) -> None:
    here, there = remote.project, remote.elsewhere()
    empty = there.run("list", "--output", "json")

    created = here.run(*CREATE, "--output", "json")
    seen = there.show(STACK)
    changed = there.run("change", STACK, "--text", "better", "--yes", "--output", "json")
    outputs, second = here.run("outputs", STACK, "text"), here.run("plan", "--detailed-exitcode")
    destroyed = there.run("destroy", STACK, "--confirm", "one", "--output", "json")

    assert [said.code for said in (empty, created, changed, second, destroyed)] == [0, 0, 0, 0, 0]
    assert seen["status"] == "applied"
    assert outputs.stdout == "better\n"
    assert here.run("list", "--output", "json").document["stacks"] == []
    assert here.kinds_of_events(STACK)[-1] == "destroyed"
    assert [path.name for path in (here.root / ".platformctl").iterdir()] == ["locking"]


def test_plain_terraform_works_between_our_runs_and_nothing_of_it_is_lost(remote: Remote) -> None:
    project, first = remote.project, "module.this.terraform_data.this[0]"
    project.run(*CREATE)
    before = project.show(STACK)["outputs"]["ids"]["value"]

    codes = [remote.terraform(STACK, "init"), remote.terraform(STACK, "plan", "-detailed-exitcode")]
    codes.append(remote.terraform(STACK, "apply", "-auto-approve", f"-replace={first}"))
    project.run("change", STACK, "--text", "better", "--yes")
    codes.append(remote.terraform(STACK, "plan", "-detailed-exitcode"))

    after = project.show(STACK)["outputs"]["ids"]["value"]
    assert codes == [0, 0, 0, 0]
    assert after[0] != before[0]
    assert after[1:] == before[1:]


def test_plain_terraform_can_be_first_and_we_go_on_from_what_it_made(remote: Remote) -> None:
    remote.project.run("create", "note", "one", "--plan-only")
    first = [remote.terraform(STACK, "init"), remote.terraform(STACK, "apply", "-auto-approve")]

    created = remote.project.run(*CREATE, "--output", "json")

    assert first == [0, 0]
    assert (created.code, created.document["status"]) == (0, "unchanged")
    assert remote.terraform(STACK, "plan", "-detailed-exitcode") == 0


def test_the_second_of_two_runs_is_told_who_holds_the_stack_and_plain_terraform_is_kept_out(remote: Remote) -> None:
    project = remote.project
    project.run(*CREATE)
    remote.terraform(STACK, "init")

    with terminal(project, "change", STACK, "--text", "better") as person:
        person.wait_for("Do it? [y/N]")
        second = remote.elsewhere().run("change", STACK, "--text", "other", "--yes")
        plain = remote.terraform(STACK, "plan")
        looking = project.run("show", STACK)
        person.type("y\n")
        first = person.end()

    assert (first, second.code, plain, looking.code) == (0, 4, 1, 0)
    assert "change" in second.stderr
    assert str(person.process.pid) in second.stderr
    assert project.run("outputs", STACK, "text").stdout == "better\n"


def test_two_projects_never_share_a_store(remote: Remote) -> None:
    project = remote.project
    project.run(*CREATE)
    platform = project.root / "platform.yaml"
    platform.write_text(platform.read_text().replace("organisation: acme", "organisation: other"))

    refused = project.run("create", "note", "two", "--yes")

    assert refused.code == 1
    assert "prefix" in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_down_hinders_nothing_once_it_is_back(tmp_path: Path, postgres_server: Server) -> None:
    remote = on_postgres(tmp_path, "postgresql://postgres@127.0.0.1:9/platform")

    refused = [remote.project.run(*words) for words in (("list",), CREATE)]

    assert [said.code for said in refused] == [1, 1]
    assert "127.0.0.1" in refused[0].stderr
    assert "Traceback" not in refused[1].stderr
    assert remote.project.run(*CREATE, DESK_PG=postgres_server.url(postgres_server.new_database())).code == 0


def test_a_password_that_is_wrong_is_told_and_never_shown(tmp_path: Path, postgres_server: Server) -> None:
    postgres_server.run("create role teller login password 'right'")
    database = postgres_server.new_database()
    remote = on_postgres(tmp_path, postgres_server.url(database, "teller", "planted-password"))

    refused = remote.project.run(*CREATE, "--verbose")

    assert refused.code == 1
    assert "teller" in refused.stderr
    assert "planted-password" not in refused.stdout + refused.stderr


def test_who_may_only_read_a_database_can_look_and_is_told_what_is_missing_to_write(
    tmp_path: Path, postgres_server: Server
) -> None:
    database = postgres_server.new_database()
    postgres_server.run("create role viewer login password 'seen'", "grant pg_read_all_data to viewer")
    remote = on_postgres(tmp_path, postgres_server.url(database))
    remote.project.run(*CREATE)
    viewer = postgres_server.url(database, "viewer", "seen")

    looked = [remote.project.run(*words, DESK_PG=viewer).code for words in (("list",), ("show", STACK), ("plan",))]
    refused = remote.project.run("change", STACK, "--text", "other", "--yes", DESK_PG=viewer)

    made_already = [f"-backend-config=skip_{name}_creation=true" for name in ("table", "index")]
    plain = replace(remote, plain={"PG_CONN_STR": f"{viewer}?sslmode=disable"})
    assert looked == [0, 0, 0]
    assert refused.code == 1
    assert "Traceback" not in refused.stderr
    assert plain.terraform(STACK, "init", *made_already) == 0
    assert plain.terraform(STACK, "plan", "-detailed-exitcode") == 2
    assert remote.project.run("outputs", STACK, "text").stdout == "hello\n"


def test_a_bucket_that_is_not_there_is_named(tmp_path: Path, emulator: str) -> None:
    remote = on_s3(tmp_path, emulator, "acme-nowhere")

    refused = remote.project.run(*CREATE)

    assert refused.code == 1
    assert "acme-nowhere" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_bucket_that_may_only_be_read_can_be_looked_at_and_says_no_to_a_run(
    tmp_path: Path, objects: ObjectServer, denied: Callable[[str], None]
) -> None:
    remote = on_s3(tmp_path, objects.address, new_bucket(objects.address))
    remote.project.run(*CREATE)
    denied("PUT /*")

    looked = [remote.project.run(*words).code for words in (("list",), ("show", STACK), ("plan",))]
    refused = remote.project.run("change", STACK, "--text", "other", "--yes")

    assert looked == [0, 0, 0]
    assert refused.code == 1
    assert "refuses access" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert remote.project.run("outputs", STACK, "text").stdout == "hello\n"


def test_without_credentials_a_bucket_says_how_to_get_some(tmp_path: Path, emulator: str) -> None:
    remote = on_s3(tmp_path, emulator, "acme-nowhere")
    nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_EC2_METADATA_DISABLED": "true", "HOME": str(tmp_path)}

    refused = remote.project.run("list", **nobody)

    assert refused.code == 1
    assert "aws sts get-caller-identity" in refused.stderr


def test_records_of_a_newer_version_are_left_alone(remote: Remote, request: pytest.FixtureRequest) -> None:
    remote.project.run(*CREATE)
    become_newer(remote, request)

    refused = [remote.project.run(*words) for words in (("list",), ("change", STACK, "--text", "other", "--yes"))]

    assert [said.code for said in refused] == [1, 1]
    assert all("newer" in said.stderr for said in refused)


def become_newer(remote: Remote, request: pytest.FixtureRequest) -> None:
    """Raise the version that a store says of itself."""
    if url := remote.project.environ.get("DESK_PG"):
        server: Server = request.getfixturevalue("postgres_server")
        server.run("update platformctl.meta set version = 99", database=url.rpartition("/")[2])
        return
    (bucket,) = (name for name in (remote.project.root / "platform.yaml").read_text().split("'") if "acme-" in name)
    client = s3_client(request.getfixturevalue("emulator"))
    key = "platformctl/records/meta"
    meta = json.loads(client.get_object(Bucket=bucket, Key=key)["Body"].read())
    client.put_object(Bucket=bucket, Key=key, Body=json.dumps({**meta, "version": 99}).encode())
