"""Pull requests by somebody hostile, each looked at in untrusted mode: named, judged, and nothing of it run."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.repository import commit_all, git, make_repository
from tests.unit.projects import make_stack
from tests.untrusted.proposing import Looked, look_at

from platformctl.catalog.digest import folder_digest
from platformctl.project.lock_file import Pinned
from platformctl.project.project import Project, load_project
from platformctl.stacks import workspace
from platformctl.workflows.locking import written

Look = Callable[..., Looked]
NOTE, ORDERS = "desk/note/one", "prod/db/orders"
FORK = {"GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request"}
"""A job whose event can't be read counts as a fork's."""
VENDORED = "vendor/modules/note/1.0.0"


def edited(path: Path, old: str, new: str) -> None:
    """Replace a text in a file that must have it."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def rendered(root: Path) -> None:
    """Render every stack again, by what the branch says."""
    project = load_project(root)
    for stack in list(workspace.discover(project)):
        workspace.write(project, workspace.load(project, stack))


def forged(root: Path, code: str) -> None:
    """Put code into the note's module: catalog, copy and lock agree about it."""
    for folder in ("catalog/note", VENDORED):
        with (root / folder / "main.tf").open("a", encoding="utf-8") as file:
            file.write(code)
    project = load_project(root)
    pinned = Pinned(folder_digest(root / VENDORED), "./catalog")
    written(project, project.lock.with_module("note@1.0.0", pinned))


def test_a_fork_is_never_planned_whatever_it_changes(victim: Project, looked: Look) -> None:
    make_stack(victim, "two", text="hello")

    found = looked(**FORK)

    assert found.code == 0
    assert found.of("desk/note/two").status == "inspected"
    assert "does not say whose it is" in found.said


def test_a_python_pack_is_named_and_never_run(victim: Project, looked: Look, canary: Path) -> None:
    make_stack(victim, "two", text="hello")
    program = f"open({str(canary)!r}, 'w')\n"
    for folder in ("packs/notes", "vendor/packs/notes/1.0.0"):
        (victim.root / folder / "checks/evil.py").write_text(program, "utf-8")
        (victim.root / folder / "__init__.py").write_text(program, "utf-8")

    found = looked()

    assert "packs/notes/checks/evil.py" in found.said
    assert found.of("desk/note/two").guarantees[0].standing == "proven"


def test_a_pack_that_looks_away_does_not_judge(victim: Project, looked: Look) -> None:
    make_stack(victim, "two", text="hello")
    for folder in ("packs/notes", "vendor/packs/notes/1.0.0"):
        shutil.rmtree(victim.root / folder / "checks")
        (victim.root / folder / "checks").mkdir()

    found = looked()

    assert found.of("desk/note/two").guarantees[0].standing == "proven"


def test_a_provisioner_in_a_rendered_file_is_refused(victim: Project, looked: Look, canary: Path) -> None:
    with (victim.root / "stacks" / NOTE / "main.tf").open("a", encoding="utf-8") as file:
        file.write(f'resource "terraform_data" "x" {{ provisioner "local-exec" {{ command = "touch {canary}" }} }}\n')

    found = looked(**FORK)

    assert found.code == 64
    assert "A rendered file was edited" in found.against(NOTE)


@pytest.mark.parametrize(
    "code",
    [
        'resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "touch CANARY"\n  }\n}\n',
        'data "external" "x" {\n  program = ["touch", "CANARY"]\n}\n',
        'data "http" "x" {\n  url = "http://127.0.0.1:9/"\n}\n',
        'output "x" {\n  value = file("/etc/passwd")\n}\n',
    ],
)
def test_code_in_a_module_is_refused_though_its_lock_line_agrees(
    code: str, victim: Project, looked: Look, canary: Path
) -> None:
    make_stack(victim, "two", text="hello")
    forged(victim.root, code.replace("CANARY", str(canary)))

    found = looked()

    assert found.code == 64
    assert "Terraform code is not accepted" in found.against("desk/note/two")
    assert "module note@1.0.0 has another digest" in found.said


def test_a_skip_comment_is_named_and_not_heard(victim: Project, looked: Look) -> None:
    make_stack(victim, "two", text="hello")
    forged(victim.root, "#checkov:skip=PCTL_NOTE_1:because\n")

    found = looked()

    assert "asks checkov to skip a check; that is not heard" in " ".join(found.of("desk/note/two").why)
    assert found.of("desk/note/two").guarantees[0].standing == "proven"


def test_a_module_that_differs_from_its_source_is_refused(victim: Project, looked: Look) -> None:
    make_stack(victim, "two", text="hello")
    forged(victim.root, "# mine\n")
    edited(victim.root / "catalog/note/main.tf", "# mine\n", "# another\n")

    found = looked()

    assert found.code == 64
    assert "A vendored folder was changed" in found.against("desk/note/two")


