"""report.md: the formats of a plan's report, and its JSON document key by key."""

from docs.writers.markdown import code, page, section, table
from docs.writers.models import sections
from platformctl.cli.report_formats import FORMATS
from platformctl.views.report_sarif import MOST_RESULTS
from platformctl.workflows.report_reading import LARGEST_FILE
from platformctl.workflows.report_results import Report

SAID = {
    "json": "The report itself, which `report merge` and `report post` read; everything below.",
    "markdown": "A comment or a job summary: the worst first, Terraform's own words folded below.",
    "sarif": f"SARIF 2.1.0 for code scanning, each result at the request's line; at most {MOST_RESULTS} results, what "
    "blocks first. A result is known again by stack, check and resource, not by its line.",
    "junit": "JUnit XML: a suite for each stack, a case for each promise and each check that found something. What "
    "blocks is a failure, what could not be planned an error, a promise that can't be told yet is skipped.",
    "html": "One page that needs nothing else, for a phone, a screen and paper.",
    "codequality": "GitLab's code quality artefact.",
    "terraform": "GitLab's Terraform artefact: how many objects are created, updated, deleted.",
}
INTRODUCTION = """\
`plan --report FORMAT=PATH` writes what became of each stack to a file; `report merge` joins the reports of shards. All
formats are made of the report alone: `report merge FILE… --report FORMAT=PATH` makes any of them of a JSON report,
without project or stack."""
SAFE = f"""\
A report holds no secret: what Terraform masks stays masked, and its texts are hidden wherever else they turn up, with
passwords and tokens of the environment. Values are cut after the masking. Of a structured attribute only the leaves
that differ are told (`rule.0.expiration.0.days: 30 → 60`), also of a policy in JSON; two long texts are cut so that
the place stays in sight from where on they differ. Files are named from the project's folder. A JSON report that is
larger than {LARGEST_FILE // 1024**2} MB, of another version, or has a key or a form that is not listed here is refused
when it is read. Where plans are too large for that, attributes are left out first and counted; what blocks and what is
lost stays."""
SHORTER = """\
A host takes comments up to a size. A report that is longer is shortened in steps: shorter differences, none, changes
as counts with a link to the whole, and last one line for each stack that is blocked or loses something; those that
don't fit are counted. Texts from requests, plans and errors are inert: whatever is not a plain word stands in a code
span, so that no host makes a mention, a link, an image or a command of it."""


def report() -> str:
    """Write the page of the report."""
    rows = [(code(kind), SAID[kind]) for kind in FORMATS]
    return page(
        "The report of a plan",
        "src/platformctl/workflows/report_results.py",
        INTRODUCTION,
        table(("format", "what it is"), rows),
        section("What is in it, and what is not", SAFE),
        section("Comments", SHORTER),
        sections(Report, "The JSON document"),
    )
