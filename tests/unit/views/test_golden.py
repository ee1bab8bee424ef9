"""What people see, at 80 and at 140 columns, without colour: each text was read by a person before it was kept.

`UPDATE_GOLDEN=1 pytest tests/unit/views` writes the files anew.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.projects import note_module
from tests.unit.views import audit, move_samples, samples

from platformctl.catalog.sources import builtin_folder, load_module
from platformctl.stacks.stack import Stack
from platformctl.views import (
    catalog,
    failure,
    fleet,
    history,
    leases,
    moving,
    outcome,
    outputs,
    preview,
    proofs,
    rebuilding,
    rendering,
    sandbox,
    settling,
    standing,
    starting,
)
from platformctl.views.look import MAX_WIDTH, Look
from platformctl.workflows.audit_results import History, RunList
from platformctl.workflows.results import Rendered, Reset

GOLDEN = Path(__file__).parent / "golden"
Show = Callable[[Mapping[str, Stack], Look], str]
DB = load_module(builtin_folder("modules") / "db", "builtin")
VIEWS: dict[str, Show] = {
    "catalog-list": lambda _, look: catalog.offered([DB, note_module()], look),
    "catalog-db": lambda _, look: catalog.kind(DB, look),
    "catalog-note": lambda _, look: catalog.kind(note_module(), look),
    "preview-create": lambda s, look: preview.previewed(samples.created(s["db"]), look),
    "preview-waiting": lambda s, look: outcome.finished(samples.outcome(samples.waiting(s["db"]), "previewed"), look),
    "preview-losses": lambda s, look: preview.previewed(samples.losing(s["db"]), look),
    "preview-unfollowed": lambda s, look: preview.previewed(samples.unfollowed(s["db"]), look),
    "preview-destroy": lambda s, look: preview.previewed(samples.destroyed(s["real"]), look),
    "preview-deleted": lambda s, look: preview.previewed(samples.deleted(s["real"]), look),
    "preview-odd-values": lambda s, look: preview.previewed(samples.created(s["note"]), look),
    "outcome-applied": lambda s, look: outcome.finished(samples.outcome(samples.created(s["db"]), "applied"), look),
    "outcome-unchanged": lambda s, look: outcome.finished(
        samples.outcome(samples.unchanged(s["db"]), "unchanged"), look
    ),
    "outcome-destroyed": lambda s, look: outcome.finished(
        samples.outcome(samples.destroyed(s["db"]), "destroyed"), look
    ),
    "outcome-deleted": lambda s, look: outcome.finished(samples.outcome(samples.deleted(s["db"]), "destroyed"), look),
    "outcome-written": lambda s, look: outcome.finished(samples.outcome(samples.created(s["real"]), "written"), look),
    "outcome-new-project": lambda s, look: outcome.finished(
        samples.outcome(samples.created(s["db"]), "previewed", new_folder="my shop"), look
    ),
    "several": lambda s, look: outcome.several(
        [
            *samples.stopped(),
            samples.outcome(samples.unchanged(s["note"]), "previewed"),
            samples.outcome(samples.created(s["db"]), "applied"),
        ],
        look,
    ),
    "fleet": lambda s, look: fleet.gone_through(
        [
            *samples.stopped(),
            samples.left_out(),
            samples.outcome(samples.unchanged(s["note"]), "unchanged"),
            samples.outcome(samples.created(s["db"]), "applied"),
        ],
        look,
    ),
    "fleet-none": lambda _, look: fleet.gone_through([], look),
    "list": lambda s, look: standing.listed("dev", samples.standings(s["db"]), look),
    "list-plain": lambda s, look: standing.listed("dev", samples.standings(s["db"])[:1], look),
    "list-empty": lambda _, look: standing.listed("dev", [], look),
    "show": lambda s, look: standing.shown(samples.standings(s["db"])[0], look),
    "show-deleted": lambda s, look: standing.shown(samples.standings(s["db"])[1], look),
    "show-odd-values": lambda s, look: standing.shown(samples.standings(s["note"])[0], look),
    "show-interrupted": lambda s, look: standing.shown(samples.standings(s["db"])[3], look),
    "show-last-run": lambda s, look: standing.shown(audit.told_in_full(s["db"]), look),
    "show-half-way": lambda s, look: standing.shown(samples.half_way(s["db"]), look),
    "history": lambda _, look: history.told(samples.history(), look),
    "history-more": lambda _, look: history.told(replace(samples.history(), has_more=True), look),
    "history-leases": lambda _, look: history.told(History(samples.ORDERS, audit.leases_told()), look),
    "history-none": lambda _, look: history.told(History(samples.ORDERS, ()), look),
    "runs": lambda _, look: history.runs(audit.run_list(), look),
    "runs-none": lambda _, look: history.runs(RunList("dev", ()), look),
    "verified": lambda _, look: proofs.verified("dev", audit.chains()[:2], look),
    "verified-verbose": lambda _, look: proofs.verified("dev", audit.chains()[:2], look, verbose=True),
    "verified-broken": lambda _, look: proofs.verified("dev", audit.chains(), look),
    "verified-none": lambda _, look: proofs.verified("dev", [], look),
    "pruned": lambda _, look: proofs.pruned("dev", audit.pruned(), look),
    "pruned-none": lambda _, look: proofs.pruned("dev", [], look),
    "leases": lambda _, look: leases.listed("dev", audit.held_leases(), audit.NOW, look),
    "leases-none": lambda _, look: leases.listed("dev", [], audit.NOW, look),
    "released": lambda _, look: leases.released(audit.released(), look),
    "failure": lambda _, look: failure.failed(samples.blocked(), look),
    "failure-hostile": lambda _, look: failure.failed(samples.hostile(), look),
    "outputs": lambda _, look: outputs.outputs(samples.ORDERS, samples.OUTPUTS, look),
    "outputs-none": lambda _, look: outputs.outputs(samples.ORDERS, {}, look),
    "settled": lambda _, look: settling.settled(samples.settled(), look),
    "sandbox-running": lambda _, look: sandbox.status(samples.running(), look),
    "sandbox-stopped": lambda _, look: sandbox.status(samples.not_running(), look),
    "sandbox-reset": lambda _, look: sandbox.reset(Reset(samples.running(), (str(samples.ORDERS),)), look),
    "rendering": lambda _, look: rendering.rendered(
        [Rendered(samples.ORDERS, ("main.tf", "terraform.tfvars.json")), Rendered(samples.NOTE, ())], look
    ),
    "rendering-checked": lambda _, look: rendering.checked(2, [samples.edited()], look),
    "several-none": lambda _, look: outcome.several([], look),
    "rendering-clean": lambda _, look: rendering.checked(2, [], look),
    "moved": lambda _, look: moving.moved(move_samples.moved(), look),
    "moved-held-up": lambda _, look: moving.moved(move_samples.held_up(), look),
    "moved-already": lambda _, look: moving.moved(move_samples.there_already(), look),
    "moved-forgotten": lambda _, look: moving.forgotten(move_samples.forgotten(), look),
    "rebuilt": lambda s, look: rebuilding.rebuilt(
        move_samples.rebuilt(samples.outcome(samples.created(s["db"]), "applied")), look
    ),
    "rebuilt-same": lambda s, look: rebuilding.rebuilt(
        move_samples.drilled(samples.outcome(samples.created(s["note"]), "applied")), look
    ),
    "rebuilt-written": lambda s, look: rebuilding.rebuilt(
        move_samples.written(samples.outcome(samples.unchanged(s["note"]), "previewed")), look
    ),
    "started": lambda _, look: starting.started(samples.started(), look),
}
every_view = pytest.mark.parametrize("name", VIEWS)
both_widths = pytest.mark.parametrize("width", [80, 140])


@pytest.fixture
def golden() -> Callable[[str, str], str]:
    """Return the kept text of a view; with UPDATE_GOLDEN, keep the new one first."""

    def kept(name: str, text: str) -> str:
        path = GOLDEN / f"{name}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        return path.read_text("utf-8")

    return kept


@both_widths
@every_view
def test_each_view_reads_as_it_was_approved(
    name: str, width: int, stacks: Mapping[str, Stack], golden: Callable[[str, str], str]
) -> None:
    text = VIEWS[name](stacks, Look(width))

    assert text == golden(f"{name}-{width}", text)


def test_every_golden_file_belongs_to_a_view() -> None:
    assert {path.stem.rpartition("-")[0] for path in GOLDEN.iterdir()} == set(VIEWS)


@both_widths
@every_view
def test_no_line_is_wider_than_it_may_be(name: str, width: int, stacks: Mapping[str, Stack]) -> None:
    lines = VIEWS[name](stacks, Look(width)).splitlines()

    assert [line for line in lines if len(line) > min(width, MAX_WIDTH) and wraps(name, line)] == []
    assert [line for line in lines if line != line.rstrip()] == []


def wraps(name: str, line: str) -> bool:
    """Say whether a line is prose; values, commands and lists are never broken, so that they can be copied."""
    return name not in {"list", "runs", "verified-verbose"} and not any(
        mark in line for mark in ("Next: ", "terraform -chdir", "xxxx")
    )


@every_view
def test_no_secret_and_no_control_character_is_shown(name: str, stacks: Mapping[str, Stack]) -> None:
    text = VIEWS[name](stacks, Look(80))

    assert samples.SECRET not in text
    assert [character for character in text if character != "\n" and not character.isprintable()] == []


@every_view
def test_colour_adds_nothing_but_colour(name: str, stacks: Mapping[str, Stack]) -> None:
    from rich.text import Text

    coloured, plain = VIEWS[name](stacks, Look(80, colour=True)), VIEWS[name](stacks, Look(80))

    stripped: Any = Text.from_ansi(coloured).plain
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


@every_view
def test_a_very_narrow_place_breaks_nothing(name: str, stacks: Mapping[str, Stack]) -> None:
    assert VIEWS[name](stacks, Look(40))
