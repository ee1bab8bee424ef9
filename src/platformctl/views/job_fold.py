"""Lines around a part of a job's log, by which the host's page can fold it: GitHub, GitLab, Azure Pipelines."""

import re
from collections.abc import Callable, Mapping

from platformctl.views.job_commands import github_data
from platformctl.views.plain import harmless, one_line

_CLEAR = "\x1b[0K"
_NO_NAME = re.compile(r"[^a-z0-9]+")

Fold = tuple[str, str]
"""What begins the part, and what ends it."""


def github_fold(title: str, _: int) -> Fold:
    """Write it as GitHub reads it (docs.github.com, "Workflow commands")."""
    return f"::group::{github_data(title)}", "::endgroup::"


def azure_fold(title: str, _: int) -> Fold:
    """Write it as Azure Pipelines reads it (learn.microsoft.com, "Formatting commands")."""
    return f"##[group]{title}", "##[endgroup]"


def gitlab_fold(title: str, now: int) -> Fold:
    """Write it as GitLab reads it (docs.gitlab.com, "Custom collapsible sections"); both ends say when, and a name."""
    name = f"platformctl_{_NO_NAME.sub('_', title.lower())}"
    return f"{_CLEAR}section_start:{now}:{name}\r{_CLEAR}{title}", f"{_CLEAR}section_end:{now}:{name}\r{_CLEAR}"


_FOLDS: Mapping[str, Callable[[str, int], Fold]] = {
    "GITHUB_ACTIONS": github_fold,
    "TF_BUILD": azure_fold,
    "GITLAB_CI": gitlab_fold,
}


def fold(title: str, environ: Mapping[str, str], now: int) -> Fold | None:
    """Return the two lines for the host whose job this is; None elsewhere."""
    form = next((form for sign, form in _FOLDS.items() if environ.get(sign)), None)
    return form(harmless(one_line(title, 200)), now) if form else None
