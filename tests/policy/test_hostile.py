"""What a configuration or a plan may hold to fool, stop or poison the judge."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from platformctl.errors import PlatformError
from platformctl.policy.client import PROGRAM, start_worker
from platformctl.policy.conversation import Patience, Worker
from platformctl.policy.packs import Pack
from platformctl.policy.scan import Scan

pytestmark = pytest.mark.lifecycle
Write = Callable[..., Path]
PUBLIC = """
resource "aws_db_instance" "this" {
  identifier          = "orders"
  publicly_accessible = true
}
"""
GOOD = PUBLIC.replace("true", "false")
LOGIC = """
locals {
  tiers = ["prod"]
}
resource "aws_db_instance" "this" {
  publicly_accessible = contains(local.tiers, "prod") ? true : false
}
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a stack's folder: `main.tf`, and more files by name."""

    def write(main: str, folder: str = "stack", **more: str) -> Path:
        stack = tmp_path / "project" / folder
        stack.mkdir(parents=True)
        (stack / "main.tf").write_text(main, encoding="utf-8")
        for name, text in more.items():
            (stack / name).write_text(text, encoding="utf-8")
        return stack

    return write


def seen(scan: Scan, check: str = "PCTL_DB_NOT_PUBLIC") -> set[str]:
    return {row.result for row in scan.rows if row.check == check}


def why_not(worker: Worker, folder: Path) -> str:
    with pytest.raises(PlatformError) as unjudged:
        worker.configuration(folder, folder.parent)
    assert unjudged.value.summary == "Could not be judged"
    return unjudged.value.detail


@pytest.mark.parametrize("text", ["contains=index", "upper = lower", "join=max", "def contains(*a): return False"])
def test_a_text_that_is_a_program_does_not_change_the_next_answer(worker: Worker, write: Write, text: str) -> None:
    before = worker.configuration(write(LOGIC), Path("/"))
    worker.configuration(write(f'resource "aws_sqs_queue" "this" {{\n  name = "{text}"\n}}\n', "evil"), Path("/"))

    after = worker.configuration(write(LOGIC, "again"), Path("/"))

    assert seen(after) == seen(before)
    assert "PASSED" not in seen(after)


def test_a_judge_that_was_changed_gives_no_answer(
    builtin: Pack, checkov: Path, cache: Path, tmp_path: Path, write: Write
) -> None:
    shared = tmp_path / "shared.py"
    shared.write_text(PROGRAM.read_text("utf-8").replace("        _evaluate_apart()\n", ""), encoding="utf-8")
    evil = write('resource "aws_sqs_queue" "this" {\n  name = "contains=index"\n}\n')

    with start_worker(checkov, tmp_path / "scratch", cache, shared).order([builtin]) as worker:
        assert "changed the judge itself (evaluation table)" in why_not(worker, evil)


def test_a_text_that_takes_all_memory_is_stopped_by_limits(
    builtin: Pack, checkov: Path, cache: Path, tmp_path: Path, write: Write
) -> None:
    greedy = write('resource "aws_sqs_queue" "this" {\n  name = "[0]*10**11"\n}\n' + PUBLIC)

    with start_worker(checkov, tmp_path / "scratch", cache, patience=Patience(90, 60)).order([builtin]) as worker:
        assert seen(worker.configuration(greedy, greedy.parent)) == {"FAILED"}


def test_an_expression_that_takes_forever_is_stopped_by_the_clock(
    builtin: Pack, checkov: Path, cache: Path, tmp_path: Path, write: Write
) -> None:
    slow = write(f'resource "aws_sqs_queue" "this" {{\n  name = regex("(a+)+b", "{"a" * 50}")\n}}\n')

    with start_worker(checkov, tmp_path / "scratch", cache, patience=Patience(90, 3)).order([builtin]) as worker:
        assert "no answer within 3 seconds" in why_not(worker, slow)


@pytest.mark.parametrize(
    "words", ["# checkov:skip=PCTL_DB_NOT_PUBLIC: fine", 'password = "checkov:skip=PCTL_DB_NOT_PUBLIC"']
)
def test_a_skip_inside_the_resource_skips_nothing(worker: Worker, write: Write, words: str) -> None:
    skipping = write(PUBLIC.replace('  identifier          = "orders"', f"  {words}"))

    assert seen(worker.configuration(skipping, skipping.parent)) == {"FAILED"}


