"""environment-variables.md and tools.md: what platformctl takes from its surroundings, and what it drives."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from docs.writers.markdown import code, page, section, sentence, table
from platformctl.cli.main import front_door
from platformctl.toolchain import provider_mirror, providers, recipes, terraform

FURTHER: Mapping[str, str] = {
    "CI": "Set to anything: nobody is asked, progress is plain lines, and what its pipeline applies may be applied.",
    "PLATFORMCTL_PULL_REQUEST": "The number of the pull request that a job is about, where the host's own variables "
    "(GitHub, GitLab, Azure DevOps, Bitbucket, Jenkins, Buildkite, Atlantis) don't tell. `plan` then records what it "
    "showed for `apply --reviewed`.",
    "PLATFORMCTL_SOURCE, PLATFORMCTL_COMMIT": "Read by pipelines of `ci init`: where they get platformctl, "
    "unless `--from` has said it.",
    "NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE": "Colour: never, always, always.",
    "COLUMNS": "The width of the text; at most 120 are used.",
    "XDG_CACHE_HOME": "Where the tools' environments are kept. Default: `~/.cache`. May be wiped.",
    "XDG_STATE_HOME": "Where running work and copies of states are kept. Default: `~/.local/state`. Must not be wiped.",
}
STORES: Mapping[str, str] = {
    "PLATFORMCTL_LEASE_SECONDS": "Seconds that a lease on a remote store lasts unless renewed, 1 to 3600. Default: 60.",
    "PLATFORMCTL_RESCUE_DIR": "Where a state goes, encrypted, that its store can't take (`rescue:` in platform.yaml). "
    "Default: `rescue/` in the user's state folder.",
    "NAME": 'What `state: {postgres: {url: "${env:NAME}"}}` of platform.yaml names: the address of a database.',
    "PGPASSWORD, PGPASSFILE, PGSSLROOTCERT, …": "As every client of PostgreSQL reads them; not passed to Terraform.",
}
HOSTS: Mapping[str, str] = {
    "GITHUB_TOKEN, GH_TOKEN": "The job's token: `pull-requests: write` for the comment, `checks: write` for the check "
    "run. The address is `GITHUB_API_URL`, so enterprise hosts work as they are.",
    "GITLAB_TOKEN": "A token of the project (Reporter, scope `api`): GitLab's `CI_JOB_TOKEN` may write no notes. "
    "The address is `CI_API_V4_URL`.",
    "SYSTEM_ACCESSTOKEN": "Azure Pipelines' `$(System.AccessToken)`, which a step has to map; its build service needs "
    "'Contribute to pull requests'. The address is `SYSTEM_COLLECTIONURI`.",
    "GITHUB_ACTIONS, TF_BUILD": "Set: what would be a command to the host in our words gets a space into it "
    "(`: :name::`, `# #[name]`).",
}
PASSED: Mapping[str, str] = {
    "AWS_…": "To Terraform, for a real account; to what assumes the role that it names, if any; used for a "
    "store in S3. `AWS_ENDPOINT_URL…` never gets through; the region is set.",
    "TF_CLI_CONFIG_FILE": "To Terraform: its mirrors, hosts and credentials, no development overrides.",
    "TF_TOKEN_…": "To Terraform: registry tokens. No other `TF_…` variable gets through.",
    "HTTP_PROXY, HTTPS_PROXY, NO_PROXY, ALL_PROXY, SSL_CERT_FILE, SSL_CERT_DIR": "To Terraform and to uv; `report "
    "post` goes by them too, ALL_PROXY excepted.",
    "PIP_…, UV_…": "To uv, when it makes a tool's environment: pip's index, certificate and proxy settings count.",
}
FOUND = """\
Terraform is found in this order: `PLATFORMCTL_TERRAFORM`, else `terraform`, else `tofu` on PATH; the first one of an
accepted version is taken. It is not downloaded yet. A program inside the project, or in a folder that anybody may write
to, is refused."""
MADE = """\
checkov and the emulator (moto) are tools, not libraries: each has a locked environment of its own, made once per
machine in the user's cache with uv, from wheels only and with hashes, or named by its variable."""
PROVIDERS = """\
Providers come from `PLATFORMCTL_PROVIDER_MIRROR`, else from where your Terraform configuration says, else from a mirror
that root keeps under `/usr/share`, `/usr/local/share` or `/opt` (a folder that holds `registry.terraform.io/`), else
from the registry; always held against the hashes in `platform.lock`. Supported:"""


def environment_variables() -> str:
    """Write the page of variables."""
    tools = [(code(name), sentence(why)) for name, why in _tools().items()]
    return page(
        "Environment variables",
        "the options and src/platformctl/toolchain",
        section("Options", "A CI job may set these instead of options.", table(("variable", "option"), _options())),
        section("Tools", table(("variable", "meaning"), tools)),
        section("Terminal and places", table(("variable", "meaning"), _rows(FURTHER))),
        section("States and records", table(("variable", "meaning"), _rows(STORES))),
        section("Code hosts", "Read by `report post`.", table(("variable", "meaning"), _rows(HOSTS))),
        section("Passed on", table(("variable", "to whom"), _rows(PASSED))),
    )


def tools() -> str:
    """Write the page of tools."""
    made = [(name, _version(one.lock, name), f"{one.megabytes} MB", code(one.variable)) for name, one in _recipes()]
    hashes: Mapping[str, Mapping[str, list[str]]] = json.loads(providers.HASHES.read_bytes())
    versions = ((code(source), number) for source, numbers in hashes.items() for number in numbers)
    return page(
        "Tools and providers",
        "src/platformctl/toolchain",
        section("Terraform or OpenTofu", f"Accepted: {terraform.ACCEPTED}.", FOUND),
        section(
            "checkov and the emulator", MADE, table(("tool", "version", "disk while it is made", "variable"), made)
        ),
        section("Providers", PROVIDERS, table(("provider", "version"), versions)),
    )


def named_variables(source: Path) -> frozenset[str]:
    """Return every variable of ours that the code names."""
    texts = (path.read_text("utf-8") for path in source.rglob("*.py"))
    return frozenset(name for text in texts for name in re.findall(r"PLATFORMCTL_[A-Z_]+[A-Z]", text))


def _tools() -> Mapping[str, str]:
    made = {one.variable: f"A ready {name} environment; it must equal the lock" for name, one in _recipes()}
    return {
        terraform.VARIABLE: "The terraform or tofu to drive: a path, or a name on PATH",
        provider_mirror.VARIABLE: "An absolute folder of providers that holds `registry.terraform.io/`",
        **made,
    }


def _recipes() -> Iterator[tuple[str, recipes.Recipe]]:
    return iter(recipes.RECIPES.items())


def _version(lock: Path, name: str) -> str:
    package = {"emulator": "moto"}.get(name, name)
    pins = {recipes.normalised(pin["name"]): pin["version"] for pin in recipes.PIN.finditer(lock.read_text("utf-8"))}
    return f"{package} {pins[package]}"


def _options() -> Iterator[tuple[str, str]]:
    from platformctl.cli.common import Wait
    from platformctl.cli.options import Yes
    from platformctl.cli.several import Parallelism

    for param in front_door().params:
        if param.envvar:
            yield code(param.envvar), code(param.opts[0])
    options: tuple[Any, ...] = (Yes, Parallelism, Wait)
    for (told,) in (option.__metadata__ for option in options):
        yield code(told.envvar), code(told.default)  # typer takes the first spelling for a default


def _rows(told: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for names, why in told.items():
        yield ", ".join(code(name) for name in names.split(", ")), why
