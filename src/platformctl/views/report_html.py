"""A report as one HTML page that needs nothing else, no script and no request; for a phone, a screen and paper."""

from functools import cache
from pathlib import Path
from typing import Any

from platformctl import __version__
from platformctl.views.plain import harmless
from platformctl.views.report_diff import difference
from platformctl.views.report_words import (
    DATA_LOST,
    against,
    alike,
    counted,
    groups,
    headline,
    lost,
    notes,
    origin,
    proven,
    story,
    title,
)
from platformctl.workflows.report_results import Loss, Report, in_order

MOST = 2_000
"""Lines of a plan, and losses, that are written out for each stack."""
TONES = {"+": "yes", "-": "no", "!": "note"}
"""Colours of a plan's lines by their sign."""


def html(report: Report) -> str:
    """Write the page."""
    return str(
        _page().render(
            report=report,
            headline=headline(report),
            where=origin(report, harmless),
            groups=groups(report),
            unchanged=in_order(report.of("unchanged")),
            version=__version__,
            most=MOST,
            data_lost=DATA_LOST,
            tones=TONES,
        )
    )


def _without_data(loss: Loss) -> Loss:
    """Return a loss whose data is told by the page itself."""
    return loss.model_copy(update={"data": False})


@cache
def _page() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pages.filters["seen"] = harmless
    words = (against, alike, counted, difference, lost, notes, proven, story, title)
    pages.globals.update({word.__name__: word for word in words}, seen=harmless, without_data=_without_data)
    return pages.get_template("report.html.j2")
