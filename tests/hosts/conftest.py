"""Jobs at hosts of this process, and the real command that posts from them."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.hosts import azure_server, github_server, gitlab_server
from tests.hosts.server import Host, served
from tests.project import COMMAND, Said
from tests.reports import samples

from platformctl.project.files import write_atomically
from platformctl.views.report_json import report_json
from platformctl.workflows.report_results import Report


@dataclass(frozen=True)
class Place:
    """A host, and the variables that a job there has."""

    host: Any
    folder: Path
    environ: Mapping[str, str]

    def post(self, report: Report, *words: str, **environ: str) -> Said:
        """Run `report post` to its end, in a process of its own."""
        process = self.begin(report, *words, **environ)
        out, err = process.communicate(timeout=300)
        sys.stderr.write(f"{out[-1500:]}{err[-1500:]}-> {process.returncode}\n")
        return Said(process.returncode, out, err)

    def begin(self, report: Report, *words: str, **environ: str) -> "subprocess.Popen[str]":
        file = self.folder / "report.json"
        write_atomically(file, report_json(report).encode())
        return subprocess.Popen(
            [*COMMAND, "report", "post", str(file), *words],
            cwd=self.folder,
            env={**self.environ, **environ},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @property
    def summary(self) -> str:
        return (self.folder / "summary.md").read_text(encoding="utf-8")


def surroundings(folder: Path) -> dict[str, str]:
    """What a process needs, and nothing of a job that these tests run in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    return {**kept, "XDG_STATE_HOME": str(folder / "state"), "CI": "true"}


def github_variables(url: str, folder: Path) -> dict[str, str]:
    """The variables of a job for pull request 7."""
    event = folder / "event.json"
    event.write_text(f'{{"pull_request": {{"number": 7, "head": {{"sha": "{github_server.HEAD}"}}}}}}')
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": f"{url}/api/v3",
        "GITHUB_GRAPHQL_URL": f"{url}/api/graphql",
        "GITHUB_SERVER_URL": url,
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_RUN_ID": "990",
        "GITHUB_REF": "refs/pull/7/merge",
        "GITHUB_SHA": "f" * 40,
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        "GITHUB_OUTPUT": str(folder / "outputs"),
        "GITHUB_TOKEN": github_server.TOKEN,
    }


def gitlab_variables(url: str) -> dict[str, str]:
    """The variables of a job for merge request 5."""
    return {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": f"{url}/api/v4",
        "CI_PROJECT_ID": "12",
        "CI_MERGE_REQUEST_IID": "5",
        "CI_COMMIT_SHA": gitlab_server.HEAD,
        "CI_JOB_URL": f"{url}/acme/shop/-/jobs/4",
        "CI_JOB_TOKEN": "not-for-notes",
        "GITLAB_TOKEN": gitlab_server.TOKEN,
    }


def azure_variables(url: str, folder: Path) -> dict[str, str]:
    """The variables of a job for pull request 9."""
    return {
        "TF_BUILD": "True",
        "SYSTEM_COLLECTIONURI": f"{url}/acme/",
        "SYSTEM_TEAMPROJECT": "Web Shop",
        "BUILD_REPOSITORY_PROVIDER": "TfsGit",
        "BUILD_REPOSITORY_ID": "5feb-01",
        "BUILD_BUILDID": "31",
        "SYSTEM_PULLREQUEST_PULLREQUESTID": "9",
        "SYSTEM_PULLREQUEST_SOURCECOMMITID": azure_server.HEAD,
        "AGENT_TEMPDIRECTORY": str(folder),
        "SYSTEM_ACCESSTOKEN": azure_server.TOKEN,
    }


def placed(host: Host, folder: Path, variables: Callable[[str], Mapping[str, str]]) -> Iterator[Place]:
    with served(host):
        yield Place(host, folder, {**surroundings(folder), **variables(host.url)})


@pytest.fixture
def github(tmp_path: Path) -> Iterator[Place]:
    """A job of GitHub Actions, at an enterprise host."""
    yield from placed(github_server.GitHubServer(), tmp_path, lambda url: github_variables(url, tmp_path))


@pytest.fixture
def gitlab(tmp_path: Path) -> Iterator[Place]:
    """A job of GitLab CI."""
    yield from placed(gitlab_server.GitLabServer(), tmp_path, gitlab_variables)


@pytest.fixture
def azure(tmp_path: Path) -> Iterator[Place]:
    """A job of Azure Pipelines."""
    yield from placed(azure_server.AzureServer(), tmp_path, lambda url: azure_variables(url, tmp_path))


@pytest.fixture
def typical() -> Report:
    """The report of a pull request."""
    return samples.typical()
