"""Real Terraform: from a work folder to a plan that is understood."""

import json
import stat

import pytest
from tests.terraform.conftest import World

from platformctl.errors import Blocked, PlatformError
from platformctl.terraform.plan import Action
from platformctl.terraform.redaction import SENSITIVE
from platformctl.terraform.saved_plan import is_stale, planned_from
from platformctl.terraform.state import State

pytestmark = pytest.mark.terraform


def test_a_plan_names_what_will_exist_by_full_address(world: World) -> None:
    work = world.work()
    world.terraform.init(work)

    saved = world.terraform.plan(work)
    plan = world.terraform.show(work, saved)

    assert saved.has_changes
    assert plan.applyable
    assert plan.planned == {
        'module.this.terraform_data.thing["a"]',
        'module.this.terraform_data.thing["b"]',
        "module.this.terraform_data.secret",
    }
    assert {change.action for change in plan.changes} == {Action.CREATE}


def test_plan_and_its_json_can_be_read_by_their_owner_only(world: World) -> None:
    work = world.work()
    world.terraform.init(work)

    world.terraform.show(work, world.terraform.plan(work))

    assert stat.S_IMODE(work.plan.stat().st_mode) == 0o600
    assert stat.S_IMODE(work.plan_json.stat().st_mode) == 0o600


def test_a_sensitive_value_is_masked_in_the_plan_while_its_json_holds_it(world: World) -> None:
    work = world.work()
    world.terraform.init(work)

    plan = world.terraform.show(work, world.terraform.plan(work))

    shown = {each.path: each.after for change in plan.changes for each in change.attributes if "secret" in change.name}
    assert shown["input"] == SENSITIVE
    assert "hunter2-very-secret" not in repr(plan)
    assert "hunter2-very-secret" in json.dumps(json.loads(work.plan_json.read_bytes()))


def test_a_failed_precondition_becomes_an_error_with_terraforms_own_words(world: World) -> None:
    module = world.project / "vendor/modules/thing/1.0.0/main.tf"
    broken = 'resource "terraform_data" "broken" {\n  lifecycle {\n    precondition {\n'
    broken += (
        '      condition     = length(var.things) > 5\n      error_message = "At least six things."\n    }\n  }\n}\n'
    )
    module.write_text(module.read_text() + broken)
    work = world.work()
    world.terraform.init(work)

    with pytest.raises(PlatformError) as caught:
        world.terraform.plan(work)

    assert caught.value.summary == "Terraform could not plan"
    assert "At least six things." in caught.value.detail
    assert "module.this" in caught.value.detail or "main.tf" in caught.value.detail


def test_a_broken_configuration_fails_init_with_the_place(world: World) -> None:
    (world.project / "stacks/dev/thing/one/main.tf").write_text('resource "x" {\n')
    work = world.work()

    with pytest.raises(PlatformError) as caught:
        world.terraform.init(work)

    assert caught.value.exit_code == 1
    assert "main.tf:1" in caught.value.detail


def test_a_plan_file_changed_by_one_byte_is_refused(world: World) -> None:
    work = world.work()
    world.terraform.init(work)
    saved = world.terraform.plan(work)
    content = bytearray(work.plan.read_bytes())
    content[len(content) // 2] ^= 1
    work.plan.write_bytes(content)

    with pytest.raises(Blocked):
        world.terraform.apply(work, saved)


def test_the_state_inside_a_plan_tells_that_it_fits_the_empty_state(world: World) -> None:
    work = world.work()
    world.terraform.init(work)

    saved = world.terraform.plan(work)

    assert not is_stale(planned_from(saved.path), State())
