"""`platformctl history verify` and `history prune`: the proof of the record, and how long it is kept."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from platformctl.cli.asking import require_somebody
from platformctl.cli.common import Common
from platformctl.cli.durations import seconds_of
from platformctl.cli.options import Stacks, Yes
from platformctl.cli.places import environment_of, project_of
from platformctl.cli.reading import records_of
from platformctl.cli.reports import Report, reports, write_reports
from platformctl.cli.screen import Screen
from platformctl.cli.working import finish
from platformctl.errors import PlatformError, Usage
from platformctl.project.project import Project
from platformctl.records.anchors import Anchor, Anchors
from platformctl.records.patience import Patience
from platformctl.stacks.stack_id import parse_stack_id
from platformctl.views import proofs as views
from platformctl.workflows.verifying import NO_ANCHORS, chains_of
from platformctl.workflows.verifying import verify as prove

Against = Annotated[
    Path | None,
    typer.Option("--against", metavar="FILE", help="Compare with heads that --report heads=FILE wrote once."),
]
OlderThan = Annotated[str, typer.Option("--older-than", metavar="DURATION", help="As 400d.")]
SHORTEST = timedelta(days=1)
PATIENCE = 5.0


def verify(ctx: typer.Context, stack: Stacks = None, against: Against = None, report: Report = None) -> None:
    """Prove that nothing on record was changed, left out or put in; name the first break of each chain."""
    common: Common = ctx.obj
    project = project_of(common)
    environment, named = _named(common, project, stack)
    wanted = reports(report, ("heads",))
    anchors = _anchors(against) if against else NO_ANCHORS
    records = records_of(project, common)
    chains = prove(records, named or chains_of(records, environment, anchors), anchors)
    write_reports(wanted, lambda _: views.heads(chains))
    Screen(common).show(
        lambda look: views.verified(environment, chains, look, verbose=common.verbose),
        lambda: views.verified_json(environment, chains),
    )
    finish(1 if any(chain.broken for chain in chains) else 0)


def prune(ctx: typer.Context, older_than: OlderThan, stack: Stacks = None, yes: Yes = False) -> None:
    """Cut off events that are older, behind a checkpoint; what is left is still proven."""
    from platformctl.workflows.pruning import prune as workflow

    common: Common = ctx.obj
    age = timedelta(seconds=seconds_of(older_than, "--older-than"))
    if age < SHORTEST:
        raise Usage("Too short", detail=f"--older-than {older_than}: at least a day of the record is kept.")
    project, screen = project_of(common), Screen(common)
    environment, named = _named(common, project, stack)
    require_somebody(screen, yes, None)
    question = f"Events of {environment} older than {older_than} are removed for good. Do it? [y/N] "
    if not yes and not screen.answers(question):
        raise PlatformError("Declined", detail="Nothing was removed.")
    records = records_of(project, common, looks=False)
    patience = Patience(max(PATIENCE, seconds_of(common.wait, "--wait")))
    with screen.teller() as progress:
        chosen = named or chains_of(records, environment)
        results = workflow(records, chosen, datetime.now(UTC) - age, progress, patience)
    screen.show(lambda look: views.pruned(environment, results, look), lambda: views.pruned_json(environment, results))
    finish(1 if any(one.broken for one in results) else 4 if any(one.busy for one in results) else 0)


def _named(common: Common, project: Project, names: list[str] | None) -> tuple[str, tuple[str, ...]]:
    """Return the environment, and the stacks of it that were named."""
    environment = environment_of(common, project)
    found = tuple(dict.fromkeys(parse_stack_id(name, environment) for name in names or ()))
    environments = sorted({one.environment for one in found})
    if len(environments) > 1:
        raise Usage("Several environments at once", detail=f"The stacks named are in {', '.join(environments)}.")
    return project.environment_name(environments[0] if environments else environment), tuple(map(str, found))


def _anchors(path: Path) -> Mapping[str, Anchor]:
    try:
        return Anchors.model_validate_json(path.read_bytes()).heads
    except (OSError, ValidationError) as error:
        why = "can't be read" if isinstance(error, OSError) else "is not what platformctl wrote"
        raise Usage(
            "Not a file of heads",
            detail=f"--against {path}: it {why}.",
            hint="platformctl history verify --report heads=heads.json",
        ) from error
