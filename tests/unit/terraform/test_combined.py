"""The root of many stacks: what is code in it, what is data, and how its plan and its failures are taken apart."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.projects import make_project, make_stack

from platformctl.errors import PlatformError, Usage
from platformctl.project.project import load_project
from platformctl.requests.bindings import Bindings, Bound
from platformctl.stacks.render import VALUES_NAME
from platformctl.stacks.stack import Stack
from platformctl.terraform.combined import FOLDER, Member, member_files, root_files
from platformctl.terraform.combined_blame import blamed, is_common
from platformctl.terraform.combined_names import member_name
from platformctl.terraform.combined_plan import cut
from platformctl.terraform.combined_state import merged_state, refuse_uncombinable
from platformctl.terraform.combined_wires import wires
from platformctl.terraform.diagnostics import Diagnostic
from platformctl.terraform.hcl_blocks import parse
from platformctl.terraform.state import State, parse_state

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
CALL = """\
# desk/board/wall
variable "{wall}" {{
  type = any
}}

module "{wall}" {{
  source = "../../../../stacks/desk/board/wall"
  bindings = {{ \
"AT=note/paper:read" = {{ "environment" = {{ "AT_NOTE_TEXT" = tostring(module.{paper}.text) }}, "secrets" = {{  }}, \
"security_groups" = [], "statements" = [] }}, \
"note/elsewhere:read" = var.{wall}.bindings["note/elsewhere:read"] }}
  kept = var.{wall}.kept
  title = var.{wall}.title
}}

output "{wall}__shown" {{
  value = module.{wall}.shown
}}

