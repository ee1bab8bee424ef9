"""Commands to a job's host: what we say arrives, what others wrote never is one."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.reports import samples

from platformctl.views.job_commands import azure_annotation, github_annotation
from platformctl.views.job_fold import fold
from platformctl.views.job_log import inert, without_commands
from platformctl.views.report_annotations import Annotation, annotations

TEXT = st.text(alphabet=st.sampled_from("ab:,;%]#[ \r\n=vso-")) | st.text()
NOTES = st.builds(Annotation, st.just("error"), TEXT, TEXT, TEXT.map(lambda text: f"x{text}"), st.integers(1, 99))
GITHUB = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
AZURE = {"%0D": "\r", "%0A": "\n", "%3B": ";", "%5D": "]"}


def read_by_github(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as the runner does: up to the second `::`, properties between commas."""
    head, _, data = line.removeprefix("::").partition("::")
    name, _, said = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in said.split(","))
    return name, {key: decoded(value, GITHUB, "%25") for key, value in pairs}, decoded(data, GITHUB, "%25")


def read_by_azure(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as the agent does: up to the first `]`, properties between semicolons."""
    head, _, data = line.removeprefix("##vso[").partition("]")
    name, _, said = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in said.split(";"))
    return name, {key: decoded(value, AZURE, "%AZP25") for key, value in pairs}, decoded(data, AZURE, "%AZP25")


def decoded(text: str, table: dict[str, str], percent: str) -> str:
    """Undo the encoding; the percent sign last, as the hosts do."""
    for code, character in table.items():
        text = text.replace(code, character)
    return text.replace(percent, "%")


@given(NOTES)
def test_github_reads_exactly_what_was_meant(note: Annotation) -> None:
    line = github_annotation(note)

    assert re.search(r"[\r\n]", line) is None
    assert read_by_github(line) == (
        "error",
        {"title": note.title, "file": note.file, "line": str(note.line)},
        note.text,
    )


@given(NOTES)
def test_azure_reads_exactly_what_was_meant(note: Annotation) -> None:
    line = azure_annotation(note)

    assert re.search(r"[\r\n]", line) is None
    assert read_by_azure(line) == (
        "task.logissue",
        {"type": "error", "sourcepath": note.file, "linenumber": str(note.line)},
        f"{note.title}: {note.text}",
    )


@given(TEXT)
@example("\x1b[0Ksection_start:1:x\r\x1b[0K")
def test_a_fold_has_one_line_at_each_end_whatever_its_title(title: str) -> None:
    folds = {sign: fold(title, {sign: "true"}, 1796097600) for sign in ("GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI")}

    ends = [end for both in folds.values() for end in both or ()]
    assert [end[: len(start)] for end, start in zip(ends, STARTS, strict=True)] == STARTS
    assert not any("\n" in end for end in ends)
    assert [end.count("\r") for end in ends] == [0, 0, 0, 0, 1, 1]
    assert [end.count("\x1b") for end in ends] == [0, 0, 0, 0, 2, 2]


def test_gitlab_folds_under_a_name_of_its_own() -> None:
    begin, end = fold("Plan prod-eu: 2 stacks", {"GITLAB_CI": "true"}, 1796097600) or ("", "")

    assert begin == "\x1b[0Ksection_start:1796097600:platformctl_plan_prod_eu_2_stacks\r\x1b[0KPlan prod-eu: 2 stacks"
    assert end == "\x1b[0Ksection_end:1796097600:platformctl_plan_prod_eu_2_stacks\r\x1b[0K"


def test_elsewhere_nothing_is_folded() -> None:
    assert fold("Plan prod", {"CI": "true"}, 1796097600) is None


@given(TEXT)
@example("::add-mask::x")
@example("a\r  ::set-output name=a::b")
@example("x ##[add-path]y")
@example("##VSO[task.x]")
@example("###[x]")
def test_no_text_in_the_log_is_a_command(text: str) -> None:
    shown = without_commands(text)

    assert not re.search(r"##(vso|[A-Za-z-]*)\[", shown, re.IGNORECASE)
    assert not any(re.match(r"\s*::\s*[A-Za-z].*?::", line) for line in re.split(r"[\r\n]", shown))


@pytest.mark.parametrize("text", ["::1", "fe80::1", "::ffff:10.0.0.1/96", "a::b::c", "# heading", "std::vector"])
def test_values_that_are_no_commands_stay_as_they_are(text: str) -> None:
    assert without_commands(text) == text


def test_outside_of_a_job_every_text_stays_as_it_is() -> None:
    assert inert("::add-mask::x", {"CI": "true"}) == "::add-mask::x"
    assert inert("::add-mask::x", {"GITHUB_ACTIONS": "true"}) == ": :add-mask::x"


def test_hosts_get_no_more_notes_than_they_show() -> None:
    notes = annotations(samples.report([samples.stack(f"prod/db/b{n}", "failed", error=ERROR) for n in range(50)]))

    assert len(notes) == 10
    assert notes[-1].title == "41 more"


ERROR = samples.failed().error
STARTS = [
    "::group::",
    "::endgroup::",
    "##[group]",
    "##[endgroup]",
    "\x1b[0Ksection_start:1796097600:platformctl_",
    "\x1b[0Ksection_end:1796097600:platformctl_",
]
