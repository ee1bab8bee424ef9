"""What the blocks of a stack and of a module may be: everything is refused that is not listed here.

Terraform runs what a configuration chooses at `init`, at `plan` and at `apply`; each rule closes one such way.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from platformctl.policy.source_calls import UNDER, Fault, below_module
from platformctl.terraform.hcl_blocks import Attribute, Block

AWS = frozenset({"hashicorp/aws", "registry.terraform.io/hashicorp/aws"})
LOCAL_FILES: Mapping[str, str] = {
    "aws_gamelift_script": "zip_file",
    "aws_lambda_function": "filename",
    "aws_lambda_layer_version": "filename",
    "aws_s3_bucket_object": "source",
    "aws_s3_object": "source",
    "aws_synthetics_canary": "zip_file",
}
"""Attributes that the provider takes as a path on this machine, and whose file it sends to the cloud."""
RUNS_AT_PLAN = frozenset({"aws_lambda_invocation"})
"""Data that is looked up by running something: a preview must change nothing."""
_REASONS: Mapping[str, str] = {
    "provider": "providers are configured by the stack, with the account they may touch; never by a module",
    "import": "what belongs to a stack is decided by its runs, on record; not by an import block",
    "removed": "what belongs to a stack is decided by its runs, on record; not by a removed block",
    "cloud": "where a state lies is decided by platform.yaml",
    "backend": "where a state lies is decided by platform.yaml",
}


@dataclass(frozen=True)
class Ground:
    """What code is held against."""

    role: Literal["stack", "module"]
    provider: Literal["aws", "none"]


Rule = Callable[[Block, Ground], Iterator[Fault]]


def block_faults(whole: Block, ground: Ground) -> Iterator[Fault]:
    """Yield everything in a file that is not allowed."""
    for item in whole.items:
        if isinstance(item, Attribute):
            yield item.line, f"'{item.name}' stands outside of any block"
    for block in whole.blocks:
        yield from _rule(block, ground)(block, ground)
    for block in whole.all_blocks():
        if {"provisioner", "connection"} & {block.kind, *(block.labels if block.kind == "dynamic" else ())}:
            yield block.line, f"a {block.kind} runs programs on the machine that applies, or reaches into others"


def calls_of_modules(whole: Block) -> Iterator[Attribute]:
    """Yield the source of every module that is called by a path."""
    for block in whole.blocks:
        source = block.attributes.get("source") if block.kind == "module" else None
        if source and is_path(source):
            yield source


def is_path(source: Attribute) -> bool:
    """Say whether a module's source is a relative path, written out."""
    return (source.literal or "").startswith(("./", "../")) and "\\" not in (source.literal or "")


def _rule(block: Block, ground: Ground) -> Rule:
    rules: dict[str, Rule] = dict(_RULES)
    if ground.role == "stack":
        rules["provider"] = _provider
    return rules.get(block.kind, _unknown)


def _anything(_block: Block, _ground: Ground) -> Iterator[Fault]:
    return iter(())


def _unknown(block: Block, ground: Ground) -> Iterator[Fault]:
    yield block.line, _REASONS.get(block.kind, f"'{block.kind}' is none of the blocks that a {ground.role} may have")


def _settings(block: Block, ground: Ground) -> Iterator[Fault]:
    """Hold a `terraform` block to versions and providers; a stack also has its local backend."""
    for name, attribute in block.attributes.items():
        if name != "required_version":
            yield attribute.line, f"terraform.{name} is not allowed"
    for inner in block.blocks:
        if inner.kind == "required_providers":
            yield from _required(inner, ground)
        elif ground.role != "stack" or not _is_local_backend(inner):
            yield inner.line, _REASONS.get(inner.kind, f"terraform.{inner.kind} is not allowed")


def _is_local_backend(block: Block) -> bool:
    return block.kind == "backend" and block.labels == ("local",) and set(block.attributes) == {"path"}


def _required(block: Block, ground: Ground) -> Iterator[Fault]:
    for item in block.items:
        name = item.name if isinstance(item, Attribute) else item.kind
        if name != "aws" or ground.provider != "aws":
            yield item.line, f"provider '{name}' is none that the contract names; it says {ground.provider}"
        elif isinstance(item, Attribute):
            yield from _only_aws(item)


def _only_aws(attribute: Attribute) -> Iterator[Fault]:
    """Accept `{ source = "hashicorp/aws", version = "…" }`, and nothing besides."""
    signs = [token for token in attribute.value if token.text not in {"{", "}", ",", "=", ":"}]
    pairs = dict(zip(signs[::2], signs[1::2], strict=False))
    said = {key.text or key.literal: value.literal for key, value in pairs.items()}
    is_sound = len(signs) % 2 == 0 and set(said) <= {"source", "version"} and None not in said.values()
    if not is_sound or said.get("source") not in AWS:
        yield attribute.line, 'provider aws must be { source = "hashicorp/aws", version = … } and no other'


def _provider(block: Block, ground: Ground) -> Iterator[Fault]:
    if block.labels != ("aws",) or ground.provider != "aws" or block.blocks:
        yield block.line, "a stack configures provider aws alone, and only where the contract says so"
    for name, attribute in block.attributes.items():
        if name not in {"region", "allowed_account_ids"}:
            yield attribute.line, f"provider aws: '{name}' is not allowed"


def _resource(block: Block, ground: Ground) -> Iterator[Fault]:
    kind = block.labels[0] if len(block.labels) == 2 else ""
    if kind != "terraform_data" and not _is_aws(kind, ground):
        yield block.line, f"resource type '{kind}' is of no provider that the contract names"
    yield from _meta(block)
    path = block.attributes.get(LOCAL_FILES.get(kind, ""))
    if path and (len(path.value) != 1 or below_module(path.value[0]) is None):
        yield path.line, f"{kind}.{path.name} sends a file of this machine to the cloud, so it must be {UNDER}"


def _data(block: Block, ground: Ground) -> Iterator[Fault]:
    kind = block.labels[0] if len(block.labels) == 2 else ""
    if not _is_aws(kind, ground):
        yield block.line, f"data '{kind}' is of no provider that the contract names, or reads what is not the stack's"
    elif kind in RUNS_AT_PLAN:
        yield block.line, f"data '{kind}' runs something whenever it is looked at"
    yield from _meta(block)


def _check(block: Block, ground: Ground) -> Iterator[Fault]:
    for inner in block.blocks:
        if inner.kind == "data":
            yield from _data(inner, ground)


def _is_aws(kind: str, ground: Ground) -> bool:
    return ground.provider == "aws" and kind.startswith("aws_")


def _meta(block: Block) -> Iterator[Fault]:
    """A resource may name its provider only as what it is anyway."""
    chosen = block.attributes.get("provider")
    if chosen and [token.text for token in chosen.value] != ["aws"]:
        yield chosen.line, "'provider' chooses another provider than the stack's"


def _call(block: Block, _ground: Ground) -> Iterator[Fault]:
    source = block.attributes.get("source")
    if source is None or not is_path(source):
        line = source.line if source else block.line
        yield line, 'a module\'s source must be a relative path, written out: "./…"; nothing is fetched'
    for name in ("providers", "version"):
        if name in block.attributes:
            yield block.attributes[name].line, f"'{name}' of a module call is not allowed"


_RULES: Mapping[str, Rule] = {
    "terraform": _settings,
    "resource": _resource,
    "data": _data,
    "module": _call,
    "check": _check,
    "locals": _anything,
    "moved": _anything,
    "output": _anything,
    "variable": _anything,
}
