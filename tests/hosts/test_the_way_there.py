"""Between a job and its host: an organisation's proxy, its certificates, and what is told where they don't fit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.hosts import github_server
from tests.hosts.conftest import Place, github_variables, surroundings
from tests.hosts.proxy import proxied
from tests.hosts.server import certificate_of, served

from platformctl.workflows.report_results import Report

NAME = "ghe.acme.example"
TRUSTED = {"SSL_CERT_FILE": str(certificate_of(NAME))}
PROXY_AUTHENTICATION = b"407 Proxy Authentication Required"


@pytest.fixture
def enterprise(tmp_path: Path) -> Iterator[Place]:
    """A job at a host that speaks TLS, and that only a proxy can find."""
    with served(github_server.GitHubServer(), NAME) as host:
        yield Place(host, tmp_path, {**surroundings(tmp_path), **github_variables(host.url, tmp_path)})


def test_a_proxy_is_gone_through_and_sees_no_token(enterprise: Place, typical: Report) -> None:
    with proxied(enterprise.host.port) as proxy:
        said = enterprise.post(typical, HTTPS_PROXY=f"http://{proxy.address}", **TRUSTED)

    assert said.code == 0
    assert (len(enterprise.host.bodies), len(enterprise.host.checks)) == (1, 1)
    assert {line.rpartition(" ")[0] for line in proxy.asked} == {f"CONNECT {NAME}:443"}
    assert github_server.TOKEN.encode() not in proxy.seen
    assert b"uthorization" not in proxy.seen


def test_a_proxy_that_refuses_is_told_at_once_and_without_its_password(enterprise: Place, typical: Report) -> None:
    with proxied(enterprise.host.port, PROXY_AUTHENTICATION) as proxy:
        said = enterprise.post(typical, HTTPS_PROXY=f"http://ada:PASSWORD@{proxy.address}", **TRUSTED)

    assert said.code == 0
    assert "Warning: no comment: No connection to the code host" in said.stderr
    assert "the proxy refused with 407" in said.stderr
    assert "To have it: see HTTPS_PROXY and NO_PROXY." in said.stderr
    assert "PASSWORD" not in said.stdout + said.stderr
    assert len(proxy.asked) == 2  # for the comment and for the check run, each once
    assert "orders" in enterprise.summary


def test_a_certificate_that_is_not_trusted_is_told_at_once(enterprise: Place, typical: Report) -> None:
    with proxied(enterprise.host.port) as proxy:
        said = enterprise.post(typical, HTTPS_PROXY=f"http://{proxy.address}")

    assert said.code == 0
    assert "its certificate is not trusted (self" in said.stderr
    assert "set SSL_CERT_FILE" in said.stderr
    assert len(proxy.asked) == 2
    assert enterprise.host.seen == []
    assert "orders" in enterprise.summary


def test_a_certificate_of_another_host_gets_no_token(enterprise: Place, typical: Report) -> None:
    other = replace(enterprise, environ={**enterprise.environ, "GITHUB_API_URL": "https://api.other.example"})

    with proxied(enterprise.host.port) as proxy:
        said = other.post(typical, HTTPS_PROXY=f"http://{proxy.address}", **TRUSTED)

    assert "its certificate is not trusted (Hostname mismatch" in said.stderr
    assert enterprise.host.seen == []


def test_this_very_machine_is_asked_without_a_proxy(github: Place, typical: Report) -> None:
    said = github.post(typical, HTTP_PROXY="http://127.0.0.1:1", http_proxy="http://127.0.0.1:1")

    assert said.code == 0
    assert len(github.host.bodies) == 1


@pytest.mark.parametrize("proxy", ["http:proxy", "http://proxy:port", "//"])
def test_a_proxy_that_is_none_is_told(enterprise: Place, typical: Report, proxy: str) -> None:
    said = enterprise.post(typical, HTTPS_PROXY=proxy)

    assert said.code == 0
    assert "Traceback" not in said.stderr
    assert "bug" not in said.stderr
    assert "the proxy's address is none" in said.stderr


def test_a_name_that_can_be_no_hosts_is_told(github: Place, typical: Report) -> None:
    said = github.post(typical, GITHUB_API_URL="https://.acme.example/api/v3")

    assert said.code == 0
    assert "its name can be no host's" in said.stderr
    assert "orders" in github.summary
