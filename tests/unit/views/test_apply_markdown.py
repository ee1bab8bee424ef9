"""An apply's summary: what stopped comes first and in full, and nothing from outside acts in it."""

from tests.unit.projects import make_stack
from tests.unit.workflows.world import change

from platformctl.errors import Blocked, PlatformError
from platformctl.project.project import Project
from platformctl.stacks.stack_id import parse_stack_id
from platformctl.terraform.plan import Plan
from platformctl.views.apply_markdown import MOST, applied_markdown
from platformctl.workflows.results import Outcome, Preview, Stopped

WALL = parse_stack_id("desk/board/wall", "")
DIFFERS = """\
desk/board/wall was reviewed as fp:26861c90d77391e1, and differs now:
- terraform_data.this: input.shown "@team <img src=x>" → "[a](https://x.example)"; reviewed: stays as it is
- and 3 more
Nothing was changed there."""
HINT = "platformctl apply desk/board/wall --accept fp:db416dc70e15b50c"


def as_it_is(text: str) -> str:
    return text


def outcome(project: Project) -> Outcome:
    plan = Plan("1.11.4", (change(),), (), (), frozenset(), applyable=True, complete=True, errored=False)
    return Outcome(Preview(make_stack(project), plan, ()), "applied")


def test_what_stopped_comes_first_with_what_to_type(project: Project) -> None:
    stopped = Stopped(WALL, Blocked("The plan is another one than was reviewed", detail=DIFFERS, hint=HINT))

    said = applied_markdown([outcome(project), stopped], as_it_is)

    assert said.splitlines()[:3] == [
        "### 2 stacks: 1 stopped, 1 applied",
        "",
        "#### `desk/board/wall` stopped: The plan is another one than was reviewed",
    ]
    assert f"```sh\n{HINT}\n```" in said
    assert "| `desk/note/one` | applied | 1 to create |" in said


def test_what_comes_from_outside_is_inert(project: Project) -> None:
    said = applied_markdown([Stopped(WALL, Blocked("No", detail=DIFFERS, hint="x\n```\n# y"))], as_it_is)

    outside_of_code = "".join(part for number, part in enumerate(said.split("`")) if number % 2 == 0)
    for acting in ("@team", "<img", "](https"):
        assert acting not in outside_of_code
    assert "````sh\nx\n```\n# y\n````" in said


def test_a_secret_that_an_error_quotes_is_hidden() -> None:
    failed = Stopped(WALL, PlatformError("It broke", detail="said hunter2", hint="retry hunter2"))

    said = applied_markdown([failed], lambda text: text.replace("hunter2", "(hidden)"))

    assert "hunter2" not in said


def test_what_was_not_begun_is_told_in_the_table_only() -> None:
    said = applied_markdown([Stopped(WALL, PlatformError("Not started", detail="x failed first."), False)], as_it_is)

    assert said.startswith("### 1 stack: 1 not started\n\n| stack |")


def test_three_thousand_stacks_are_cut_and_counted() -> None:
    stopped = [Stopped(WALL, Blocked("No"), started=False)] * 3000

    said = applied_markdown(stopped, as_it_is)

    assert said.endswith(f"And {3000 - MOST} more.\n")
    assert len(said) < 60_000


def test_nothing_to_do_is_said() -> None:
    assert applied_markdown([], as_it_is) == "### 0 stacks: nothing to do\n"
