"""What hostile people may ask for goes through judge and Terraform, and comes out as exactly that text."""

import unicodedata

import pytest
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
