"""Terraform code is refused before anything of it runs: what could run, fetch or read what it must not."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from platformctl.catalog.sources import builtin_folder
from platformctl.errors import Usage
from platformctl.policy import source
from platformctl.policy.source import vet_module, vet_work
from platformctl.policy.source_memory import Memory
from platformctl.terraform.hcl_blocks import parse
from platformctl.terraform.work_folder import Source, WorkFolder, prepare

DATA = 'resource "terraform_data" "x" {{\n  input = {}\n}}\n'
MAIN = 'resource "terraform_data" "this" {}\n'
AWS: Mapping[str, tuple[str, int, str]] = {
    "a provisioner": ('resource "terraform_data" "x" {\n  provisioner "local-exec" {}\n}\n', 2, "runs programs"),
    "a connection": ('resource "terraform_data" "x" {\n  connection {}\n}\n', 2, "runs programs"),
    "a dynamic provisioner": (
        'resource "terraform_data" "x" {\n  dynamic "provisioner" {\n    content {}\n  }\n}\n',
        2,
        "runs programs",
    ),
    "a program as data": ('data "external" "x" {}\n', 1, "no provider that the contract names"),
    "a request over the network": ('data "http" "x" {}\n', 1, "no provider that the contract names"),
    "a file as data": ('data "local_file" "x" {}\n', 1, "no provider that the contract names"),
    "a file as a resource": ('resource "local_file" "x" {}\n', 1, "no provider that the contract names"),
    "another state": ('data "terraform_remote_state" "x" {}\n', 1, "no provider that the contract names"),
    "a type without a name": ('data "aws_vpc" {}\n', 1, "no provider that the contract names"),
    "data in a check": ('check "x" {\n  data "http" "y" {}\n}\n', 2, "no provider that the contract names"),
    "a function run by a preview": ('data "aws_lambda_invocation" "x" {}\n', 1, "whenever it is looked at"),
    "a provider block": ('provider "aws" {}\n', 1, "configured by the stack"),
    "another provider": (
        "terraform {\n  required_providers {\n    random = {}\n  }\n}\n",
        3,
        "none that the contract names",
    ),
    "another source of a provider": (
        'terraform {\n  required_providers {\n    aws = { source = "evil/aws" }\n  }\n}\n',
        3,
        "must be",
    ),
    "an escaped source of a provider": (
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp\\u002faws" }\n  }\n}\n',
        3,
        "must be",
    ),
    "aliases of a provider": (
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws", x = [aws.b] }\n  }\n}\n',
        3,
        "must be",
    ),
    "a chosen provider": ('resource "aws_sqs_queue" "x" {\n  provider = external\n}\n', 2, "another provider"),
    "a backend": ('terraform {\n  backend "http" {}\n}\n', 2, "where a state lies"),
    "a cloud": ("terraform {\n  cloud {}\n}\n", 2, "where a state lies"),
    "experiments": ("terraform {\n  experiments = [x]\n}\n", 2, "not allowed"),
    "an import": ("import {}\n", 1, "decided by its runs"),
    "a removal": ("removed {}\n", 1, "decided by its runs"),
    "a block that nobody knows": ("action x y {}\n", 1, "none of the blocks"),
    "a value outside of blocks": ("x = 1\n", 1, "outside of any block"),
    "a module from git": ('module "x" {\n  source = "git::https://evil.example/x"\n}\n', 2, "nothing is fetched"),
    "a module from a registry": ('module "x" {\n  source = "evil/x/aws"\n}\n', 2, "nothing is fetched"),
    "a module by its full path": ('module "x" {\n  source = "/etc"\n}\n', 2, "nothing is fetched"),
    "a module by an escaped path": ('module "x" {\n  source = "./\\u002e./x"\n}\n', 2, "nothing is fetched"),
    "a module without a source": ('module "x" {\n}\n', 1, "nothing is fetched"),
    "a module outside": ('module "x" {\n  source = "../../queue/1.0.0"\n}\n', 2, "no folder with code inside"),
    "a module that is not there": ('module "x" {\n  source = "./missing"\n}\n', 2, "no folder with code inside"),
    "a module given other providers": (
        'module "x" {\n  source = "./inner"\n  providers = {}\n}\n',
        3,
        "of a module call is not allowed",
    ),
    "a module that calls itself": ('module "x" {\n  source = "./"\n}\n', 0, "in a ring"),
    "a file of the machine": (DATA.format('file("/etc/passwd")'), 2, "reads files"),
    "a file of the home folder": (DATA.format('file("~/.aws/credentials")'), 2, "reads files"),
    "a file above": (DATA.format('file("${path.module}/../../../platform.yaml")'), 2, "reads files"),
    "a file by an escaped path": (DATA.format('file("${path.module}/\\u002e./x")'), 2, "reads files"),
    "a file that is chosen later": (DATA.format("file(var.path)"), 2, "reads files"),
    "a file of the root": (DATA.format('file("${path.root}/x")'), 2, "reads files"),
    "a file whose path goes on": (DATA.format('file("${path.module}/x" == "" ? "/a" : "/b")'), 2, "reads files"),
    "a file through a comment": (DATA.format('file/* */("/etc/passwd")'), 2, "reads files"),
    "a file on the next line": (DATA.format('(\n file\n (\n"/etc/passwd"))'), 3, "reads files"),
    "a file by its namespace": (DATA.format('core::file("/etc/passwd")'), 2, "none of the functions"),
    "a file inside a text": (DATA.format('"a ${file("/etc/passwd")}"'), 2, "reads files"),
    "a file inside a directive": (DATA.format('"%{ if fileexists("/etc/passwd") }x%{ endif }"'), 2, "reads files"),
    "a file inside a heredoc": (DATA.format('<<EOT\n${file("/etc/passwd")}\nEOT\n'), 3, "reads files"),
    "a folder's names": (DATA.format('fileset("/home", "*")'), 2, "reads files"),
    "a folder's names above": (DATA.format('fileset("${path.module}/a", "../../*")'), 2, "pattern"),
    "a digest of a file": (DATA.format('filesha256("/etc/shadow")'), 2, "reads files"),
    "a home folder": (DATA.format('pathexpand("~")'), 2, "reads files"),
    "a text as a template": (DATA.format("templatestring(var.x, {})"), 2, "none of the functions"),
    "a function of a provider": (DATA.format("provider::evil::run()"), 2, "none of the functions"),
    "a file sent to a bucket": (
        'resource "aws_s3_object" "x" {\n  source = "/etc/shadow"\n}\n',
        2,
        "sends a file of this machine",
    ),
    "a file sent to a function": (
        'resource "aws_lambda_function" "x" {\n  filename = var.path\n}\n',
        2,
        "sends a file of this machine",
    ),
    "a template that is not there": (
        DATA.format('templatefile("${path.module}/none.tftpl", {})'),
        2,
        "is not in the module",
    ),
    "a template that reads": (
        DATA.format('templatefile("${path.module}/bad.tftpl", {})'),
        2,
        "bad.tftpl:2: file(…): a template may not read files",
    ),
    "code that one reader takes for text": (
        'locals {\n  a = "$${"\n  b = upper("x")\n  c = "}"\n}\n',
        1,
        "two readers differ: one sees b, the other }",
    ),
    "what is no HCL": ("resource {\n", 2, "no"),
    "what only Terraform reads": ("locals {\n  a = 1 2\n}\n", 2, "python-hcl2"),
}
NONE: Mapping[str, tuple[str, int, str]] = {
    "a resource of the cloud": ('resource "aws_sqs_queue" "x" {}\n', 1, "no provider that the contract names"),
    "data of the cloud": ('data "aws_vpc" "x" {}\n', 1, "no provider that the contract names"),
    "a provider": (
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n',
        3,
        "none that the contract names",
    ),
}
ACCEPTED = """\
terraform {
  required_version = ">= 1.10"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5, < 6"
    }
  }
}
module "inner" {
  source = "./inner"
}
moved {
  from = aws_sqs_queue.old
  to   = aws_sqs_queue.this
}
check "reachable" {
  data "aws_vpc" "this" {}
}
resource "aws_lambda_function" "this" {
  provider = aws
  filename = "${path.module}/files/code.zip"
}
locals {
  page  = templatefile("${path.module}/good.tftpl", { name = "x" })
  files = { for name in fileset("${path.module}/files", "*.zip") : name => filesha256("${path.module}/files/code.zip") }
  arn   = provider::aws::arn_parse("arn:aws:s3:::a")
  many  = [for each in var.list : upper(each) if (each != "")]
  text  = <<-EOT
    ${jsonencode({ a = "$${file(no)}" })}
  EOT
}
"""


def module(root: Path, files: Mapping[str, str]) -> Path:
    """Make a module's folder."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def refusal(folder: Path, provider: source.Provider = "aws") -> str:
    """Return the detail of the refusal; the test fails without one."""
    with pytest.raises(Usage, match="Terraform code is not accepted") as refused:
        vet_module(folder, provider, Memory())
    return refused.value.detail


