"""What became of stacks becomes the report: nothing that warns is left out, nothing secret gets in."""

from dataclasses import replace
from typing import Any
from unittest.mock import Mock

import pytest
from tests.unit.views import samples

from platformctl.cli.report_formats import FORMATS, texts_of
from platformctl.errors import Blocked, PlatformError, Usage
from platformctl.policy.verdict import Finding
from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action
from platformctl.terraform.redaction import AttributeChange
from platformctl.views.look import Look
from platformctl.views.report_text import reported
from platformctl.workflows.refusing import Refused, enforce_configuration, enforce_preview
from platformctl.workflows.report_changes import changes_of
from platformctl.workflows.report_results import Report, StackReport
from platformctl.workflows.reporting import Occasion, Touch, report_of
from platformctl.workflows.results import Outcome, Preview, Stopped

SECRET = "hunter2-never-shown"
TOKEN = "tok-5f1d-of-the-environment"
CHECK = "PCTL_DB_DELETION_1"
REQUEST = "kind: db\nname: orders\n# storage\ninputs:\n  size: medium\n  storage_gb: 50\n"
BEFORE = "kind: db\nname: orders\nmodule: db@1.0.0\ninputs: {size: medium}\n"


def finding(**more: Any) -> Finding:
    """Make a finding that blocks."""
    facts = {"check": CHECK, "title": "Kept", "resource": samples.DB, "stage": "plan", "outcome": "failed"}
    return Finding(**{**facts, "severity": "high", "blocking": True, "guideline": "Set it.", **more})


def refusal(preview: Preview, *findings: Finding) -> Stopped:
    """Refuse a plan as planning does."""
    judged = preview.verdicts[-1].with_findings(findings)
    with pytest.raises(Refused) as refused:
        enforce_preview(replace(preview, verdicts=(judged,)))
    return Stopped(preview.stack.id, refused.value)


def only(*results: Any, **occasion: Any) -> StackReport:
    """Report results, and return the first stack."""
    return report_of(results, Occasion(**occasion), 0).stacks[0]


def test_what_would_be_lost_is_named_with_whether_data_goes_with_it(stacks: dict[str, Stack]) -> None:
    found = only(samples.outcome(samples.losing(stacks["db"]), "previewed"))

    assert [(loss.type, loss.data) for loss in found.losses] == [
        ("aws_db_instance", True),
        ("aws_db_parameter_group", False),
        ("aws_iam_role", False),
    ]
    assert (found.counts.replace, found.counts.delete, found.counts.forget) == (1, 1, 1)
    assert found.status == "changes"


def test_a_refused_plan_is_shown_with_what_it_would_have_lost(stacks: dict[str, Stack]) -> None:
    found = only(refusal(samples.losing(stacks["db"]), finding()))

    assert (found.status, found.loses_data, found.counts.total) == ("blocked", True, 5)
    assert [one.check for one in found.objections] == [CHECK]


def test_a_refused_configuration_is_shown_with_what_stands_against_it(stacks: dict[str, Stack]) -> None:
    judged = samples.verdict(stacks["db"], "configuration", finding(stage="configuration"))
    with pytest.raises(Refused) as refused:
        enforce_configuration(judged)

    found = only(Stopped(stacks["db"].id, refused.value))

    assert (found.status, found.counts.total, found.objections[0].stage) == ("blocked", 0, "configuration")


def test_a_refusal_says_what_blocked_would_have_said(stacks: dict[str, Stack]) -> None:
    stopped = refusal(samples.losing(stacks["db"]), finding())

    assert isinstance(stopped.error, Blocked)
    assert (stopped.error.summary, stopped.error.exit_code) == ("Blocked by a guardrail", 3)
    assert "1 finding stands against this plan" in stopped.error.detail


def test_a_broken_request_is_pointed_at_where_it_is_broken(stacks: dict[str, Stack]) -> None:
    stack = stacks["note"]
    error = Usage("A file is not valid", detail=f"/home/ada/shop/{stack.id.folder}/request.yaml:7:3: copies: no.")

    found = only(Stopped(stack.id, error), folder="infra/")

    assert (found.status, found.request_line) == ("failed", 7)
    assert found.request == "infra/stacks/desk/note/one/request.yaml"