@pytest.mark.parametrize(
    ("start", "new", "why"),
    [
        ("provider registry", "provider registry.terraform.io/hashicorp/aws@5.100.0 h1:ZXZpbA==", "that is not known"),
        ("tool checkov", "tool checkov 1.0.0", "locked to another checkov"),
        ("pack builtin@", "", "other packs than platform.yaml"),
        ("render-format", "render-format 99", "locked to another render format"),
    ],
)
def test_a_changed_lock_is_a_fault_of_the_whole_change(
    start: str, new: str, why: str, victim: Project, looked: Look
) -> None:
    lock = victim.root / "platform.lock"
    lines = [new if line.startswith(start) else line for line in lock.read_text("utf-8").splitlines()]
    lock.write_text("".join(f"{line}\n" for line in lines if line), "utf-8")

    found = looked()

    assert found.code == 64
    assert why in found.said


def test_another_account_is_named(victim: Project, looked: Look) -> None:
    edited(victim.root / "platform.yaml", 'account: "111111111111"', 'account: "222222222222"')
    rendered(victim.root)

    found = looked()

    assert "environments.prod.cloud.aws.account is 222222222222, not 111111111111" in found.said
    assert "the cloud of prod is not the protected branch's" in " ".join(found.of(ORDERS).why)


def test_tier_dev_for_prod_is_judged_as_prod(victim: Project, looked: Look) -> None:
    edited(victim.root / "platform.yaml", "tier: prod", "tier: dev")
    rendered(victim.root)

    found = looked()

    assert "environments.prod.tier is dev, not prod" in found.said
    assert (found.code, found.of(ORDERS).status) == (3, "blocked")
    assert found.of(ORDERS).tier == "prod"


def test_a_raised_limit_does_not_count(victim: Project, looked: Look) -> None:
    edited(victim.root / "platform.yaml", "stacks: 4", "stacks: 400")
    for name in ("two", "three", "four", "five"):
        make_stack(load_project(victim.root), name, text="hello")

    found = looked()

    assert found.code == 3
    assert [each.check for each in found.of("desk/note/five").objections] == ["PCTL_GUARD_STACKS"]


def test_links_are_not_followed(victim: Project, looked: Look, tmp_path: Path) -> None:
    request = victim.root / "stacks" / NOTE / "request.yaml"
    request.rename(tmp_path / "request.yaml")
    request.symlink_to(tmp_path / "request.yaml")
    (victim.root / "stacks/desk/note/two").symlink_to("/etc")

    found = looked(**FORK)

    assert found.code == 64
    assert "is a symbolic link" in found.against(NOTE)
    assert "stacks/desk/note/two is a link" in found.said


@pytest.mark.parametrize("name", ["override.tf", "more.tf.json", "x.auto.tfvars", ".terraform/modules/modules.json"])
def test_no_file_stands_beside_the_rendered_ones(name: str, victim: Project, looked: Look) -> None:
    path = victim.root / "stacks" / NOTE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}", "utf-8")

    found = looked(**FORK)

    assert found.code == 64
    assert "extra file" in found.against(NOTE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: " + "[" * 5000 + "]" * 5000, "nested deeper"),
        ("a: &b 1\nc: *b\n", "anchors and aliases"),
        ("a: " + "x" * 300_000, "too large"),
        ("kind: note\nname: one\nenvironment: prod\n", "request.yaml"),
    ],
)
def test_a_request_that_is_no_request_fails_alone(text: str, why: str, victim: Project, looked: Look) -> None:
    (victim.root / "stacks" / NOTE / "request.yaml").write_text(text, "utf-8")
    make_stack(victim, "two", text="hello")

    found = looked(**FORK)

    assert found.code == 64
    assert why in found.against(NOTE)
    assert found.of("desk/note/two").status == "inspected"


def test_filters_hooks_and_conversions_of_git_are_not_started(
    victim: Project, environ: Mapping[str, str], canary: Path, tmp_path: Path
) -> None:
    program = tmp_path / "evil.sh"
    program.write_text(f"#!/bin/sh\ntouch {canary}\ncat\n", "utf-8")
    program.chmod(0o755)
    (victim.root / ".gitattributes").write_text("* diff=evil\n*.yaml filter=evil\n", "utf-8")
    make_stack(victim, "two", text="hello")
    commit_all(victim.root, "change")
    for key in ("diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge"):
        git(victim.root, "config", key, str(program))
    git(victim.root, "config", "core.fsmonitor", str(program))

    found = look_at(victim.root, {**environ, **FORK})

    assert not canary.exists()
    assert ".gitattributes says what git does with files" in found.said


