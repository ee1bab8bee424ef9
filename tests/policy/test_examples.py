"""Each check of the built-in pack passes what is good and doesn't pass what is bad, at each stage that it decides."""

from pathlib import Path

import pytest

from platformctl.catalog.sources import builtin_folder
from platformctl.policy.conversation import Worker
from platformctl.policy.packs import Pack, load_pack
from platformctl.policy.scan import Scan

EXAMPLES = Path(__file__).with_name("examples")
PACK = load_pack(builtin_folder("policies") / "builtin")
pytestmark = pytest.mark.lifecycle


def examples(stage: str, *prefixes: str) -> list[str]:
    """Name the examples whose check decides at the stage, as `CHECK/example`."""
    deciding = {name for name, check in PACK.file.checks.items() if check.decides in {stage, "both"}}
    folders = (path.parent for path in sorted(EXAMPLES.glob("*/*/main.tf")))
    return [
        f"{each.parent.name}/{each.name}"
        for each in folders
        if each.parent.name in deciding and each.name.startswith(prefixes)
    ]


def results(scan: Scan, example: str) -> set[str]:
    """Return what the example's own check said."""
    return {row.result for row in scan.rows if row.check == example.partition("/")[0]}


def test_every_check_has_an_example_that_passes_and_one_that_fails(builtin: Pack) -> None:
    present = {path.relative_to(EXAMPLES).parent.as_posix() for path in EXAMPLES.glob("*/*/main.tf")}

    wanted = {f"{check}/{kind}" for check in builtin.file.checks for kind in ("pass", "fail")}

    assert wanted <= present


@pytest.mark.parametrize("example", examples("configuration", "pass"))
def test_a_good_configuration_passes(shared_worker: Worker, example: str) -> None:
    scan = shared_worker.configuration(EXAMPLES / example, EXAMPLES)

    assert results(scan, example) == {"PASSED"}


@pytest.mark.parametrize("example", examples("configuration", "fail"))
def test_a_bad_configuration_fails(shared_worker: Worker, example: str) -> None:
    scan = shared_worker.configuration(EXAMPLES / example, EXAMPLES)

    assert "FAILED" in results(scan, example)


@pytest.mark.parametrize("example", examples("configuration", "hidden"))
def test_a_bad_value_hidden_behind_logic_does_not_pass_on_the_configuration(
    shared_worker: Worker, example: str
) -> None:
    scan = shared_worker.configuration(EXAMPLES / example, EXAMPLES)

    assert "PASSED" not in results(scan, example)


@pytest.mark.parametrize("example", examples("plan", "pass"))
def test_a_good_plan_passes(shared_worker: Worker, example: str) -> None:
    scan = shared_worker.plan(EXAMPLES / example / "plan.json")

    assert results(scan, example) == {"PASSED"}


@pytest.mark.parametrize("example", examples("plan", "fail", "hidden"))
def test_a_bad_plan_fails(shared_worker: Worker, example: str) -> None:
    scan = shared_worker.plan(EXAMPLES / example / "plan.json")

    assert "FAILED" in results(scan, example)
