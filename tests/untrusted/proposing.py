"""A change on its way to main, as `plan --changed-since main` would take it up."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.repository import ENVIRON, git

from platformctl.cli.common import Common
from platformctl.cli.untrusted import Proposal, report_if_untrusted
from platformctl.git.changes import changes_since
from platformctl.project.project import load_project
from platformctl.workflows.report_results import Report, StackReport


@dataclass(frozen=True)
class Looked:
    """What looking at a change came to."""

    report: Report

    @property
    def code(self) -> int:
        """The exit code."""
        return self.report.exit_code

    @property
    def said(self) -> str:
        """All that was said of the whole."""
        return " | ".join((*self.report.why_untrusted, *self.report.notes))

    def of(self, stack: str) -> StackReport:
        """What was said of one stack."""
        (found,) = (each for each in self.report.stacks if each.id == stack)
        return found

    def against(self, stack: str) -> str:
        """Why a stack failed."""
        error = self.of(stack).error
        return f"{error.summary}: {error.detail}" if error else ""


def proposal_of(root: Path) -> Proposal:
    """Take up what differs from the fork point with main."""
    return Proposal(load_project(root), changes_since(root, "main", {**ENVIRON, "HOME": str(root)}))


def commit(root: Path) -> None:
    """Commit what is there."""
    git(root, "add", "--all")
    git(root, "commit", "-qm", "change", "--allow-empty")


def look_at(root: Path, environ: Mapping[str, str], *, said: bool = False) -> Looked:
    """Look at what HEAD has; it must not be trusted."""
    report = report_if_untrusted(Common(environ=environ, quiet=True), proposal_of(root), said=said)
    assert report is not None
    return Looked(report)
