"""A bucket by platformctl's own commands: judged, made, kept under its name, gone."""

import pytest
from tests.lifecycle.sandboxed import Sandboxed

pytestmark = pytest.mark.lifecycle
STACK = "dev/bucket/invoices"


def test_a_bucket_keeps_its_name_until_it_goes(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    created = project.run("create", "bucket", "invoices", "--yes", "--output", "json")
    second = project.run("plan", STACK, "--detailed-exitcode")
    (name,) = (bucket["Name"] for bucket in sandboxed.client("s3").list_buckets()["Buckets"])
    request = project.folder(STACK) / "request.yaml"
    written = request.read_text("utf-8")

    request.write_text(written.replace(name, "acme-dev-bills-0a1b2c3d"), "utf-8")
    project.run("render")
    renamed = project.run("apply", STACK, "--yes", "--confirm", "invoices")
    request.write_text(written, "utf-8")
    project.run("render")
    destroyed = project.run("destroy", STACK, "--confirm", "invoices")

    assert [said.code for said in (created, second, renamed, destroyed)] == [0, 0, 3, 0]
    assert {proof["standing"] for proof in created.document["verdicts"][-1]["guarantees"]} == {"proven"}
    assert "A stack keeps its cloud names" in " ".join((renamed.stdout + renamed.stderr).split())
    assert sandboxed.client("s3").list_buckets()["Buckets"] == []