@pytest.mark.parametrize(("text", "line", "why"), AWS.values(), ids=AWS)
def test_code_is_refused_with_file_and_line(tmp_path: Path, text: str, line: int, why: str) -> None:
    others = {"inner/main.tf": MAIN, "bad.tftpl": 'x\n${file("/etc/passwd")}\n'}

    detail = refusal(module(tmp_path, {"main.tf": text, **others}))

    assert why in detail
    assert detail.startswith(f"{tmp_path / 'main.tf'}:{line}: " if line else f"{tmp_path}: ")


@pytest.mark.parametrize(("text", "line", "why"), NONE.values(), ids=NONE)
def test_a_kind_without_a_provider_has_nothing_of_one(tmp_path: Path, text: str, line: int, why: str) -> None:
    detail = refusal(module(tmp_path, {"main.tf": text}), "none")

    assert why in detail
    assert f"main.tf:{line}: " in detail


@pytest.mark.parametrize("name", ["inner/main.tf", "a/b/c/x.tf", "examples/all/main.tf", ".hidden.tf"])
def test_every_folder_of_a_module_is_read(tmp_path: Path, name: str) -> None:
    detail = refusal(module(tmp_path, {"main.tf": MAIN, name: 'data "external" "x" {}\n'}))

    assert f"{name}:1: " in detail