def test_files_are_named_from_the_project_not_from_the_top_of_a_machine(stacks: dict[str, Stack]) -> None:
    error = Usage("A file is not valid", detail="/home/ada/shop/platform.yaml:7:3: no.", hint="cat /home/ada/shop/a")

    found = only(Stopped(stacks["note"].id, error), root="/home/ada/shop")

    assert found.error
    assert (found.error.detail, found.error.hint) == ("platform.yaml:7:3: no.", "cat a")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("see /home/ada/shop.", "see ./."),
        ("'/home/ada/shop' is one", "'./' is one"),
        ("/home/ada/shop-two/a and /mnt/home/ada/shop/a", "/home/ada/shop-two/a and /mnt/home/ada/shop/a"),
        ("(../../../../vendor/modules/db/1.0.0/main.tf:15)", "(vendor/modules/db/1.0.0/main.tf:15)"),
    ],
)
def test_only_the_way_to_the_project_is_taken_out_of_an_error(stacks: dict[str, Stack], text: str, said: str) -> None:
    found = only(Stopped(stacks["note"].id, PlatformError("It failed", detail=text)), root="/home/ada/shop")

    assert found.error
    assert found.error.detail == said


def test_a_file_whose_name_is_no_text_does_not_end_the_report(stacks: dict[str, Stack]) -> None:
    touches = {stacks["note"].id: Touch("changed", ("a\udcff.tf changed",))}

    found = only(samples.outcome(samples.unchanged(stacks["note"]), "previewed"), touches=touches, folder="\udcfe/")

    assert (found.why, found.request) == (("a?.tf changed",), "?/stacks/desk/note/one/request.yaml")


def test_a_changed_word_is_told_and_pointed_at(stacks: dict[str, Stack]) -> None:
    stack = stacks["real"]
    files = {f"{stack.id.folder}/request.yaml": BEFORE, f"{stack.id.folder}/terraform.tfvars.json": _values(stack, 20)}

    found = only(
        samples.outcome(samples.unchanged(stack), "previewed"),
        fork_point="0" * 40,
        before=lambda path: files.get(path, "").encode(),
        now=lambda _path: REQUEST.encode(),
    )

    assert [(one.name, one.before, one.after) for one in found.intent] == [("storage", "20", "50 GB")]
    assert found.request_line == 6


def _values(stack: Any, storage: int) -> str:
    import json

    return json.dumps({**stack.values, "storage_gb": storage})


def test_a_stack_whose_request_is_gone_is_told_as_deleted(stacks: dict[str, Stack]) -> None:
    assert only(samples.outcome(samples.deleted(stacks["real"]), "previewed")).touched == "deleted"


def test_how_a_change_reaches_a_stack_is_kept(stacks: dict[str, Stack]) -> None:
    touches = {stacks["note"].id: Touch("bound", ("binds desk/note/two",))}

    found = only(samples.outcome(samples.unchanged(stacks["note"]), "previewed"), touches=touches)

    assert (found.touched, found.why, found.status) == ("bound", ("binds desk/note/two",), "unchanged")


def test_stacks_stand_in_the_order_in_which_a_reviewer_needs_them(stacks: dict[str, Stack]) -> None:
    db, note = stacks["db"], stacks["note"]
    results = (
        samples.outcome(samples.unchanged(note), "previewed"),
        Stopped(samples.GONE, PlatformError("Terraform failed")),
        samples.outcome(samples.losing(db), "previewed"),
        refusal(samples.created(stacks["real"]), finding()),
    )

    report = report_of(results, Occasion(), 1)

    assert [stack.id for stack in report.stacks] == [str(stacks["real"].id), str(db.id), "dev/db/gone", str(note.id)]


