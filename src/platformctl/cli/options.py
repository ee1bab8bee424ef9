"""Options and arguments that several commands share."""

from typing import Annotated

import typer

Yes = Annotated[bool, typer.Option("--yes", "-y", envvar="PLATFORMCTL_YES", help="Do it without asking.")]
Confirm = Annotated[
    str | None, typer.Option("--confirm", metavar="NAME", help="The stack's name: allows losing the data in it.")
]
PlanOnly = Annotated[bool, typer.Option("--plan-only", help="Write the request, judge and preview; change nothing.")]
Team = Annotated[str | None, typer.Option("--team", metavar="TEAM", help="Who owns it. Default: the project's.")]
Bind = Annotated[
    list[str] | None,
    typer.Option(
        "--bind",
        metavar="KIND/NAME[:LEVEL]",
        help="A stack to use, as db/orders or queue/mail:send. PREFIX=KIND/NAME begins the names of the environment "
        "variables that come with it. Can be given several times.",
    ),
]
Stack = Annotated[str, typer.Argument(metavar="STACK", help="ENV/KIND/NAME, or KIND/NAME.", show_default=False)]
Stacks = Annotated[
    list[str] | None, typer.Argument(metavar="STACK", help="ENV/KIND/NAME, or KIND/NAME.", show_default=False)
]
Over = Annotated[
    list[str] | None,
    typer.Option("--over", metavar="RUN", help="Take back what this run applied, though the branch lacks it."),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        metavar="REF",
        help="The stacks that differ from where this branch forked off REF.",
    ),
]
Detailed = Annotated[bool, typer.Option("--detailed-exitcode", help="Exit with 2 when there are changes.")]