output "{wall}__title" {{
  value = module.{wall}.title
}}
"""
PAPER, WALL = member_name("desk/note/paper"), member_name("desk/board/wall")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("combined") / "project").root


@pytest.fixture(scope="module")
def paper(root: Path) -> Stack:
    return make_stack(load_project(root), "paper")


@pytest.fixture(scope="module")
def wall(root: Path) -> Stack:
    stack = make_stack(load_project(root), "wall", kind="board")
    bound = {
        "AT=note/paper:read": pending("note/paper", "text"),
        "note/elsewhere:read": pending("note/elsewhere", "text"),
    }
    values = {**stack.values, "bindings": {"AT=note/paper:read": None, "note/elsewhere:read": {"environment": {}}}}
    return replace(stack, bindings=Bindings(bindings=bound), values=values)


def pending(producer: str, *outputs: str, environment: str = "desk") -> Bound:
    module = f"{producer.partition('/')[0]}@1.0.0"
    return Bound(producer=f"{environment}/{producer}", module=module, outputs=dict.fromkeys(outputs))


def member(stack: Stack, state: bytes = b"") -> Member:
    return Member(stack, {f"{stack.id.folder}/{name}": content for name, content in stack.files.items()}, state)


def by_id(*stacks: Stack) -> Mapping[str, Stack]:
    return {str(stack.id): stack for stack in stacks}


def test_a_member_is_called_on_its_rendered_root_with_references_for_what_other_members_hand_over(
    paper: Stack, wall: Stack
) -> None:
    files = root_files([member(paper), member(wall)])

    assert files[f"{WALL}.tf"].decode() == CALL.format(wall=WALL, paper=PAPER)
    assert json.loads(files[VALUES_NAME])[WALL]["bindings"] == {"note/elsewhere:read": {"environment": {}}}


def test_a_producer_that_is_no_member_stays_a_value(wall: Stack) -> None:
    assert wires(wall, by_id(wall)) == {}


def test_the_root_has_the_provider_once_and_the_members_have_none(root: Path) -> None:
    stacks = [make_stack(load_project(root), name, kind="queue", environment="dev") for name in ("mail", "jobs")]

    whole, inner = root_files(list(map(member, stacks))), member_files(list(map(member, stacks)))

    assert whole["providers.tf"] == stacks[0].files["providers.tf"]
    assert whole[".terraform.lock.hcl"] == stacks[0].files[".terraform.lock.hcl"]
    assert {Path(name).name for name in inner} == {"main.tf", "variables.tf", "outputs.tf", "versions.tf"}


def test_access_is_written_as_the_contract_grants_it(root: Path) -> None:
    mail = make_stack(load_project(root), "post", kind="queue", environment="dev")
    user = replace(
        make_stack(load_project(root), "reader", kind="board"),
        id=replace(mail.id, kind="board", name="reader"),
        bindings=Bindings(bindings={"queue/post:receive": pending("queue/post", "arn", "url", environment="dev")}),
        values={"bindings": {"queue/post:receive": None}},
    )

    expression = wires(user, by_id(user, mail))["bindings"].expression

    name = member_name("dev/queue/post")
    assert f'"resources" = ["${{module.{name}.arn}}"]' in expression
    assert f'"resources" = ["${{var.{name}.key.arn}}"]' in expression
    assert f'"QUEUE_URL" = tostring(module.{name}.url)' in expression


def test_a_level_that_the_producer_has_no_longer_is_refused(paper: Stack, wall: Stack) -> None:
    bound = Bindings(bindings={"note/paper:shout": pending("note/paper", "text")})

    with pytest.raises(Usage, match="Which access"):
        wires(replace(wall, bindings=bound, values={"bindings": {}}), by_id(paper))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(value=JSON)
def test_no_value_is_ever_code(value: Any, paper: Stack) -> None:
    harmless, hostile = member(paper), member(replace(paper, values={**paper.values, "text": value}))

    files = root_files([hostile])

    assert files[f"{PAPER}.tf"] == root_files([harmless])[f"{PAPER}.tf"]
    assert json.loads(files[VALUES_NAME])[PAPER]["text"] == value
    assert [block.kind for block in parse(files[f"{PAPER}.tf"].decode())[0].blocks][:2] == ["variable", "module"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(words=st.lists(st.from_regex(r"[A-Z][A-Z0-9_]{0,30}=note/paper:read", fullmatch=True), min_size=1, unique=True))
def test_whatever_a_binding_is_called_the_root_stays_one_call(words: list[str], paper: Stack, wall: Stack) -> None:
    bindings = Bindings(bindings={word: pending("note/paper", "text") for word in words})
    bound = replace(wall, bindings=bindings, values={**wall.values, "bindings": dict.fromkeys(words)})

    code = root_files([member(paper), member(bound)])[f"{WALL}.tf"].decode()

    assert [block.kind for block in parse(code)[0].blocks] == ["variable", "module", "output", "output"]
    assert code.count(f"tostring(module.{PAPER}.text)") == len(words)


STATE = {
    "version": 4,
    "terraform_version": "1.11.4",
    "serial": 7,
    "lineage": "x",
    "outputs": {"text": {"value": "hello", "type": "string"}},
    "resources": [
        {
            "module": "module.this",
            "mode": "managed",
            "type": "terraform_data",
            "name": "this",
            "provider": 'provider["terraform.io/builtin/terraform"]',
            "instances": [
                {"index_key": 0, "attributes": {"id": "1"}, "dependencies": ["module.this.terraform_data.a"]}
            ],
        }
    ],
}


def test_states_are_merged_below_their_modules() -> None:
    older = {**STATE, "terraform_version": "1.9.8"}

    merged = merged_state({"s_1": json.dumps(STATE).encode(), "s_2": json.dumps(older).encode(), "s_3": b""})

    state, document = parse_state(merged), json.loads(merged)
    assert isinstance(state, State)
    assert [each.address for each in state.objects] == [
        f"module.{name}.module.this.terraform_data.this[0]" for name in ("s_1", "s_2")
    ]
    assert set(state.outputs) == {"s_1__text", "s_2__text"}
    assert document["resources"][1]["instances"][0]["dependencies"] == ["module.s_2.module.this.terraform_data.a"]
    assert document["terraform_version"] == "1.11.4"


def test_a_state_with_providers_of_modules_can_not_be_merged() -> None:
    resource = {**STATE["resources"][0], "provider": 'module.this.provider["registry.terraform.io/hashicorp/aws"]'}  # type: ignore[index]

    with pytest.raises(PlatformError, match="beside others"):
        refuse_uncombinable(json.dumps({**STATE, "resources": [resource]}).encode())


def test_a_part_holds_nothing_of_anybody_else() -> None:
    def change(name: str) -> dict[str, Any]:
        module = f"module.{name}.module.this"
        return {"address": f"{module}.x.y", "module_address": module, "change": {"after": name}}

    whole = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "errored": False,
        "variables": {"s_1": {"value": {"text": "s_1"}}, "s_2": {"value": {"text": "s_2"}}},
        "resource_changes": [change("s_1"), change("s_2"), change("s_12")],
        "output_changes": {"s_1__id": {"after": "s_1"}, "s_2__id": {"after": "s_2"}},
        "configuration": {"root_module": {"module_calls": {"s_1": {"module": {}}, "s_2": {"module": {}}}}},
    }

    part = cut(whole, "s_1")

    assert part["resource_changes"] == [
        {"address": "module.this.x.y", "module_address": "module.this", "change": {"after": "s_1"}}
    ]
    assert part["output_changes"] == {"id": {"after": "s_1"}}
    assert part["variables"] == {"text": {"value": "s_1"}}
    assert "s_2" not in json.dumps(part)


@pytest.mark.parametrize(
    ("complaint", "names"),
    [
        ({"address": f"module.{PAPER}.module.this.terraform_data.this[0]"}, {PAPER}),
        ({"address": f"module.{PAPER}"}, {PAPER}),
        ({"place": f"{PAPER}.tf:7"}, {PAPER}),
        ({"place": "../../../../stacks/desk/board/wall/main.tf:3"}, {WALL}),
        ({"place": "../../../../vendor/modules/note/1.0.0/main.tf:3"}, {PAPER}),
        ({"place": "../../../../vendor/modules/note/1.0.0/main.tf:3", "address": f"module.{WALL}.module.this"}, {WALL}),
        ({"place": "terraform.tfvars.json:1"}, set()),
        ({}, set()),
    ],
)
def test_a_complaint_names_whom_it_is_about(
    complaint: dict[str, str], names: set[str], paper: Stack, wall: Stack
) -> None:
    assert blamed([Diagnostic("error", "x", **complaint)], [member(paper), member(wall)]) == names


def test_what_all_have_in_common_is_nobodys_own_fault() -> None:
    provider = Diagnostic(
        "error", "x", address='provider["registry.terraform.io/hashicorp/aws"]', place="providers.tf:3"
    )

    assert is_common([provider])
    assert not is_common([provider, Diagnostic("error", "x", place=f"{PAPER}.tf:3")])
    assert not is_common([])
    assert str(FOLDER).count("/") == str(Path("stacks/desk/note/paper")).count("/")
