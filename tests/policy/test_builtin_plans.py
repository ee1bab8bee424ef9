"""What a real plan of a built-in kind says is judged like its configuration, and held against it."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from platformctl.catalog.contract import Contract
from platformctl.errors import PlatformError
from platformctl.policy.conversation import Worker
from platformctl.policy.judging import Rules, judge_configuration, judge_plan
from platformctl.policy.packs import Pack
from platformctl.policy.verdict import Verdict, enforce
from platformctl.progress import silent
from platformctl.sandbox.sandbox import Sandbox
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.environment import child_environment
from platformctl.terraform.plan_reader import parse_plan
from platformctl.terraform.terraform import Terraform
from platformctl.terraform.work_folder import Source, prepare
from platformctl.toolchain.environments import ensure_environment
from platformctl.toolchain.provider_mirror import find_mirror
from platformctl.toolchain.terraform import find_terraform

pytestmark = pytest.mark.lifecycle


@pytest.fixture(scope="module")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terraform]:
    """A real Terraform that sees an emulator of its own."""
    folder = tmp_path_factory.mktemp("cloud")
    sandbox = Sandbox(folder / "sandbox", lambda: ensure_environment("emulator", os.environ, silent), silent)
    configuration = folder / "cli.tfrc"
    configuration.write_text(cli_configuration(os.environ, find_mirror(os.environ)), encoding="utf-8")
    binary = find_terraform(os.environ, None, silent).path
    sandbox.up()
    try:
        environment = child_environment(os.environ, cli_config=configuration)
        yield Terraform(binary, environment, silent).given(sandbox.env())
    finally:
        sandbox.down()


@pytest.fixture
def judged(
    shared_worker: Worker, builtin: Pack, terraform: Terraform, assemble: Callable[..., Contract], tmp_path: Path
) -> Callable[..., tuple[Verdict, str]]:
    """Plan a kind for prod, with some texts of its module changed; return the plan's verdict, and its digest."""

    def judged(kind: str, changes: Mapping[str, str]) -> tuple[Verdict, str]:
        contract = assemble(kind, "prod", changes)
        source = Source(tmp_path, Path("stacks/dev", kind, "orders"), Path("vendor/modules", kind, contract.version))
        work = prepare(tmp_path / "work", source, b"")
        rules = Rules(contract, "prod", [builtin])
        terraform.init(work)
        saved = terraform.plan(work)
        plan = terraform.show(work, saved)
        before = judge_configuration(shared_worker.configuration(work.stack, work.root), rules, {})
        return judge_plan(shared_worker.plan(work.plan_json), plan, rules, before, saved.digest), saved.digest

    return judged


@pytest.mark.parametrize("kind", ["bucket", "db", "function", "network", "queue"])
def test_a_plan_for_prod_keeps_all_promises(judged: Callable[..., tuple[Verdict, str]], kind: str) -> None:
    verdict, digest = judged(kind, {})

    assert {proof.standing for proof in enforce(verdict).guarantees} == {"proven"}
    assert verdict.plan == digest


def test_a_function_with_more_rights_than_promised_is_stopped_at_its_plan(
    judged: Callable[..., tuple[Verdict, str]],
) -> None:
    verdict, _ = judged(
        "function",
        {
            "Resource = statement.resources": 'Resource = "*"',
            'Principal = { Service = "lambda.amazonaws.com" }': 'Principal = { AWS = "*" }',
            "cidr_ipv4         = data.aws_vpc.this.cidr_block": 'cidr_ipv4 = "0.0.0.0/0"',
        },
    )

    assert {(finding.check, finding.outcome) for finding in verdict.objections} == {
        ("PCTL_ROLE_POLICY", "failed"),
        ("PCTL_ROLE_TRUST", "failed"),
        ("PCTL_EGRESS_STAYS_INSIDE", "failed"),
    }


def test_a_plan_that_is_not_the_one_judged_could_not_be_judged(shared_worker: Worker, builtin: Pack) -> None:
    examples = Path(__file__).with_name("examples")
    judged, planned = examples / "PCTL_OWNED/pass/plan.json", examples / "PCTL_OWNED/pass-merged/plan.json"
    contract = Contract.model_validate(
        {
            "name": "queue",
            "version": "1.0.0",
            "title": "Queue",
            "description": "A queue.",
            "owner": "platform",
            "profiles": {"dev": {}, "staging": {}, "prod": {}},
        }
    )
    rules = Rules(contract, "dev", [builtin])
    before = judge_configuration(shared_worker.configuration(judged.parent, examples), rules, {})

    with pytest.raises(PlatformError, match="Could not be judged"):
        judge_plan(shared_worker.plan(judged), parse_plan(planned.read_bytes()), rules, before, "digest")
