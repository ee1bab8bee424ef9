"""What hostile people may ask for goes through judge, Terraform and cloud, and comes out as exactly that text."""

import json
import unicodedata

import pytest
from tests.lifecycle.sandboxed import Sandboxed
from tests.project import Project
from tests.unit.hostile.door import HIDDEN
from tests.unit.hostile.words import CANARY, PROGRAMS

from platformctl.project.documents import INVISIBLE

pytestmark = pytest.mark.lifecycle
STACK = "desk/note/one"
ACCEPTED = [
    text
    for text in PROGRAMS
    if not (HIDDEN.search(text) or INVISIBLE.search(text) or any(0xD800 <= ord(each) < 0xE000 for each in text))
]


def test_hostile_texts_come_out_as_they_went_in(desk: Project) -> None:
    wanted = [unicodedata.normalize("NFC", text) for text in ACCEPTED]
    lines = [f"--lines={text}" for text in ACCEPTED]

    made = desk.run("create", "note", "one", f"--text={ACCEPTED[0]}", *lines, "--copies", "1", "--yes")
    again = desk.run("plan", "--detailed-exitcode")
    outputs = desk.show(STACK)["outputs"]
    gone = desk.run("destroy", STACK, "--yes", "--confirm", "one")

    assert len(ACCEPTED) > 30
    assert [said.code for said in (made, again, gone)] == [0, 0, 0]
    assert outputs["text"] == {"value": wanted[0]}
    assert outputs["lines"] == {"value": wanted}
    assert [*desk.root.parent.rglob(f"*{CANARY}*")] == []


LEGAL = (
    *("null", "true", "no", "0x10", "1e999", "2001-01-01", "0123", ".inf", "=1+1", "@SUM", "-", "--yes", "a  b", ""),
    *(
        "../../../etc/passwd",
        "/etc/passwd",
        "__import__=os.system",
        "checkov:skip=PCTL_OWNED",
        "each.value",
        "var.key",
    ),
    *("PCTL_OWNED = True", "a: b", "x" * 256),
)
"""What the cloud and platform.yaml allow as a tag's value, and somebody might read as something else. Not `var.tags`:
checkov takes it for a reference and can tell nothing any more, so it is refused (tests/policy/test_hostile.py)."""
OWNER = "checkov:skip=PCTL_OWNED lambda: __import__=os.system"


@pytest.mark.campaign
def test_hostile_names_and_tags_come_out_of_the_cloud_as_they_went_in(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    wanted = {f"null.{number}": text for number, text in enumerate(LEGAL)} | {"each.value": "var", "checkov:skip": "1"}
    platform = project.root / "platform.yaml"
    owned = platform.read_text("utf-8").replace("shop@acme.example", json.dumps(OWNER))
    platform.write_text(f"{owned}\ntags: {json.dumps(wanted)}\n", encoding="utf-8")

    made = project.run("create", "bucket", "null", "--yes", "--output", "json")
    again = project.run("plan", "dev/bucket/null", "--detailed-exitcode")
    s3 = sandboxed.client("s3")
    (name,) = (bucket["Name"] for bucket in s3.list_buckets()["Buckets"])
    tags = {tag["Key"]: tag.get("Value", "") for tag in s3.get_bucket_tagging(Bucket=name)["TagSet"]}

    assert [said.code for said in (made, again)] == [0, 0]
    assert name.startswith("acme-dev-null")
    assert tags.items() >= {**wanted, "owner": OWNER}.items()
    assert {proof["standing"] for proof in made.document["verdicts"][-1]["guarantees"]} == {"proven"}
    assert [*project.root.parent.rglob(f"*{CANARY}*")] == []