@pytest.mark.parametrize(
    "name", ["x.tf.json", "x.tofu", "x.tofu.json", "override.tf", "x_override.tf", "override.tf.json", "a/_override.tf"]
)
def test_code_that_no_check_sees_is_refused(tmp_path: Path, name: str) -> None:
    assert "no check sees" in refusal(module(tmp_path, {"main.tf": MAIN, name: ""}))


@pytest.mark.parametrize("target", ["main.tf", "/etc/passwd", "missing", "."])
def test_a_link_is_refused_wherever_it_leads(tmp_path: Path, target: str) -> None:
    folder = module(tmp_path, {"main.tf": MAIN})
    (folder / "link.tf").symlink_to(target)

    assert "is a link" in refusal(folder)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"# \xff\n", "byte 2 is not UTF-8"), (b"#" * (source.MAX_FILE + 1), "at most"), (b"# \xe2\x80\xae\n", "U+202E")],
)
def test_a_file_that_can_not_be_read_by_a_person_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "main.tf").write_bytes(content)

    assert why in refusal(tmp_path)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_FILES", 2)

    assert "more than 2 files" in refusal(module(tmp_path, {"a": "", "b": "", "c": ""}))


def test_modules_that_call_each_other_are_refused(tmp_path: Path) -> None:
    call = 'module "x" {{\n  source = "{}"\n}}\n'

    detail = refusal(
        module(tmp_path, {"main.tf": call.format("./a"), "a/x.tf": call.format("../b"), "b/x.tf": call.format("../a")})
    )

    assert "in a ring" in detail


def test_what_a_module_needs_is_accepted(tmp_path: Path) -> None:
    others = {"inner/main.tf": MAIN, "good.tftpl": '%{ if name != "" }${upper(name)}%{ endif }', "files/code.zip": ""}

    vet_module(module(tmp_path, {"main.tf": ACCEPTED, **others}), "aws", Memory())


@pytest.mark.parametrize("folder", sorted(path for path in builtin_folder("modules").iterdir() if path.is_dir()))
def test_the_built_in_modules_are_accepted(folder: Path) -> None:
    vet_module(folder, "aws", Memory())


def test_what_was_accepted_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, memory = module(tmp_path / "module", {"main.tf": MAIN}), Memory(tmp_path / "memory")
    vet_module(folder, "aws", memory)
    monkeypatch.setattr(source, "parse", lambda _text: pytest.fail("was read again"))

    vet_module(folder, "aws", memory)


