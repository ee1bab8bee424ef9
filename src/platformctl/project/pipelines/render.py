"""Renders pipeline files: a pure function of the pipeline. Whatever a template says goes through the encoder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from platformctl.project.pipelines.encoding import Word, literal, scalar, word
from platformctl.project.pipelines.pipeline import Host, Pipeline

ACTIONS = {
    "checkout": Word("actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"),
    "upload": Word("actions/upload-artifact@b7c566a772e6b6bfb58ed0dc250532a479d7789f # v6.0.0"),
    "download": Word("actions/download-artifact@37930b1c2abaa49bbe596cd826c3c89aef350131 # v7.0.0"),
    "credentials": Word("aws-actions/configure-aws-credentials@8df5847569e6427dd6c4fb1cf565c83acfa8afa7 # v6.0.0"),
}
"""What the workflows use of others, each at the commit of one release (looked up on 2026-12-01)."""
TERRAFORM = {
    "version": "1.11.4",
    "amd64": "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    "arm64": "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
}
"""The version that platformctl is tested with, and the digests of its archives for Linux."""
FILES: Mapping[Host, Mapping[str, str]] = {
    "github": {
        ".github/workflows/platformctl-plan.yml": "github-plan.yml",
        ".github/workflows/platformctl-report.yml": "github-report.yml",
        ".github/workflows/platformctl-apply.yml": "github-apply.yml",
        ".github/workflows/platformctl-drift.yml": "github-drift.yml",
    },
    "gitlab": {".gitlab/platformctl.yml": "gitlab.yml"},
    "azure": {"azure-pipelines-platformctl.yml": "azure.yml"},
    "atlantis": {"atlantis.yaml": "atlantis.yaml", "atlantis-server.yaml": "atlantis-server.yaml"},
}
"""By host, the files and the templates that they are made of."""
_APPLY_ONLY = frozenset({"github-apply.yml", "github-drift.yml"})
"""Where no state can be reached from another machine, there is nothing to apply, and nothing to compare."""
NIGHTLY = "23 4 * * *"
"""When everything is looked at; off the hour, when hosts are least busy."""


def render(pipeline: Pipeline) -> Mapping[str, bytes]:
    """Return every pipeline file by its path in the repository."""
    facts: dict[str, Any] = {
        "pipeline": pipeline,
        "uses": ACTIONS,
        "terraform": TERRAFORM,
        "with_terraform": True,
        "from_another_run": False,
        "environments": [target.name for target in pipeline.targets],
        "secrets": _secrets(pipeline),
        "nightly": NIGHTLY,
    }
    wanted = {path: name for path, name in FILES[pipeline.host].items() if pipeline.applied or name not in _APPLY_ONLY}
    return {path: _templates().get_template(f"{name}.j2").render(facts).encode() for path, name in wanted.items()}


def _secrets(pipeline: Pipeline) -> Mapping[str, list[str]]:
    """Return the variables that hold addresses of stores, each with the environments that it is for."""
    names = sorted({target.secret for target in pipeline.targets if target.secret})
    return {name: [target.name for target in pipeline.targets if target.secret == name] for name in names}


@cache
def _templates() -> Any:
    from jinja2 import Environment as Jinja
    from jinja2 import FileSystemLoader, StrictUndefined

    templates = Jinja(  # nosec - YAML, not HTML; `finalize` encodes everything that is said
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        finalize=scalar,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        autoescape=False,  # noqa: S701
    )
    templates.filters.update(word=word, literal=literal, identifier=lambda name: word(name.replace("-", "_")))
    return templates
