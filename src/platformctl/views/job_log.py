"""Keeps a job's host from acting on what our words quote: it reads commands from the log of each step.

GitHub takes `::name …::` at the start of a line and `##[name]` anywhere, Azure Pipelines `##vso[` and `##[` anywhere
(actions/runner, `ActionCommand.cs`). What would be one gets a space into it, which people still read.
"""

import re
from collections.abc import Mapping

SIGNS = ("GITHUB_ACTIONS", "TF_BUILD")
_AT_START = re.compile(r"(?P<before>(?:^|[\r\n])[^\S\r\n]*:)(?=:[^\S\r\n]*[A-Za-z][^\r\n]*::)")
_ANYWHERE = re.compile(r"#(?=#(?:vso|[A-Za-z-]*)\[)", re.IGNORECASE)


def inert(text: str, environ: Mapping[str, str]) -> str:
    """Return the text as it can stand in the log of the job that we run in; outside of one, as it is."""
    return without_commands(text) if any(environ.get(sign) for sign in SIGNS) else text


def without_commands(text: str) -> str:
    """Take their meaning from what would be commands."""
    return _ANYWHERE.sub("# ", _AT_START.sub(r"\g<before> ", text))
