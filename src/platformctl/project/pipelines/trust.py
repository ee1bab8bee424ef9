"""The trust policies of the roles that pipelines assume: who, proven by the code host's token, may be what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from platformctl.project.pipelines.pipeline import Pipeline, Target, partition_of

AUDIENCE = "sts.amazonaws.com"
AZURE_AUDIENCE = "api://AzureADTokenExchange"
UNKNOWN = "OWNER/REPOSITORY"
"""Stands where nobody has said which repository it is."""
UNKNOWN_ID = "ORGANISATION-ID"
"""Azure DevOps has an issuer for each organisation, by an id that only its settings show."""


@dataclass(frozen=True)
class Trust:
    """Who may assume one role."""

    environment: str
    role: str
    use: str
    """`preview` or `deploy`."""
    document: Mapping[str, Any]
    """The policy, as IAM takes it."""


def trusts(pipeline: Pipeline) -> Iterator[Trust]:
    """Yield the trust policy of every role that the pipelines assume; Atlantis has credentials of its own."""
    if pipeline.host == "atlantis":
        return
    for target in pipeline.targets:
        if target.preview:
            yield Trust(target.name, target.preview, "preview", _document(pipeline, target, "preview"))
        if target.preview and target.applies:
            yield Trust(target.name, target.deploy, "deploy", _document(pipeline, target, "deploy"))


def _document(pipeline: Pipeline, target: Target, use: str) -> Mapping[str, Any]:
    issuer, audience = _issuer(pipeline)
    subjects = _SUBJECTS[pipeline.host](pipeline, target, use)
    kind = "StringLike" if any("*" in subject for subject in subjects) else "StringEquals"
    conditions: dict[str, dict[str, Any]] = {"StringEquals": {f"{issuer}:aud": audience}}
    conditions.setdefault(kind, {})[f"{issuer}:sub"] = subjects[0] if len(subjects) == 1 else [*subjects]
    federated = f"arn:{partition_of(target.region)}:iam::{target.account}:oidc-provider/{issuer}"
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": federated},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _issuer(pipeline: Pipeline) -> tuple[str, str]:
    """Return whose tokens count, and for whom they are made out."""
    host = pipeline.repository.host
    match pipeline.host:
        case "github":
            ours = host in {"", "github.com"}
            return "token.actions.githubusercontent.com" if ours else f"{host}/_services/token", AUDIENCE
        case "gitlab":
            return host or "gitlab.com", AUDIENCE
        case _:
            return f"vstoken.dev.azure.com/{UNKNOWN_ID}", AZURE_AUDIENCE


def _github(pipeline: Pipeline, target: Target, use: str) -> Sequence[str]:
    """A deploy role trusts the protected branch; or an environment of GitHub's, where secrets hang on one.

    Plans are made for pull requests; where the protected branch is applied, it is looked at every night, too.
    """
    whose = f"repo:{pipeline.repository.path or UNKNOWN}"
    merged = f"{whose}:ref:refs/heads/{pipeline.branch}"
    if use == "preview":
        return (f"{whose}:pull_request", merged) if target.applies else (f"{whose}:pull_request",)
    return (f"{whose}:environment:{target.name}",) if target.guarded else (merged,)


def _gitlab(pipeline: Pipeline, _target: Target, use: str) -> Sequence[str]:
    branch = "*" if use == "preview" else pipeline.branch
    return (f"project_path:{pipeline.repository.path or UNKNOWN}:ref_type:branch:ref:{branch}",)


def _azure(pipeline: Pipeline, target: Target, use: str) -> Sequence[str]:
    path = pipeline.repository.path.removeprefix("v3/")  # as addresses for ssh begin
    organisation, project, *_ = (path or "ORGANISATION/PROJECT").split("/")
    return (f"sc://{organisation}/{project}/platformctl-{use}-{target.name}",)


_SUBJECTS = {"github": _github, "gitlab": _gitlab, "azure": _azure}
