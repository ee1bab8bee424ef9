"""A deleted request is planned from the files of its last run, whatever became of vendor/ and platform.lock."""

import platform
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.repository import ENVIRON, commit_all, git, make_repository
from tests.unit.projects import make_stack
from tests.unit.workflows.world import ONE, World, change, state

from platformctl.errors import Blocked, PlatformError, Usage
from platformctl.git.history import History
from platformctl.policy.judge import GONE
from platformctl.project.lock_file import LOCK_NAME
from platformctl.records.event import Draft
from platformctl.records.facts import RunFacts
from platformctl.stacks.index import Index
from platformctl.stacks.stack_id import StackId
from platformctl.terraform.plan import Action
from platformctl.workflows.apply import apply
from platformctl.workflows.at_hand import at_hand
from platformctl.workflows.deletions import deleted_here, foreign
from platformctl.workflows.destroy import destroy
from platformctl.workflows.plan import plan
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Result, Stopped
from platformctl.workflows.standing import standing, standings

STACK = StackId("desk", "note", "one")


def make(world: World) -> None:
    """Make a stack real."""
    make_stack(world.project, text="x")
    (made,) = apply([STACK], world.ports())
    assert isinstance(made, Outcome), made
    world.calls.clear()
    world.script.changes, world.script.left = (change(ONE, Action.DELETE),), state(2)


def delete(world: World) -> None:
    """Delete the request, and let vendor/ and platform.lock move on."""
    shutil.rmtree(world.project.root / STACK.folder)
    shutil.rmtree(world.project.root / "vendor/modules/note")
    lock = world.project.root / LOCK_NAME
    lock.write_text("".join(line for line in lock.read_text().splitlines(keepends=True) if "module note" not in line))


@pytest.fixture
def deleted(world: World) -> World:
    make(world)
    delete(world)
    return world


def only(results: tuple[Result, ...]) -> Outcome:
    (outcome,) = results
    assert isinstance(outcome, Outcome), outcome
    return outcome


def stopped(results: tuple[Result, ...]) -> PlatformError:
    (one,) = results
    assert isinstance(one, Stopped)
    return one.error


def test_it_comes_back_to_the_byte_as_it_was_applied(world: World) -> None:
    make(world)
    before = at_hand(STACK, world.ports())
    delete(world)

    after = at_hand(STACK, world.ports())

    assert after.kept is not None
    assert replace(after, kept=None, module=before.module) == before
    assert after.module.digest == before.module.digest
    assert f"{STACK.folder}/request.yaml" in after.kept.files
    assert list((world.home / "work").iterdir()) == []


def test_its_preview_is_a_destruction_and_changes_nothing(deleted: World) -> None:
    outcome = only(plan([STACK], deleted.ports()))

    assert (outcome.status, outcome.preview.destroys) == ("previewed", True)
    assert deleted.calls == ["credentials", "init", "plan destroy", "show"]
    assert deleted.kinds_of_events(str(STACK))[-1] == "applied"


def test_applying_it_asks_for_the_name_destroys_it_and_says_by_which_files(deleted: World) -> None:
    deleted.script.name_given = True

    outcome = only(apply([STACK], deleted.ports()))

    facts = [event.body["facts"] for event in deleted.records.events(str(STACK)) if event.type == "started"]
    assert (outcome.status, deleted.calls[-2:]) == ("destroyed", ["names again", "apply"])
    assert isinstance(facts[0], dict)
    assert isinstance(facts[1], dict)
    assert facts[1]["files_of"] == deleted.records.events(str(STACK))[0].run
    assert facts[1]["stack_digest"] == facts[0]["stack_digest"]
    assert standings(Index(deleted.project), deleted.records, "desk") == ()


def test_a_yes_is_not_enough(deleted: World) -> None:
    error = stopped(apply([STACK], deleted.ports()))

    assert (error.exit_code, "apply" in deleted.calls) == (3, False)
    assert standing(deleted.project, deleted.records, STACK).deleted


def test_destroying_it_works_as_well(deleted: World) -> None:
    deleted.script.name_given = True

    assert destroy(STACK, deleted.ports()).status == "destroyed"


def test_where_the_word_has_to_be_reviewed_it_is_said_where_to_put_it(world: World) -> None:
    stack = make_stack(world.project, environment="prod")
    world.environment, world.in_pipeline = "prod", True
    only(apply([stack.id], world.ports()))
    world.script.changes = (change(ONE, Action.DELETE),)
    shutil.rmtree(world.project.root / stack.id.folder)

    error = stopped(apply([stack.id], world.ports()))

    assert error.exit_code == 3
    assert GONE in error.detail


