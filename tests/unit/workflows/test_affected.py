"""The stacks that a change touches, held against rendering every stack at both ends."""

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import make_project, make_stack

from platformctl.errors import PlatformError, Usage
from platformctl.git.changes import changes_since
from platformctl.git.objects import open_objects
from platformctl.project.project import load_project
from platformctl.requests.request import edited_request
from platformctl.stacks import workspace
from platformctl.stacks.stack_id import StackId
from platformctl.workflows.affected import affected
from platformctl.workflows.locking import brought_up, written
from platformctl.workflows.results import AffectedStack

NOTES = ("one", "two", "three")
MAIN_TF = "stacks/desk/note/two/main.tf"
Edit = Callable[[Path], None]


def replaced(path: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        (root / path).write_text((root / path).read_text().replace(old, new))

    return edit


def appended(path: str, text: str) -> Edit:
    def edit(root: Path) -> None:
        if (root / path).exists():
            (root / path).write_text((root / path).read_text() + text)

    return edit


def said_otherwise(name: str, *, rendered: bool, **inputs: Any) -> Edit:
    def edit(root: Path) -> None:
        path = root / f"stacks/desk/note/{name}/request.yaml"
        if path.exists():
            path.write_text(edited_request(path.read_text(), inputs))
            if rendered:
                project = load_project(root)
                workspace.write(project, workspace.load(project, StackId("desk", "note", name)))

    return edit


def requested(root: Path) -> None:
    make_stack(load_project(root), "four")


def deleted(root: Path) -> None:
    shutil.rmtree(root / "stacks/desk/note/three", ignore_errors=True)


def pack_edited(root: Path) -> None:
    replaced("packs/notes/pack.yaml", "version: 1.0.0", "version: 1.1.0")(root)
    project = load_project(root)
    written(project, brought_up(project, project.lock))


EDITS: Mapping[str, Edit] = {
    "words": appended("README.md", "more\n"),
    "text": said_otherwise("one", rendered=True, text="new"),
    "taken back": said_otherwise("one", rendered=True, text="hello"),
    "not rendered": said_otherwise("two", rendered=False, text="new"),
    "comment": appended("stacks/desk/note/two/request.yaml", "# why\n"),
    "by hand": appended(MAIN_TF, "# mine\n"),
    "by hand taken back": replaced(MAIN_TF, "# mine\n", ""),
    "new": requested,
    "deleted": deleted,
    "limits": replaced("platform.yaml", "stacks: 4", "stacks: 9"),
    "tags": replaced("platform.yaml", '"4711"', '"4712"'),
    "other environment": replaced("platform.yaml", 'audit: "yes"', 'audit: "no"'),
    "pack": pack_edited,
    "vendored": appended("vendor/modules/note/1.0.0/main.tf", "# mine\n"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of three stacks in one environment and one in another."""
    root = tmp_path_factory.mktemp("base") / "project"
    project = make_project(root)
    for name in NOTES:
        make_stack(project, name)
    make_stack(project, "far", environment="dev")
    (root / "README.md").write_text("words\n")
    make_repository(root)
    git(root, "branch", "work")
    return root


def copy_of(base: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base, folder, symlinks=True)
    git(folder, "checkout", "-q", "work")
    return folder


def found_in(root: Path, ref: str = "main") -> dict[str, AffectedStack]:
    """Ask what is affected."""
    changes = changes_since(root, ref, os.environ)
    with open_objects(root, os.environ) as objects:
        return {str(one.id): one for one in affected(load_project(root), changes, objects).stacks}


def meanings(root: Path) -> dict[str, tuple[object, ...]]:
    """Render every stack, and say all that it means."""
    project = load_project(root)
    return {str(stack): _meaning(root, stack) for stack in workspace.discover(project)}


def _meaning(root: Path, stack: StackId) -> tuple[object, ...]:
    project = load_project(root)
    try:
        rendered = workspace.load(project, stack)
        said: tuple[object, ...] = (rendered.digest, rendered.request)
    except PlatformError as error:
        said = (error.summary,)
    folder = root / stack.folder
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    files.pop("request.yaml")
    platform = project.platform
    return (*said, tuple(sorted(files.items())), platform.environments[stack.environment], tuple(platform.tags.items()))


@given(steps=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.booleans()), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_stacks_that_mean_something_else_are_affected(
    base: Path, tmp_path: Path, steps: list[tuple[str, bool]]
) -> None:
    root = copy_of(base, tmp_path / "project")

    for name, commits in steps:
        with suppress(Usage):  # a vendored folder that was edited stops what comes after it
            EDITS[name](root)
        if commits and git(root, "status", "--porcelain"):
            commit_all(root, name)

    before, now = meanings(base), meanings(root)
    other = {stack for stack in {*before, *now} if before.get(stack) != now.get(stack)}
    found = found_in(root)
    assert set(found) == other
    assert {stack for stack, one in found.items() if one.touched == "new"} == set(now) - set(before)
    assert {stack for stack, one in found.items() if one.touched == "deleted"} == set(before) - set(now)


@pytest.mark.parametrize(
    ("edit", "stack", "why"),
    [
        ("text", "desk/note/one", ("request.yaml changed", "terraform.tfvars.json changed")),
        ("limits", "desk/note/one", ("environment desk: limits changed",)),
        ("tags", "dev/note/far", ("platform.yaml: tags changed",)),
        ("pack", "dev/note/far", ("pack notes@1.0.0 is no longer locked", "pack notes@1.1.0 is locked")),
        ("vendored", "dev/note/far", ("module note@1.0.0: vendor/modules/note/1.0.0/main.tf changed",)),
    ],
)
def test_what_differs_is_said(base: Path, tmp_path: Path, edit: str, stack: str, why: tuple[str, ...]) -> None:
    root = copy_of(base, tmp_path / "project")

    EDITS[edit](root)

    assert found_in(root)[stack].why == why


def test_who_uses_what_is_touched_is_bound_to_it_and_whoever_uses_those(base: Path, tmp_path: Path) -> None:
    root = copy_of(base, tmp_path / "project")
    for name, producer in (("two", "desk/note/one"), ("three", "desk/note/two")):
        _bind(root, name, producer)
    commit_all(root, "bound")
    git(root, "branch", "-f", "main")
    EDITS["text"](root)

    found = found_in(root)

    assert {name: one.touched for name, one in found.items()} == {
        "desk/note/one": "changed",
        "desk/note/two": "bound",
        "desk/note/three": "bound",
    }
    assert found["desk/note/three"].why == ("uses desk/note/two",)


def _bind(root: Path, name: str, producer: str) -> None:
    bound = f'{{"producer": "{producer}", "module": "note@1.0.0", "run": "r-1", "outputs": {{}}}}'
    text = f'{{"version": 1, "bindings": {{"{producer.partition("/")[2]}:read": {bound}}}}}'
    (root / f"stacks/desk/note/{name}/bindings.json").write_text(text)


def test_a_shallow_clone_is_deepened(base: Path, tmp_path: Path) -> None:
    origin = copy_of(base, tmp_path / "origin")
    for number in range(3):
        appended("README.md", f"{number}\n")(origin)
        commit_all(origin, str(number))
    EDITS["text"](origin)
    commit_all(origin, "text")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", "-b", "work", origin.as_uri(), str(clone))

    assert set(found_in(clone, "origin/main")) == {"desk/note/one"}


def test_a_shallow_clone_whose_remote_is_gone_says_what_to_do(base: Path, tmp_path: Path) -> None:
    origin = copy_of(base, tmp_path / "origin")
    EDITS["text"](origin)
    commit_all(origin, "text")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", "-b", "work", origin.as_uri(), str(clone))
    shutil.rmtree(origin)

    with pytest.raises(Usage) as raised:
        found_in(clone, "origin/main")

    assert raised.value.summary == "No fork point"
    assert "fetch-depth: 0" in raised.value.hint


@pytest.mark.parametrize(
    "ref", ["nowhere", "-x", "--upload-pack=touch x", "a..b", "HEAD@{1}", ":/text", "", "a b", "\0"]
)
def test_what_names_no_commit_is_refused(base: Path, ref: str) -> None:
    with pytest.raises(Usage):
        changes_since(base, ref, os.environ)


def test_two_histories_have_no_fork_point(base: Path, tmp_path: Path) -> None:
    root = copy_of(base, tmp_path / "project")
    git(root, "checkout", "-q", "--orphan", "other")
    commit_all(root, "unrelated")

    with pytest.raises(Usage, match="No fork point"):
        changes_since(root, "main", os.environ)


def test_outside_git_nothing_can_have_changed(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="Not a git repository"):
        changes_since(tmp_path, "main", os.environ)


def test_a_project_in_a_folder_of_a_repository_sees_its_own_files_only(base: Path, tmp_path: Path) -> None:
    root = tmp_path / "mono"
    shutil.copytree(base, root / "infra", ignore=shutil.ignore_patterns(".git"))
    (root / "app.py").write_text("app\n")
    make_repository(root)
    git(root, "checkout", "-q", "-b", "work")
    (root / "app.py").write_text("more\n")
    EDITS["text"](root / "infra")

    assert set(found_in(root / "infra")) == {"desk/note/one"}
    assert all(not path.startswith("infra/") for path in changes_since(root / "infra", "main", os.environ).paths)
