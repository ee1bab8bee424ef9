"""What became of an environment that moved to another store, and of what it left behind."""

import shlex
from collections.abc import Sequence
from typing import Any

from platformctl.views.document import document
from platformctl.views.failure import failure_facts
from platformctl.views.look import Look
from platformctl.views.plain import short
from platformctl.views.tables import columns, heading, next_command, paragraph
from platformctl.workflows.results import Forgotten, Moved


def moved(result: Moved, look: Look) -> str:
    """Show what moved, what could not, and what to do with the files and with the old store."""
    if result.left == result.to:
        return look.text(heading(f"{result.environment} is kept in {result.to} already."), "", *_files(result))
    shown: list[Any] = [heading(f"{result.environment}: {_counted(len(result.stacks))} in {result.to}, proven.")]
    rows = [(str(one.id), str(one.events), "" if one.serial is None else str(one.serial)) for one in result.stacks]
    shown += ["", columns(("STACK", "EVENTS", "STATE SERIAL"), rows)] if rows else []
    for stack, error in result.stopped.items():
        shown += ["", heading(f"{stack} has not moved: {error.summary}"), paragraph(short(error.detail))]
        shown += [next_command(error.hint)] if error.hint else []
    shown += ["", *(_again(result) if result.stopped else [*_files(result), "", *_then(result)])]
    return look.text(*shown)


def _counted(number: int) -> str:
    return f"{number} {'stack' if number == 1 else 'stacks'}"


def _files(result: Moved) -> Sequence[Any]:
    written = sum(1 for one in result.files if one.files)
    if not written:
        return [paragraph("All files name it. If its records still lie elsewhere, say where by --from STORE.")]
    told = f"platform.yaml and the files of {_counted(written)} name {result.to} now. Commit and merge them:"
    return [
        paragraph(f"{told} until a checkout has them, it is refused."),
        next_command("git add platform.yaml stacks && git commit"),
    ]


def _then(result: Moved) -> Sequence[Any]:
    old = shlex.quote(result.left)
    return [
        paragraph(f"{result.left} is kept as it was. Once nobody needs it any more:"),
        next_command(f"platformctl state migrate --forget-old --from {old} --env {result.environment}"),
    ]


def _again(result: Moved) -> Sequence[Any]:
    words = f"--from {shlex.quote(result.left)} --to {shlex.quote(result.to)} --env {result.environment}"
    told = "platform.yaml still names the old store, which refuses the stacks that have moved. Finish the move:"
    return [paragraph(told), next_command(f"platformctl state migrate {words}")]


def moved_json(result: Moved) -> str:
    """Show it to a program."""
    return document(
        {
            "environment": result.environment,
            "from": result.left,
            "to": result.to,
            "moved": not result.stopped,
            "stacks": [{"stack": str(one.id), "events": one.events, "serial": one.serial} for one in result.stacks],
            "stopped": [
                {"stack": str(stack), "error": failure_facts(error)} for stack, error in result.stopped.items()
            ],
            "files": {str(one.id): list(one.files) for one in result.files if one.files},
        }
    )


def forgotten(result: Forgotten, look: Look) -> str:
    """Show what was removed."""
    if not result.stacks:
        return look.text(heading(f"{result.left} keeps nothing of {result.environment} any more."))
    told = f"{_counted(len(result.stacks))} of {result.environment} removed from {result.left}; {result.to} has them."
    return look.text(heading(told), *(paragraph(str(stack)) for stack in result.stacks))


def forgotten_json(result: Forgotten) -> str:
    """Show it to a program."""
    facts = {"environment": result.environment, "from": result.left, "to": result.to}
    return document({**facts, "forgotten": [str(stack) for stack in result.stacks]})
