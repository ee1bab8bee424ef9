"""Trust policies: a plan's role for pull requests, a deploy role for the protected branch and nobody else."""

from dataclasses import replace
from typing import Any

import pytest
from tests.pipelines.making import pipeline

from platformctl.project.pipelines.trust import trusts


def subjects(host: Any, project: str = "three") -> dict[str, Any]:
    """Return who each role is for, by its use and environment."""
    found: dict[str, Any] = {}
    for trust in trusts(pipeline(host, project)):
        (statement,) = trust.document["Statement"]
        both = {key: value for part in statement["Condition"].values() for key, value in part.items()}
        (found[f"{trust.use} {trust.environment}"],) = [value for key, value in both.items() if key.endswith(":sub")]
    return found


LOOKS = ["repo:acme/infra:pull_request", "repo:acme/infra:ref:refs/heads/main"]


def test_github_proves_a_pull_request_or_the_nightly_look_and_an_environment() -> None:
    assert subjects("github") == {
        "preview staging": LOOKS,
        "deploy staging": "repo:acme/infra:environment:staging",
        "preview prod-eu": LOOKS,
        "deploy prod-eu": "repo:acme/infra:environment:prod-eu",
    }


def test_where_no_secret_needs_an_environment_github_proves_the_branch() -> None:
    assert subjects("github", "one")["deploy prod"] == "repo:acme/infra:ref:refs/heads/release/1.x"


def test_what_no_pipeline_applies_is_not_looked_at_by_night() -> None:
    found = replace(pipeline("github", "one").targets[0], applies=False)

    (trust,) = trusts(replace(pipeline("github", "one"), targets=(found,)))

    assert "repo:acme/infra:pull_request" in trust.document["Statement"][0]["Condition"]["StringEquals"].values()


def test_gitlab_proves_any_branch_for_a_plan_and_one_for_a_deploy() -> None:
    found = subjects("gitlab", "one")

    assert found["preview prod"] == "project_path:acme/infra:ref_type:branch:ref:*"
    assert found["deploy prod"] == "project_path:acme/infra:ref_type:branch:ref:release/1.x"


def test_azure_proves_a_service_connection() -> None:
    assert subjects("azure", "one")["deploy prod"] == "sc://acme/infra/platformctl-deploy-prod"


def test_atlantis_proves_nothing() -> None:
    assert subjects("atlantis") == {}


@pytest.mark.parametrize("host", ["github", "gitlab", "azure"])
def test_every_policy_names_its_audience_and_only_a_plan_of_gitlab_has_a_pattern(host: Any) -> None:
    for trust in trusts(pipeline(host, "three")):
        (statement,) = trust.document["Statement"]
        assert any(key.endswith(":aud") for key in statement["Condition"]["StringEquals"])
        assert ("StringLike" in statement["Condition"]) == (host == "gitlab" and trust.use == "preview")
        assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"


def test_a_region_of_another_part_of_aws_has_its_provider_there() -> None:
    (document,) = [
        one.document
        for one in trusts(pipeline("github", "hostile"))
        if one.environment == "on" and one.use == "preview"
    ]

    assert document["Statement"][0]["Principal"]["Federated"].startswith(
        "arn:aws-us-gov:iam::000000000000:oidc-provider/"
    )


def test_what_is_not_real_has_no_role() -> None:
    assert subjects("github", "sandbox") == {}