def test_generated_files_that_were_left_behind_go_and_edited_ones_stay(world: World) -> None:
    make(world)
    folder = world.project.root / STACK.folder
    (folder / "request.yaml").unlink()
    (folder / "outputs.tf").write_text("# mine\n")
    world.script.name_given = True

    only(apply([STACK], world.ports()))

    assert [path.name for path in folder.iterdir()] == ["outputs.tf"]


def test_records_that_kept_nothing_point_to_git(world: World) -> None:
    facts = RunFacts(command="apply", commit="c" * 40, uncommitted=True).model_dump(mode="json")
    world.records.append(Draft(str(STACK), "r1", "started", {"facts": facts}))
    world.records.append(Draft(str(STACK), "r1", "applied"))

    error = stopped(plan([STACK], world.ports()))

    assert "run r1 was made by a platformctl that kept no files" in error.detail
    assert "uncommitted files" in error.detail
    assert error.hint.startswith(f"git checkout {'c' * 40} -- stacks/desk/note/one && platformctl destroy")


def test_a_stack_of_which_nothing_was_ever_made_is_no_stack(world: World) -> None:
    world.records.append(Draft(str(STACK), "r1", "started"))
    world.records.append(Draft(str(STACK), "r1", "failed"))

    assert isinstance(stopped(plan([STACK], world.ports())), Usage)
    assert standings(Index(world.project), world.records, "desk") == ()


def test_it_is_listed_with_what_is_left_of_it(deleted: World) -> None:
    (listed,) = standings(Index(deleted.project), deleted.records, "desk")

    assert (listed.deleted, listed.status) == (True, "applied")
    assert listed.notes == (f"deleted: its request is gone; 1 to destroy; platformctl apply {STACK}",)


def in_git(world: World) -> Ports:
    return replace(world.ports(), commits=lambda: History(world.project.root, ENVIRON))


def committed_and_deleted(world: World) -> None:
    make_repository(world.project.root)
    delete(world)
    commit_all(world.project.root, "gone")


def never_committed(world: World) -> None:
    delete(world)
    make_repository(world.project.root)


def never_committed_but_made_right_here(world: World) -> None:
    facts = RunFacts(command="apply", host=platform.node(), folder=str(world.project.root)).model_dump(mode="json")
    world.records.append(Draft(str(STACK), "r2", "started", {"facts": facts}))
    world.records.append(Draft(str(STACK), "r2", "applied"))
    never_committed(world)


def on_another_branch(world: World) -> None:
    root, folder = world.project.root, world.project.root / STACK.folder
    shutil.move(folder, world.home / "aside")
    make_repository(root)
    git(root, "checkout", "-q", "-b", "theirs")
    shutil.move(world.home / "aside", folder)
    commit_all(root, "theirs")
    git(root, "checkout", "-q", "main")


@pytest.mark.parametrize(
    ("history", "here"),
    [
        (committed_and_deleted, True),
        (never_committed, False),
        (never_committed_but_made_right_here, True),
        (on_another_branch, False),
    ],
)
def test_only_what_was_once_on_this_branch_was_deleted_here(
    world: World, history: Callable[[World], None], here: bool
) -> None:
    make(world)
    (world.project.root / ".gitignore").write_text(".platformctl/\n")
    history(world)
    ports = in_git(world)

    found = tuple(deleted_here(ports.project, ports.records(), "desk", ports.commits))

    assert found == ((STACK,) if here else ())
    assert (foreign(STACK, ports) is None) == here


def test_what_another_branch_made_is_not_taken_away_unless_it_is_said(world: World) -> None:
    make(world)
    (world.project.root / ".gitignore").write_text(".platformctl/\n")
    on_another_branch(world)
    world.script.name_given = True
    run = world.records.events(str(STACK))[0].run

    error = stopped(apply([STACK], in_git(world)))

    assert isinstance(error, Blocked)
    assert "never had the stack's request" in error.summary
    assert str(only(plan([STACK], in_git(world))).preview.not_appliable) == str(error)
    assert only(apply([STACK], replace(in_git(world), over=frozenset({run})))).status == "destroyed"


def test_a_link_in_the_place_of_its_folder_is_no_deletion(deleted: World) -> None:
    (deleted.project.root / STACK.folder.parent).mkdir(parents=True, exist_ok=True)
    (deleted.project.root / STACK.folder).symlink_to(deleted.home / "nowhere")

    error = stopped(plan([STACK], deleted.ports()))
    (listed,) = standings(Index(deleted.project), deleted.records, "desk")

    assert (error.summary, listed.deleted) == ("A folder is a link", False)
