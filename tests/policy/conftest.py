"""A real worker with the built-in pack, and stacks of the built-in kinds for it to judge."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from platformctl.catalog.contract import Contract
from platformctl.catalog.sources import builtin_folder, load_module
from platformctl.policy.client import start_worker
from platformctl.policy.conversation import Worker
from platformctl.policy.packs import Pack, load_pack
from platformctl.progress import silent
from platformctl.project.lock_file import Lock, PinnedProvider
from platformctl.project.platform_file import Environment
from platformctl.requests.signals import signal_values
from platformctl.sandbox.ground_ids import sandbox_context
from platformctl.stacks.render import AWS_SOURCE, render
from platformctl.stacks.stack_id import StackId
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.paths import cache_folder
from platformctl.toolchain.providers import supported_provider

OWNER = {"owner": "payments@acme.example"}
SAID: Mapping[str, Mapping[str, Any]] = {"function": {"code": "s3://acme-releases/orders.zip@3HL4kqtJvjVBH40Nrjfkd"}}
"""What a request of a kind can't leave unsaid."""
BOUND: Mapping[str, Any] = {
    "queue/jobs:send": {
        "statements": [
            {"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:eu-central-1:123456789012:acme-dev-jobs"]}
        ],
        "security_groups": ["sg-05a4db0c500000001"],
        "environment": {"QUEUE_URL": "https://sqs.eu-central-1.amazonaws.com/123456789012/acme-dev-jobs"},
        "secrets": {"PGPASSWORD": "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1a2b3c-AbCdEf"},
    }
}
"""What another stack hands to one that can be bound."""
Assemble = Callable[..., Contract]


@pytest.fixture(scope="session")
def builtin() -> Pack:
    return load_pack(builtin_folder("policies") / "builtin")


@pytest.fixture(scope="session")
def checkov() -> Path:
    return ensure_environment("checkov", os.environ, silent)


@pytest.fixture(scope="session")
def cache() -> Path:
    return cache_folder(os.environ)


@pytest.fixture(scope="session")
def shared_worker(
    builtin: Pack, checkov: Path, cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worker]:
    """For tests that only ask, about what is well formed."""
    with start_worker(checkov, tmp_path_factory.mktemp("judge"), cache).order([builtin]) as worker:
        yield worker


@pytest.fixture
def worker(builtin: Pack, checkov: Path, cache: Path, tmp_path: Path) -> Iterator[Worker]:
    """For tests that may break it."""
    with start_worker(checkov, tmp_path / "scratch", cache).order([builtin]) as worker:
        yield worker


@pytest.fixture
def assemble(tmp_path: Path) -> Assemble:
    """Render `stacks/dev/KIND/orders` into the test's folder, with some texts of its module changed."""

    def assemble(kind: str, tier: Any, changes: Mapping[str, str], tags: Mapping[str, str] = OWNER) -> Contract:
        source = builtin_folder("modules") / kind
        contract = load_module(source, "builtin").contract
        module = tmp_path / "vendor/modules" / kind / contract.version
        shutil.copytree(source, module)
        change(module, changes)
        cloud = {"sandbox": {"region": "eu-central-1"}}
        environment = Environment.model_validate({"tier": tier, "cloud": cloud, "state": {"local": {}}})
        provider = supported_provider("hashicorp/aws", "5.100.0")
        lock = Lock(providers={AWS_SOURCE: PinnedProvider(provider.version, provider.hashes)})
        stack = StackId("dev", kind, "orders")
        (tmp_path / stack.folder).mkdir(parents=True)
        for name, content in render(stack, contract, values(contract, tier, tags), environment, lock).items():
            (tmp_path / stack.folder / name).write_bytes(content)
        return contract

    return assemble


def change(folder: Path, changes: Mapping[str, str]) -> None:
    """Replace each text, which is there exactly once in all files."""
    for old, new in changes.items():
        (path,) = [path for path in sorted(folder.glob("*.tf")) if old in path.read_text("utf-8")]
        text = path.read_text("utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")


def values(contract: Contract, tier: Any, tags: Mapping[str, str]) -> dict[str, Any]:
    """Return what a request that says nothing comes to."""
    made: dict[str, Any] = {name: schema.default for name, schema in contract.inputs.items()}
    made |= {**SAID.get(contract.name, {}), **contract.profiles[tier]}
    made |= contract.sizes[contract.default_size] if contract.default_size else {}
    made |= {name: value for name, value in sandbox_context().items() if name in contract.context}
    signals = {"signals": signal_values(contract)} if contract.signals else {}
    signals |= {"bindings": BOUND} if contract.binds else {}
    return {**made, **signals, "names": dict.fromkeys(contract.names, "acme-dev-orders"), "tags": tags}
