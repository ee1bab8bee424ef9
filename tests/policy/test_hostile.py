"""A hostile stack leaves nothing behind: whatever is scanned after it is answered as if it had never been there."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from platformctl.catalog.contract import Contract
from platformctl.errors import PlatformError
from platformctl.policy.client import start_worker
from platformctl.policy.conversation import Worker
from platformctl.policy.packs import Pack
from platformctl.policy.scan import Row

pytestmark = pytest.mark.lifecycle
HERE = Path(__file__).parent
EVALUATED = ("contains", "lookup", "merge", "join", "upper", "length", "element", "max", "coalesce", "jsonencode")
TEXTS = (
    *(f"{name} = max" for name in EVALUATED),
    *(f"def {name}(*a): return False" for name in EVALUATED),
    "checkov:skip=PCTL_DB_NOT_PUBLIC: fine",
    "checkov:skip=PCTL_QUEUE_KEY: fine",
    "[0]*10**3",
    "${file('/etc/passwd')}",
    "__import__('os').environ.clear()",
    "CKV_AWS_16 = PCTL_OWNED = True",
)
LOGIC = """
locals {
  tiers = ["prod"]
}
resource "aws_db_instance" "this" {
  publicly_accessible = contains(local.tiers, "prod") ? true : false
  deletion_protection = length(local.tiers) == 1
  kms_key_id          = join("", local.tiers)
}
"""


def hostile(folder: Path, texts: Sequence[str]) -> Path:
    """Write a stack with a queue for each text."""
    folder.mkdir(exist_ok=True)
    blocks = (f'resource "aws_sqs_queue" "q{number}" {{\n  name = "{text}"\n}}\n' for number, text in enumerate(texts))
    (folder / "main.tf").write_text("".join(blocks).replace("${", "$${"), encoding="utf-8")
    return folder


@pytest.fixture
def corpus(assemble: Callable[..., Contract], tmp_path: Path) -> Sequence[Path]:
    """Stacks of the built-in kinds, the note, and the examples of every check of a configuration."""
    for kind in ("bucket", "db", "queue"):
        assemble(kind, "dev", {})
    stacks = sorted((tmp_path / "stacks/dev").glob("*/orders"))
    examples = sorted(path.parent for path in (HERE / "examples").glob("*/*/main.tf"))
    return [*stacks, HERE.parent / "catalog/note", *examples[::2]]


def answers(worker: Worker, folders: Sequence[Path], before: Path | None = None) -> Mapping[Path, frozenset[Row]]:
    """Return what is said of each folder, a hostile one scanned before each."""

    def answer(folder: Path) -> frozenset[Row]:
        if before:
            worker.configuration(before, before.parent)
        return frozenset(worker.configuration(folder, folder.parent).rows)

    return {folder: answer(folder) for folder in folders}


def test_a_hostile_stack_before_each_changes_no_answer(
    worker: Worker, shared_worker: Worker, corpus: Sequence[Path], tmp_path: Path
) -> None:
    evil = hostile(tmp_path / "evil", TEXTS)

    after = answers(worker, corpus, before=evil)

    assert after == answers(shared_worker, corpus)


@pytest.fixture(scope="module")
def victim(builtin: Pack, checkov: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    """A worker for many hostile stacks."""
    with start_worker(checkov, tmp_path_factory.mktemp("judge"), cache).order([builtin]) as worker:
        yield worker


NAMES = st.sampled_from(EVALUATED)
PROGRAMS = st.one_of(
    st.builds("{}={}".format, NAMES, NAMES),
    st.builds("{} = lambda *a: {}".format, NAMES, st.sampled_from(["True", "False", "None", "1"])),
    st.builds("def {}(*a): return {}".format, NAMES, NAMES),
    st.builds("del {}".format, NAMES),
    st.builds("{0}.__code__ = {1}.__code__".format, NAMES, NAMES),
    st.builds("for {} in [1]: pass".format, NAMES),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PROGRAMS, min_size=1, max_size=6))
def test_no_program_in_texts_changes_what_a_function_means(victim: Worker, tmp_path: Path, texts: list[str]) -> None:
    stack = tmp_path / "logic"
    stack.mkdir(exist_ok=True)
    (stack / "main.tf").write_text(LOGIC, encoding="utf-8")
    before = answers(victim, [stack])

    after = answers(victim, [stack], before=hostile(tmp_path / "evil", texts))

    assert after == before


@pytest.mark.parametrize(
    "text", ["var.tags", "module.this.name", "x var.tags.owner", "var.old_versions_days", "${var.tags}"]
)
def test_a_text_that_reads_like_a_reference_is_never_taken_for_a_yes(
    assemble: Callable[..., Contract], tmp_path: Path, victim: Worker, text: str
) -> None:
    plain, referring = tmp_path / "plain", tmp_path / "stacks/dev/bucket/orders"
    assemble("bucket", "dev", {}, tags={"owner": "payments", "note": text})
    shutil.copytree(referring, plain / "stacks/dev/bucket/orders")
    shutil.copytree(tmp_path / "vendor", plain / "vendor")
    values = plain / "stacks/dev/bucket/orders/terraform.tfvars.json"
    values.write_text(values.read_text("utf-8").replace(json.dumps(text), '"words"'), encoding="utf-8")

    said, meant = passed(victim, referring), passed(victim, values.parent)

    assert meant
    assert said <= meant


def passed(worker: Worker, folder: Path) -> set[tuple[str, str]]:
    """Name what passed for which resource."""
    rows = worker.configuration(folder, folder.parent).rows
    return {(row.check, row.resource) for row in rows if row.result == "PASSED"}


def test_a_worker_that_gave_no_answer_gives_no_other(worker: Worker, tmp_path: Path) -> None:
    good, broken = hostile(tmp_path / "good", ["orders"]), hostile(tmp_path / "broken", ["orders"])
    (broken / "more.tf").write_text("{{{", encoding="utf-8")
    with pytest.raises(PlatformError):
        worker.configuration(broken, broken.parent)

    with pytest.raises(PlatformError, match="Could not be judged"):
        worker.configuration(good, good.parent)


def test_nothing_is_left_behind(builtin: Pack, checkov: Path, cache: Path, tmp_path: Path) -> None:
    stack = hostile(tmp_path / "stack", TEXTS)
    with start_worker(checkov, tmp_path / "scratch", cache).order([builtin]) as worker:
        before = sorted(path for path in (tmp_path / "scratch").rglob("*") if path.is_file())

        worker.configuration(stack, stack.parent)

    assert sorted(path for path in (tmp_path / "scratch").rglob("*") if path.is_file()) == before
    assert (tmp_path / "scratch/judge.err").read_bytes() == b""
