"""`apply --report markdown=PATH`: what became of it, for the summary of a job."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from platformctl.cli.common import Common
from platformctl.cli.reports import write_reports
from platformctl.workflows.results import Outcome, Result

APPLY_FORMATS = ("markdown",)


def write_apply_reports(wanted: Mapping[str, Path], results: Sequence[Result], common: Common) -> None:
    """Write what became of an apply in each format that was asked for."""
    if wanted:
        from platformctl.terraform.known_secrets import hiding, secrets_of_environment
        from platformctl.views.apply_markdown import applied_markdown

        planned = (result.preview.plan.secrets for result in results if isinstance(result, Outcome))
        hide = hiding(secrets_of_environment(common.environ).union(*planned))
        write_reports(wanted, lambda _kind: applied_markdown(results, hide))
