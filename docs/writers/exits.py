"""exit-codes.md: what a command's end means, from the classes of errors."""

from collections.abc import Iterator

from docs.writers.markdown import page, section, sentence, table
from platformctl.errors import Blocked, Busy, PlatformError, Usage
from platformctl.workflows.results import ORDER

DONE = ("0", "Done. With `--detailed-exitcode` also: there are no changes.")
CHANGES = ("2", "Only with `--detailed-exitcode` (plan, apply): done, and there are or were changes.")
SIGNALS = (
    "130, 143",
    "Interrupted by SIGINT (Ctrl-C) or SIGTERM; what was begun is on record. Any other signal: 128 + its number.",
)
EXAMPLES = {
    PlatformError: "A tool is missing, the cloud refused, the disk is full, checkov crashed, the answer was no, a bug.",
    Blocked: "A check failed or could not tell, data would be lost, a limit is reached, a judged file was changed.",
    Busy: "Another run has the stack, or its Terraform still works.",
    Usage: "An option that is not there, a value out of bounds, an edited rendered file, no terminal and no `--yes`.",
}


def exit_codes() -> str:
    """Write the page."""
    rows = sorted([DONE, CHANGES, *_errors()], key=lambda row: int(row[0]))
    order = ", else ".join(map(str, ORDER))
    several = (
        f"A command over several stacks goes on past failures. Its code is 130 or 143, else {order}, else 2, else 0. "
        "A stack that was not started because of another one counts as that one."
    )
    return page(
        "Exit codes",
        "src/platformctl/errors.py",
        table(("code", "meaning"), [*rows, SIGNALS]),
        section("Several stacks", several),
        section("Errors", FORM),
    )


FORM = """\
An error has a fixed summary, a detail in sentences, and a hint: a command that can be typed next. With
`--output json` it is the one document on stdout:

```json
{
  "version": 1,
  "error": {
    "summary": "Unknown resource kind",
    "detail": "'dbb' is not in the catalog. Did you mean 'db'? Known kinds: db, queue.",
    "hint": "platformctl catalog",
    "exit_code": 64
  }
}
```

`--verbose` adds where the error came from."""


def _errors() -> Iterator[tuple[str, str]]:
    for kind, examples in EXAMPLES.items():
        first = (kind.__doc__ or "").splitlines()[0]
        yield str(kind.exit_code), f"{sentence(first)} {examples}"
