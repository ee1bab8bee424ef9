"""`platformctl ci init --for HOST`: writes ready pipelines."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from platformctl.cli import common as shared
from platformctl.cli.common import Common
from platformctl.cli.places import project_of
from platformctl.cli.screen import Screen
from platformctl.cli.single import HELP, Group
from platformctl.errors import Usage
from platformctl.views import pipelines as views


class CodeHost(StrEnum):
    """For whom pipelines can be written."""

    GITHUB = "github"
    GITLAB = "gitlab"
    AZURE = "azure"
    ATLANTIS = "atlantis"


For = Annotated[CodeHost, typer.Option("--for", help="The code host.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Replace pipeline files that are there already.")]
Branch = Annotated[str, typer.Option("--branch", metavar="NAME", help="The protected branch.")]
Shards = Annotated[int, typer.Option("--shards", metavar="N", help="Plan each environment in so many jobs.")]
From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="URL@COMMIT",
        help="Where jobs get platformctl: a repository and a full commit. Default: where this one came from.",
    ),
]
RepositoryName = Annotated[
    str | None,
    typer.Option("--repository", metavar="OWNER/NAME", help="For the trust policies. Default: the remote origin."),
]
_REPOSITORY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")

app = typer.Typer(name="ci", cls=Group, add_completion=False, rich_markup_mode="rich", context_settings=HELP)


@app.callback()
def ci() -> None:
    """Write pipelines for a code host."""


@app.command()
def init(  # noqa: PLR0913, PLR0917 - one for each thing that may be said
    ctx: typer.Context,
    for_: For,
    branch: Branch = "main",
    shards: Shards = 1,
    from_: From = None,
    repository: RepositoryName = None,
    force: Force = False,
) -> None:
    """Write ready pipelines: pull requests are planned, what is merged is applied. Say what is left to do by hand."""
    from platformctl.project.pipelines.source import installed_source, parse_source
    from platformctl.workflows.ci_init import Wanted, ci_init

    common: Common = ctx.obj
    project = project_of(common)
    place, root = _place(project.root, common, repository)
    wanted = Wanted(
        host=for_.value,
        branch=branch,
        shards=shards,
        source=parse_source(from_) if from_ else installed_source(),
        repository=place,
        root=root,
        force=force,
    )
    result = ci_init(project, wanted)
    Screen(common).show(lambda look: views.pipelines(result, look), lambda: views.pipelines_json(result))


def _place(project: Path, common: Common, named: str | None) -> tuple[Any, Path]:
    """Return which repository it is, and its folder."""
    from platformctl.git.remote import origin_of, top_of
    from platformctl.project.pipelines.pipeline import Repository

    if named is not None and not _REPOSITORY.fullmatch(named):
        raise Usage("Not a repository", detail=f"--repository: '{named}' is not OWNER/NAME, as acme/infrastructure.")
    top = top_of(project, common.environ).resolve()
    host, path = origin_of(project, common.environ)
    folder = project.resolve().relative_to(top).as_posix()
    return Repository(host=host, path=named or path, folder="" if folder == "." else folder), top


def command() -> Any:
    """Return the command."""
    group: Any = typer.main.get_command(app)
    for one in group.commands.values():
        shared.everywhere(one)
    return group
