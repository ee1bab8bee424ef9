"""A stack's digest can be told from the files of long ago."""

import hashlib
from dataclasses import replace

import pytest
from tests.unit.projects import make_stack

from platformctl.project.lock_file import Lock, Pinned
from platformctl.project.project import Project, load_project
from platformctl.stacks.digest import possible_digests
from platformctl.stacks.stack import Stack

OTHER = Pinned(f"sha256:{'0' * 64}", "builtin")


@pytest.fixture
def stack(project: Project) -> Stack:
    return make_stack(project)


def possible(stack: Stack, lock: Lock) -> set[str]:
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in stack.files.items()}
    return set(possible_digests("note", lock, hashes))


def test_the_digest_is_among_the_possible_ones(project: Project, stack: Stack) -> None:
    assert possible(stack, load_project(project.root).lock) == {stack.digest}


def test_each_locked_version_of_the_kind_may_have_been_it(project: Project, stack: Stack) -> None:
    lock = load_project(project.root).lock.with_module("note@2.0.0", OTHER).with_module("db@1.0.0", OTHER)

    found = possible(stack, lock)

    assert len(found) == 2
    assert stack.digest in found


def test_where_the_state_lies_is_no_part_of_the_intent(project: Project, stack: Stack) -> None:
    moved = replace(stack, files={**stack.files, "backend.tf": b"elsewhere"})

    assert possible(moved, load_project(project.root).lock) == {stack.digest}


def test_with_other_packs_it_was_another_intent(project: Project, stack: Stack) -> None:
    lock = load_project(project.root).lock

    assert stack.digest not in possible(stack, replace(lock, packs={**lock.packs, "own@1.0.0": OTHER}))
