"""Pipelines that were written, and what is left to do by hand."""

import json
from typing import Any

from platformctl.project.pipelines.trust import Trust
from platformctl.project.pipelines.written import Written
from platformctl.views.document import document
from platformctl.views.look import Look
from platformctl.views.tables import heading, paragraph


def pipelines(result: Written, look: Look) -> str:
    """Show the files, the steps, and each role's trust policy as IAM takes it."""
    lines: list[Any] = [heading(f"Pipelines in {result.root}:")]
    lines += [paragraph(f"{file.path}  {file.what}") for file in result.files]
    lines += ["", heading("Left to do, by somebody with the rights:")]
    lines += [paragraph(f"{number}. {step}") for number, step in enumerate(result.steps, 1)]
    for trust in result.trusts:
        lines += ["", heading(f"Trust policy of {trust.role}, the {trust.use} role of {trust.environment}:")]
        lines.append(paragraph(json.dumps(trust.document, indent=2)))
    return look.text(*lines)


def pipelines_json(result: Written) -> str:
    """Show the same to a program."""
    return document(
        {
            "repository": result.root,
            "files": [{"path": file.path, "what": file.what} for file in result.files],
            "steps": list(result.steps),
            "trust_policies": [_trust(trust) for trust in result.trusts],
        }
    )


def _trust(trust: Trust) -> dict[str, Any]:
    told = {"environment": trust.environment, "use": trust.use, "role": trust.role}
    return {**told, "document": dict(trust.document)}