def test_a_submodule_is_named_and_not_followed(victim: Project, looked: Look, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "main.tf").write_text("", "utf-8")
    make_repository(other)
    git(victim.root, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "vendor/modules/other")

    found = looked()

    assert found.code == 64
    assert "vendor/modules/other is another repository" in found.said


def test_a_deleted_request_is_said_to_need_a_plan(victim: Project, looked: Look) -> None:
    shutil.rmtree(victim.root / "stacks" / ORDERS)

    found = looked(**FORK)

    assert found.of(ORDERS).status == "inspected"
    assert "its request is deleted" in " ".join(found.of(ORDERS).why)


def test_a_folder_without_a_request_is_no_stack(victim: Project, looked: Look) -> None:
    place = victim.root / "stacks/desk/note/evil/main.tf"
    place.parent.mkdir()
    place.write_text('data "external" "x" {}\n', "utf-8")

    found = looked(**FORK)

    assert found.of("desk/note/evil").why[0] == "its folder holds files and no request, so no plan would read them"


@pytest.mark.parametrize(
    "code",
    [
        f"locals {{\n  a = {'[' * 20_000}{']' * 20_000}\n}}\n",
        'locals {\n  a = "' + '${upper("' * 300 + '")}' * 300 + '"\n}\n',
        f"locals {{\n  a = {'!' * 5_000}true\n}}\n",
        "x {\n" * 2_000 + "}\n" * 2_000,
    ],
    ids=["brackets", "texts", "signs", "blocks"],
)
def test_code_that_would_bring_its_readers_down_is_refused(code: str, victim: Project, looked: Look) -> None:
    forged(victim.root, code)

    found = looked()

    assert found.code == 64
    assert "Terraform code is not accepted" in found.against(NOTE)


@pytest.mark.parametrize("name", [f"{VENDORED}/more.tf", "packs/notes/x.bin", "stacks/desk/note/one/bindings.json"])
def test_a_huge_file_is_named_and_nothing_is_read(name: str, victim: Project, looked: Look) -> None:
    make_stack(victim, "two", text="hello")
    (victim.root / name).write_bytes(b"#" * 9_000_000)

    found = looked(**FORK)

    assert found.code == 64
    assert f"{name} has more than" in found.said
    assert "A file is too large" in found.against("desk/note/two")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"bindings": 3}', "\x00"])
def test_bindings_that_nobody_generated_are_refused(text: str, victim: Project, looked: Look) -> None:
    (victim.root / "stacks" / NOTE / "bindings.json").write_text(text, "utf-8")

    found = looked(**FORK)

    assert found.code == 64
    assert found.of(NOTE).status == "failed"


def test_a_pack_that_unfolds_without_end_is_not_read(victim: Project, looked: Look) -> None:
    make_stack(victim, "two", text="hello")
    for folder in ("packs/notes", "vendor/packs/notes/1.0.0"):
        (victim.root / folder / "pack.yaml").write_text("a: &a [x, x]\nb: [*a, *a]\n", "utf-8")

    found = looked()

    assert found.of("desk/note/two").guarantees[0].standing == "proven"


def test_an_environment_that_the_change_takes_away_or_brings_is_told(victim: Project, looked: Look) -> None:
    edited(victim.root / "platform.yaml", "  prod:\n", "  qa:\n")

    found = looked()

    assert found.code == 64
    assert "environments.prod is gone | platform.yaml: environments.qa is new" in found.said
    assert "Unknown environment" in found.against(ORDERS)


def test_names_of_files_can_not_speak(victim: Project, looked: Look) -> None:
    (victim.root / "vendor" / "x\n::error::\x1b[31m\u202e").write_text("", "utf-8")

    found = looked()

    assert not re.search("[\x00-\x1f\x7f\u202e]", found.said)
    assert "\\x1b[31m" in found.said


def test_a_change_that_touches_no_stack_starts_no_judge(
    victim: Project, looked: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformctl.cli.base_judges.start_worker", lambda *_: pytest.fail("a judge was started"))
    (victim.root / "README.md").write_text("hello", "utf-8")

    found = looked(**FORK)

    assert (found.code, found.report.stacks) == (0, ())


def test_what_is_asked_for_is_told_in_the_words_of_the_request(victim: Project, looked: Look) -> None:
    edited(victim.root / "stacks" / NOTE / "request.yaml", "hello", "<b>@everyone</b>")
    rendered(victim.root)

    found = looked(**FORK)

    (word,) = found.of(NOTE).intent
    lines = (victim.root / "stacks" / NOTE / "request.yaml").read_text("utf-8").splitlines()
    assert (word.name, word.before, word.after, word.in_place) == ("text", "hello", "<b>@everyone</b>", False)
    assert "@everyone" in lines[found.of(NOTE).request_line - 1]
