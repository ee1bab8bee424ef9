"""What GitLab would take for a command in a note."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from platformctl.hosts.gitlab import without_quick_actions

LINES = st.text(alphabet=st.sampled_from("/mergclos \t\n\r`>-|")) | st.text()


@given(LINES)
@example("/merge")
@example("x\n  /close now\n/assign me")
@example("x\r\n/merge")
def test_no_line_of_a_note_is_a_command(text: str) -> None:
    shown = without_quick_actions(text)

    assert not re.search(r"^\s*/\w", shown, re.MULTILINE)
    assert shown.replace("\N{WORD JOINER}", "") == text.replace("\N{WORD JOINER}", "")


def test_a_path_within_a_line_stays_as_it_is() -> None:
    assert without_quick_actions("see a/b\n// no") == "see a/b\n// no"