def test_a_configuration_of_checkovs_is_not_read(worker: Worker, write: Write) -> None:
    stack = write(PUBLIC, **{".checkov.yaml": "skip-check: [PCTL_DB_NOT_PUBLIC]\nsoft-fail: true\n"})

    assert seen(worker.configuration(stack, stack.parent)) == {"FAILED"}


def test_a_variable_of_the_caller_is_not_read(
    builtin: Pack, checkov: Path, cache: Path, tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKV_SKIP_CHECK", "PCTL_DB_NOT_PUBLIC")
    monkeypatch.setenv("TF_VAR_public", "false")
    stack = write('variable "public" {\n  default = true\n}\n' + PUBLIC.replace("true", "var.public"))

    with start_worker(checkov, tmp_path / "scratch", cache).order([builtin]) as worker:
        assert seen(worker.configuration(stack, stack.parent)) == {"FAILED"}


def test_a_file_that_is_no_hcl_could_not_be_judged(worker: Worker, write: Write) -> None:
    broken = write(GOOD, **{"more.tf": 'resource "aws_db_instance" "other" {\n'})

    assert "could not read stack/more.tf" in why_not(worker, broken)


def test_a_file_that_is_no_text_could_not_be_judged(worker: Worker, write: Write) -> None:
    stack = write(GOOD)
    (stack / "more.tf").write_bytes(b'resource "aws_db_instance" "b\xff" {}\n')

    assert "more.tf" in why_not(worker, stack)


def test_a_missing_module_could_not_be_judged(worker: Worker, write: Write) -> None:
    assert why_not(worker, write('module "this" {\n  source = "./nowhere"\n}\n' + GOOD))


def test_an_instance_that_checkov_loses_could_not_be_judged(worker: Worker, write: Write) -> None:
    dotted = PUBLIC.replace("{", '{\n  for_each = toset(["10.0.1.0/24"])', 1)

    assert "Failed to find context" in why_not(worker, write(dotted))


@pytest.mark.parametrize("document", ["", "{}", "[]", '{"format_version": "1.2"', '{"planned_values": {}}'])
def test_what_is_no_plan_has_no_resources_or_could_not_be_judged(worker: Worker, tmp_path: Path, document: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(document, encoding="utf-8")

    assert resources_of(worker, path) in (frozenset(), "Could not be judged")


def resources_of(worker: Worker, plan: Path) -> object:
    try:
        return worker.plan(plan).resources
    except PlatformError as error:
        return error.summary


def test_a_check_that_crashes_could_not_be_judged(
    builtin: Pack, checkov: Path, cache: Path, tmp_path: Path, write: Write
) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(builtin.folder, folder)
    private = folder / "checks/databases-are-not-public.yaml"
    crashing = private.read_text("utf-8").replace("attribute: publicly_accessible", 'attribute: "a[?("')
    private.write_text(crashing.replace("operator: equals", "operator: jsonpath_equals"), encoding="utf-8")

    with start_worker(checkov, tmp_path / "scratch", cache).order([Pack(builtin.file, folder)]) as worker:
        assert "a check crashed" in why_not(worker, write(GOOD))


def test_a_check_that_checkov_does_not_have_could_not_be_judged(
    builtin: Pack, checkov: Path, cache: Path, tmp_path: Path, write: Write
) -> None:
    checks = {**builtin.file.checks, "CKV_AWS_99999": builtin.file.checks["CKV_AWS_16"]}
    pack = Pack(builtin.file.model_copy(update={"checks": checks}), builtin.folder)

    with start_worker(checkov, tmp_path / "scratch", cache).order([pack]) as worker:
        assert "did not load CKV_AWS_99999" in why_not(worker, write(GOOD))


def test_nothing_is_left_behind(builtin: Pack, checkov: Path, cache: Path, tmp_path: Path, write: Write) -> None:
    stack = write(GOOD)
    with start_worker(checkov, tmp_path / "scratch", cache).order([builtin]) as worker:
        before = sorted(path for path in (tmp_path / "scratch").rglob("*") if path.is_file())

        worker.configuration(stack, stack.parent)

    assert sorted(path for path in (tmp_path / "scratch").rglob("*") if path.is_file()) == before
    assert (tmp_path / "scratch/judge.err").read_bytes() == b""
