"""What is left to do by hand after the files are written, in words, by code host."""

from collections.abc import Iterator

from platformctl.project.pipelines.owners import is_owner
from platformctl.project.pipelines.pipeline import Pipeline
from platformctl.project.pipelines.source import FORM
from platformctl.project.platform_file import Platform


def steps(pipeline: Pipeline, platform: Platform) -> Iterator[str]:
    """Yield the steps."""
    yield from _source(pipeline)
    yield from _roles(pipeline)
    yield from _HOSTS[pipeline.host](pipeline)
    yield from _left_out(pipeline, platform)
    yield f"Protect the branch {pipeline.branch}: changes by reviewed pull requests only, approved by code owners."
    yield "Commit the files and open a pull request: it plans itself."


def _source(pipeline: Pipeline) -> Iterator[str]:
    if pipeline.source.url or pipeline.host == "atlantis":
        return
    yield (
        "Set the variables PLATFORMCTL_SOURCE (an https address of platformctl's repository) and PLATFORMCTL_COMMIT "
        f"(40 digits) on the code host, or write the files again with --from {FORM.split(',')[0]}. Pull requests from "
        "forks see no variables: they need --from."
    )


def _roles(pipeline: Pipeline) -> Iterator[str]:
    if pipeline.host == "atlantis" or not pipeline.real:
        return
    accounts = sorted({target.account for target in pipeline.real})
    yield (
        f"In each account ({', '.join(accounts)}), make the identity provider and the roles with the trust policies "
        "below. A role of a plan needs to read only; what each role must be allowed: docs/howto/ci.md."
    )
    if not pipeline.repository.path:
        yield "The trust policies name no repository yet: say --repository OWNER/NAME, or fill it in."


def _github(pipeline: Pipeline) -> Iterator[str]:
    for target in pipeline.applied:
        if target.guarded:
            yield (
                f"Make the environment {target.name} in the repository's settings, limit it to the branch "
                f"{pipeline.branch}, and give it the secret {target.secret}. Unlimited, any branch could use it."
            )
    for secret in _secrets(pipeline):
        yield f"Give the repository the secret {secret}_PREVIEW: the address of the store for a user who only reads."


def _gitlab(pipeline: Pipeline) -> Iterator[str]:
    yield (
        "Let the pipeline in: `include: {local: .gitlab/platformctl.yml}` in .gitlab-ci.yml, where it is not yet. "
        "`stages` of that file need plan, report and apply in them."
    )
    yield "Give merge requests a project access token (Reporter, scope api) as the variable GITLAB_TOKEN."
    for secret in _secrets(pipeline):
        yield f"Variables: {secret} (protected, masked), and {secret}_PREVIEW (masked) for a user who only reads."
    for target in pipeline.applied:
        yield (
            f"Set the resource group platformctl-apply-{target.name} to oldest_first, so that merges are applied in "
            "their order."
        )
    if pipeline.applied:
        yield f"Make a pipeline schedule on {pipeline.branch}, each night: it looks for what was changed by hand."


def _azure(pipeline: Pipeline) -> Iterator[str]:
    yield "Install the AWS Toolkit for Azure DevOps, and make a pipeline of azure-pipelines-platformctl.yml."
    for target in pipeline.real:
        uses = ("preview", "deploy") if target.applies else ("preview",)
        named = " and ".join(f"platformctl-{use}-{target.name}" for use in uses)
        yield f"Make the service connections {named} (AWS, with OpenID Connect), for the roles of {target.name}."
    for target in pipeline.applied:
        yield f"Make the environment {target.name} with an exclusive lock and the branch control {pipeline.branch}."
    for secret in _secrets(pipeline):
        yield f"Secret variables of the pipeline: {secret}, and {secret}_PREVIEW for a user who only reads."
    yield f"Where the code lies in Azure Repos: make the pipeline a build validation of the branch {pipeline.branch}."
    yield "Let the build service contribute to pull requests, so that it can post the report."


def _atlantis(pipeline: Pipeline) -> Iterator[str]:
    yield "Start the Atlantis server with --repo-config atlantis-server.yaml and --checkout-strategy=merge."
    yield "Its image needs platformctl, Terraform and git on PATH, and credentials that may assume the roles."
    for target in pipeline.applied:
        yield (
            f"Atlantis keeps no schedule. Each night, in a fresh clone of {pipeline.branch}: "
            f"platformctl plan --env {target.name} --detailed-exitcode (2: somebody has changed something by hand)."
        )


def _left_out(pipeline: Pipeline, platform: Platform) -> Iterator[str]:
    for target in pipeline.targets:
        if not target.applies:
            yield (
                f"Nothing applies {target.name} from a pipeline: its state lies on one machine, or nothing in it is "
                "real. It is planned."
            )
    for name, team in platform.teams.items():
        if not is_owner(team.owner):
            yield f"CODEOWNERS leaves out team {name}: its owner is no e-mail address, @user or @group/team."


def _secrets(pipeline: Pipeline) -> list[str]:
    return sorted({target.secret for target in pipeline.targets if target.secret})


_HOSTS = {"github": _github, "gitlab": _gitlab, "azure": _azure, "atlantis": _atlantis}