def secretive(stacks: Any) -> Report:
    """Report results that say secrets wherever a text can."""
    leak = f"a {SECRET} b {TOKEN} c"
    changes = (
        samples.change(f'aws_x.y["{leak}"]', Action.CREATE),
        samples.change(samples.DB, Action.UPDATE, AttributeChange(leak, samples.known(leak), samples.known([leak]))),
    )
    plan = replace(samples.plan(*changes), secrets=frozenset({SECRET}))
    fault = Blocked(leak, detail=leak, hint=leak)
    judged = samples.verdict(stacks["db"], "plan", finding(title=leak, resource=leak, guideline=leak, guarantee=leak))
    preview = Preview(stacks["db"], plan, (judged,), not_appliable=fault)
    refused = Stopped(stacks["real"].id, Refused(fault, (judged,), replace(preview, stack=stacks["real"])))
    failed = Stopped(stacks["note"].id, PlatformError(leak, detail=leak, hint=leak))
    touches = {stacks["db"].id: Touch("changed", (leak,)), stacks["note"].id: Touch("changed", (leak,))}
    occasion = Occasion(touches=touches, secrets=frozenset({TOKEN}))
    return report_of((Outcome(preview, "previewed"), refused, failed), occasion, 1)


@pytest.mark.parametrize("kind", FORMATS)
def test_no_format_repeats_a_secret(stacks: dict[str, Stack], kind: str) -> None:
    text = texts_of(secretive(stacks))(kind)

    assert SECRET not in text
    assert TOKEN not in text


def test_the_terminal_repeats_no_secret(stacks: dict[str, Stack]) -> None:
    text = reported(secretive(stacks), Look(120))

    assert "(sensitive)" in text
    assert SECRET not in text
    assert TOKEN not in text


def test_a_secret_that_is_cut_in_two_is_hidden_whole(stacks: dict[str, Stack]) -> None:
    long = "x" * 495 + SECRET
    change = samples.change(samples.DB, Action.UPDATE, AttributeChange("a", samples.known(long), samples.known("b")))
    plan = replace(samples.plan(change), secrets=frozenset({SECRET}))

    found = only(Outcome(Preview(stacks["db"], plan, ()), "previewed"))

    assert "hunt" not in found.model_dump_json()


def test_a_plan_of_fifty_megabytes_is_cut_and_counted(stacks: dict[str, Stack]) -> None:
    attributes = tuple(AttributeChange(f"a{n}", samples.known("x" * 900), samples.known("y" * 900)) for n in range(60))
    changes = tuple(samples.change(f"aws_x.y[{n}]", Action.UPDATE, *attributes) for n in range(500))
    lost = samples.change("aws_z.data", Action.DELETE)

    lines, left_out = changes_of(samples.plan(*changes, lost), 100_000, str)

    assert lines[0].address == "aws_z.data"
    assert (len(lines), left_out) == (501, 0)
    assert sum(len(line.attributes) + line.left_out for line in lines) == 500 * 60
    assert sum(len(line.model_dump_json()) for line in lines) < 200_000


def test_what_there_is_no_room_for_is_not_even_masked(stacks: dict[str, Stack]) -> None:
    attributes = tuple(AttributeChange(f"a{n}", samples.known("x" * 900), samples.known("y" * 900)) for n in range(60))
    changes = tuple(samples.change(f"aws_x.y[{n}]", Action.UPDATE, *attributes) for n in range(500))
    mask = Mock(side_effect=str)

    changes_of(samples.plan(*changes), 10_000, mask)

    assert mask.call_count < 600


def test_what_is_lost_is_told_in_full_where_its_change_is_left_out(stacks: dict[str, Stack]) -> None:
    changes = tuple(samples.change(f"aws_x.y[{n:04}]", Action.DELETE) for n in range(2_500))
    report = report_of([Outcome(Preview(stacks["db"], samples.plan(*changes), ()), "previewed")], Occasion(), 0)

    page = texts_of(report)("markdown")

    assert (len(report.stacks[0].losses), report.stacks[0].left_out) == (2_500, 500)
    assert "and 2400 more" in page
    assert "is destroyed" in page


def test_more_objects_than_anybody_reads_are_counted(stacks: dict[str, Stack]) -> None:
    changes = tuple(samples.change(f"aws_x.y[{n}]", Action.CREATE) for n in range(2_500))

    found = only(Outcome(Preview(stacks["db"], samples.plan(*changes), ()), "previewed"))

    assert (len(found.changes), found.left_out, found.counts.create) == (2_000, 500, 2_500)
