"""What to type where a command would lose data: the word of a person, in the place where it counts."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Literal

from platformctl.stacks.stack import Stack
from platformctl.terraform.plan import Action
from platformctl.workflows.results import Preview

Word = Literal["destroy", "replace"]
DAYS = 7
"""How long the word that is proposed counts."""


def words_for(preview: Preview, today: date) -> str:
    """Return what to type so that what a plan would lose may be lost."""
    lost = {change.action for change in preview.plan.losses if change.type in preview.stack.contract.stateful}
    replaced: set[Word] = {"replace"} if Action.REPLACE in lost else set()
    gone: set[Word] = {"destroy"} if lost - {Action.REPLACE} else set()
    return _words(preview.stack, "destroy" if preview.destroys else "apply", replaced | gone, today)


def words_to_destroy(stack: Stack, today: date) -> str:
    """Return what to type so that a stack may be destroyed where nobody can be asked."""
    if not stack.contract.stateful or _is_allowed(stack, {"destroy"}, today):
        return f"platformctl destroy {stack.id} --yes"
    return _words(stack, "destroy", {"destroy"}, today)


def _words(stack: Stack, command: str, needed: Collection[Word], today: date) -> str:
    if stack.environment.tier == "dev":
        return f"platformctl {command} {stack.id} --confirm {stack.id.name}"
    path = f"{stack.id.folder}/request.yaml"
    if stack.kept:
        return f"git log --oneline -- {path}      (bring it back, with lifecycle in it)"
    allow = ", ".join(sorted(needed))
    until = today + timedelta(days=DAYS)
    if stack.request.lifecycle:
        return f"${{EDITOR:-vi}} {path}      (lifecycle: allow [{allow}], until {until} or later)"
    block = f'lifecycle: {{allow: [{allow}], until: {until}, reason: "say why"}}'
    return f"echo '{block}' >> {path}      (then say why, and have it reviewed)"


def _is_allowed(stack: Stack, needed: Collection[Word], today: date) -> bool:
    given = stack.request.lifecycle
    return given is not None and today <= given.until and set(needed) <= set(given.allow)
