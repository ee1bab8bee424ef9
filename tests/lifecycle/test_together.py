"""Twelve stacks of all kinds planned in one root, held against each planned alone."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from tests.lifecycle.sandboxed import Sandboxed
from tests.unit.projects import make_stack

from platformctl.cli.asking import Words
from platformctl.cli.common import Common
from platformctl.cli.screen import Screen
from platformctl.cli.telling import Quiet
from platformctl.cli.wiring import ports_for
from platformctl.cli.working import Said
from platformctl.progress import Event
from platformctl.project.files import write_atomically
from platformctl.project.project import load_project
from platformctl.requests.request import Request, dump_request, read_request
from platformctl.stacks.stack_id import StackId, parse_stack_id
from platformctl.terraform.plan import Plan, ResourceChange
from platformctl.workflows.plan import plan
from platformctl.workflows.ports import Ports
from platformctl.workflows.results import Outcome, Preview, Result, Stopped, id_of

pytestmark = pytest.mark.lifecycle
CODE = "s3://acme-code/worker.zip@1"
NEW: Mapping[str, Mapping[str, Any]] = {
    "bucket/fresh": {},
    "queue/mail": {"retention_days": 7},
    "queue/jobs": {},
    "queue/edited": {},
    "db/orders": {"size": "small"},
    "function/worker": {"code": CODE},
    "function/waiting": {"code": CODE},
    "network/wide": {"cidr": "10.60.0.0/16"},
    "network/broken": {"cidr": "10.999.0.0/16"},
}
CHANGED: Mapping[str, Mapping[str, Any]] = {"bucket": {"temporary_days": 30}, "function": {"code": CODE}}
EXISTING = ("bucket/kept", "bucket/grown", "bucket/gone")
BOUND = {"function/worker": ("bucket/kept:read",), "function/waiting": ("queue/mail:send", "bucket/kept:write")}
ALIKE = ("bucket/kept", "bucket/grown", "queue/mail", "db/orders", "function/worker", "network/wide")
"""Those that are planned alone, too."""


def stack_id(word: str) -> StackId:
    return parse_stack_id(word, "dev")


def write(sandboxed: Sandboxed, word: str, **inputs: Any) -> None:
    """Write a request and what it renders to, without planning it."""
    kind, _, name = word.partition("/")
    make_stack(load_project(sandboxed.project.root), name, kind=kind, environment="dev", **inputs)


def bind(sandboxed: Sandboxed, word: str, *bindings: str) -> None:
    folder = sandboxed.project.folder(f"dev/{word}")
    request = Request.model_validate({**read_request(folder).model_dump(), "bindings": bindings})
    write_atomically(folder / "request.yaml", dump_request(request).encode())


@pytest.fixture
def mixed(sandboxed: Sandboxed) -> Sandboxed:
    """Three buckets exist: one as it is asked for, one that is asked for otherwise, one without a request."""
    for word in EXISTING:
        write(sandboxed, word)
    assert sandboxed.project.run("apply", "--all", "--yes").code == 0
    for word, inputs in NEW.items():
        write(sandboxed, word, **inputs)
    for word, bindings in BOUND.items():
        bind(sandboxed, word, *bindings)
    assert sandboxed.project.run("render").code == 0
    write(sandboxed, "bucket/grown", temporary_days=30)
    shutil.rmtree(sandboxed.project.folder("dev/bucket/gone"))
    with (sandboxed.project.folder("dev/queue/edited") / "main.tf").open("a") as file:
        file.write("# by hand\n")
    return sandboxed


@contextmanager
def ports(sandboxed: Sandboxed, told: list[Event]) -> Iterator[Ports]:
    """Give the real ports."""
    common, project = Common(environ=sandboxed.project.environ), load_project(sandboxed.project.root)
    with ports_for(common, project, "dev", Words(Screen(common), Quiet()), told.append, Said()) as made:
        yield made


def said(preview: Preview) -> Mapping[str, Any]:
    """Return all that a preview says; the order of changes, and which file was judged, apart."""
    verdicts = [verdict.model_dump(exclude={"plan"}) for verdict in preview.verdicts]
    shown = preview.plan
    sorted_plan: Plan = replace(shown, resource_changes=in_order(shown.resource_changes), drift=in_order(shown.drift))
    return {"plan": sorted_plan, "secrets": shown.secrets, "verdicts": verdicts, "fault": preview.not_appliable}


def in_order(changes: tuple[ResourceChange, ...]) -> tuple[ResourceChange, ...]:
    return tuple(sorted(changes, key=lambda change: (change.address, change.deposed)))


def previews(results: tuple[Result, ...]) -> dict[str, Preview]:
    return {str(id_of(one)).removeprefix("dev/"): one.preview for one in results if isinstance(one, Outcome)}


def test_twelve_stacks_together_are_what_each_is_alone(mixed: Sandboxed) -> None:
    told: list[Event] = []
    words = (*EXISTING, *NEW)

    with ports(mixed, told) as world:
        together = plan([stack_id(word) for word in words], world)
        alone = {word: previews(plan([stack_id(word)], world))[word] for word in ALIKE}

    came = previews(together)
    assert {word: said(came[word]) for word in ALIKE} == {word: said(preview) for word, preview in alone.items()}
    assert came["bucket/kept"].plan.is_empty
    assert came["bucket/gone"].destroys
    assert came["function/waiting"].not_appliable is None
    stopped = {str(one.id): one.error for one in together if isinstance(one, Stopped)}
    assert {name: error.summary for name, error in stopped.items()} == {
        "dev/queue/edited": "A rendered file was edited",
        "dev/network/broken": "Terraform could not plan",
    }
    assert "module.s_" not in stopped["dev/network/broken"].detail
    assert "dev/network/broken is planned alone: it could not be planned beside others" in [one.text for one in told]
    assert not list(mixed.project.work.glob("preview-*"))


@pytest.mark.campaign
def test_sixty_stacks_together_are_what_each_is_alone(sandboxed: Sandboxed) -> None:
    there = [f"bucket/old-{number}" for number in range(12)]
    fresh = [f"{kind}/new-{number}" for kind in ("bucket", "db", "queue") for number in range(12)]
    users = [f"function/use-{number}" for number in range(12)]
    platform = sandboxed.project.root / "platform.yaml"
    platform.write_text(platform.read_text("utf-8").replace("stacks: 50", "stacks: 60"), "utf-8")
    for word in there:
        write(sandboxed, word)
    assert sandboxed.project.run("apply", "--all", "--yes").code == 0
    for word in (*there[6:], *fresh, *users):
        write(sandboxed, word, **CHANGED.get(word.partition("/")[0], {}))
    for word, used in zip(users, there, strict=True):
        bind(sandboxed, word, f"{used}:read")
    assert sandboxed.project.run("render").code == 0
    words = (*there, *fresh, *users)

    with ports(sandboxed, []) as world:
        together = previews(plan([stack_id(word) for word in words], world))
        alone = {word: previews(plan([stack_id(word)], world))[word] for word in words}

    assert len(words) == 60
    assert {word: said(one) for word, one in together.items()} == {word: said(one) for word, one in alone.items()}