@pytest.mark.parametrize("change", [{"main.tf": f"# \n{MAIN}"}, {"other.txt": ""}])
def test_one_byte_more_is_read_again(
    tmp_path: Path, change: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, memory = module(tmp_path / "module", {"main.tf": MAIN}), Memory(tmp_path / "memory")
    vet_module(folder, "aws", memory)
    read: list[str] = []

    def counted(text: str) -> Any:
        read.append(text)
        return parse(text)

    monkeypatch.setattr(source, "parse", counted)

    vet_module(module(folder, change), "aws", memory)

    assert read


def test_what_was_accepted_for_one_provider_is_read_for_another(tmp_path: Path) -> None:
    folder, memory = module(tmp_path / "module", {"main.tf": 'data "aws_vpc" "x" {}\n'}), Memory(tmp_path / "memory")
    vet_module(folder, "aws", memory)

    with pytest.raises(Usage):
        vet_module(folder, "none", memory)


def test_what_was_refused_is_refused_again(tmp_path: Path) -> None:
    folder, memory = module(tmp_path / "module", {"main.tf": 'data "http" "x" {}\n'}), Memory(tmp_path / "memory")

    with pytest.raises(Usage):
        vet_module(folder, "aws", memory)
    with pytest.raises(Usage):
        vet_module(folder, "aws", memory)


STACK = {
    "main.tf": 'module "this" {\n  source = "../../../../vendor/modules/note/1.0.0"\n}\n',
    "providers.tf": 'provider "aws" {\n  region = "eu-central-1"\n  allowed_account_ids = ["111111111111"]\n}\n',
    "request.yaml": "",
    "terraform.tfvars.json": "{}",
}


def work_folder(root: Path, change: Mapping[str, str]) -> WorkFolder:
    """Make a run's private folder for a stack of the note."""
    stack, folder = Path("stacks/dev/note/one"), Path("vendor/modules/note/1.0.0")
    module(root / "project" / stack, {**STACK, **change})
    module(root / "project" / folder, {"main.tf": MAIN})
    module(root / "project" / "vendor/modules/other/1.0.0", {"main.tf": MAIN})
    return prepare(root / "work", Source(root / "project", stack, folder), b"{}")


def test_a_rendered_stack_is_accepted(tmp_path: Path) -> None:
    work = work_folder(tmp_path, {})

    vet_work(work, "aws", Memory(tmp_path / "memory"))
    vet_work(work, "aws", Memory(tmp_path / "memory"))

    work.remove()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"extra.tf": MAIN}, "none of the files that a stack's folder holds"),
        ({"x.auto.tfvars": ""}, "none of the files that a stack's folder holds"),
        ({"tests/x.tftest.hcl": ""}, "none of the files that a stack's folder holds"),
        ({"main.tf": 'module "x" {\n  source = "../../../../vendor/modules/other/1.0.0"\n}\n'}, "its own module"),
        ({"main.tf": 'module "x" {\n  source = "git::ssh://evil.example/x"\n}\n'}, "nothing is fetched"),
        ({"providers.tf": 'provider "aws" {\n  shared_config_files = ["x"]\n}\n'}, "is not allowed"),
        ({"providers.tf": 'provider "http" {}\n'}, "provider aws alone"),
        ({"providers.tf": 'provider "aws" {\n  endpoints {}\n}\n'}, "provider aws alone"),
        ({"versions.tf": "terraform {\n  cloud {}\n}\n"}, "where a state lies"),
        ({"outputs.tf": 'output "x" {\n  value = file("/etc/passwd")\n}\n'}, "reads files"),
    ],
)
def test_a_stack_that_is_not_as_rendered_is_refused(tmp_path: Path, change: Mapping[str, str], why: str) -> None:
    work = work_folder(tmp_path, change)

    with pytest.raises(Usage, match="Terraform code is not accepted") as refused:
        vet_work(work, "aws", Memory())

    work.remove()
    assert why in refused.value.detail
    assert refused.value.detail.startswith(str(tmp_path / "project" / "stacks/dev/note/one"))


def test_a_module_is_told_by_its_place_in_the_project(tmp_path: Path) -> None:
    work = work_folder(tmp_path, {})
    (work.module / "main.tf").write_text('data "http" "x" {}\n', "utf-8")

    with pytest.raises(Usage) as refused:
        vet_work(work, "aws", Memory())

    work.remove()
    assert refused.value.detail.startswith(str(tmp_path / "project" / "vendor/modules/note/1.0.0/main.tf:1: "))


def test_a_memory_that_can_not_be_written_only_costs_time(tmp_path: Path) -> None:
    folder = module(tmp_path / "module", {"main.tf": MAIN})

    vet_module(folder, "aws", Memory(tmp_path / "missing" / os.sep / "memory"))
