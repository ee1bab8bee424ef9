"""A digest stands for the intent: it changes with what may change the thing that is made, and with nothing else."""

from dataclasses import replace

import pytest
from tests.unit.projects import make_stack, note_module

from platformctl.errors import Usage
from platformctl.project.lock_file import Pinned
from platformctl.project.project import Project, load_project
from platformctl.requests.resolve import Wish, request_for
from platformctl.stacks import workspace
from platformctl.stacks.stack import stack_of
from platformctl.workflows.locking import written


def test_loading_gives_the_stack_that_was_made(project: Project) -> None:
    stack = make_stack(project, text="x", size="large")

    assert workspace.load(load_project(project.root), stack.id) == stack


def test_the_digest_follows_a_value(project: Project) -> None:
    one = make_stack(project, text="a")

    other = stack_of(one.request.model_copy(update={"inputs": {"text": "b"}}), load_project(project.root))

    assert one.digest != other.digest


def test_the_digest_follows_the_packs(project: Project) -> None:
    stack = make_stack(project)
    lock = load_project(project.root).lock
    stricter = written(project, replace(lock, packs={**lock.packs, "own@1.0.0": Pinned(f"sha256:{'0' * 64}", "./own")}))

    assert stack_of(stack.request, stricter).digest != stack.digest


def test_the_digest_does_not_follow_other_modules(project: Project) -> None:
    stack = make_stack(project)
    make_stack(project, "orders", kind="db", environment="dev")

    assert workspace.load(load_project(project.root), stack.id).digest == stack.digest


def test_a_kind_of_aws_needs_a_cloud(project: Project) -> None:
    with pytest.raises(Usage, match="The environment has no cloud") as refused:
        make_stack(project, "orders", kind="queue", environment="desk")

    assert "queue lives in AWS; environment desk names neither" in refused.value.detail
    assert not (project.root / "vendor/modules").exists()


def test_the_module_lies_where_the_lock_says(project: Project) -> None:
    stack = make_stack(project)

    assert str(stack.module_path) == "vendor/modules/note/1.0.0"
    assert (project.root / stack.module_path / "main.tf").is_file()


def test_a_module_that_is_not_locked_can_not_be_rendered(project: Project) -> None:
    request = request_for(Wish("note", "one", "desk", None, {}), note_module().contract, project.platform)

    with pytest.raises(Usage, match=r"not in platform\.lock"):
        stack_of(request, project)
