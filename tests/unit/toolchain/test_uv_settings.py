"""How uv reaches packages is the user's affair; what it installs is not."""

from pathlib import Path

import pytest

from platformctl.toolchain.uv_settings import mask, uv_environment, uv_index_arguments


def test_uv_gets_little_by_default() -> None:
    environment = uv_environment({"HOME": "/home/x", "AWS_SECRET_ACCESS_KEY": "s", "VIRTUAL_ENV": "/v"}, {})

    assert environment == {
        "HOME": "/home/x",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_PYTHON_DOWNLOADS": "never",
    }


def test_everything_that_pip_was_told_is_translated(tmp_path: Path) -> None:
    pip = {
        "index-url": "https://a.example/simple",
        "extra-index-url": "https://b.example/simple\nfile:///c",
        "find-links": f"{tmp_path} https://links.example {tmp_path}/missing",
        "trusted-host": "a.example b.example:8080",
        "retries": "7",
        "timeout": "99",
        "cert": "/ca.pem",
        "client-cert": "/client.pem",
        "proxy": "proxy.example:3128",
        "constraint": "/ignored.txt",
    }

    assert uv_environment({}, pip) == {
        "UV_DEFAULT_INDEX": "https://a.example/simple",
        "UV_INDEX": "https://b.example/simple file:///c",
        "UV_FIND_LINKS": f"{tmp_path},https://links.example",
        "UV_INSECURE_HOST": "a.example b.example:8080",
        "UV_HTTP_RETRIES": "7",
        "UV_HTTP_TIMEOUT": "99",
        "SSL_CERT_FILE": "/ca.pem",
        "SSL_CLIENT_CERT": "/client.pem",
        "ALL_PROXY": "http://proxy.example:3128",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_PYTHON_DOWNLOADS": "never",
    }


@pytest.mark.parametrize("variable", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_what_the_user_told_uv_itself_wins(variable: str) -> None:
    environment = uv_environment({variable: "https://uv.example"}, {"index-url": "https://pip.example"})

    assert environment[variable] == "https://uv.example"
    assert "https://pip.example" not in environment.values()


@pytest.mark.parametrize(
    "variable", ["UV_PYTHON", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_NO_VERIFY_HASHES", "UV_SYSTEM_PYTHON"]
)
def test_nothing_that_changes_what_is_installed_gets_through(variable: str) -> None:
    assert variable not in uv_environment({variable: "1"}, {})


def test_interpreters_are_never_fetched() -> None:
    assert uv_environment({"UV_PYTHON_DOWNLOADS": "automatic"}, {})["UV_PYTHON_DOWNLOADS"] == "never"


def test_a_certificate_bundle_for_requests_serves_uv_too() -> None:
    assert uv_environment({"REQUESTS_CA_BUNDLE": "/r.pem"}, {})["SSL_CERT_FILE"] == "/r.pem"
    assert uv_environment({"REQUESTS_CA_BUNDLE": "/r.pem"}, {"cert": "/p.pem"})["SSL_CERT_FILE"] == "/p.pem"


@pytest.mark.parametrize(("told", "arguments"), [("1", ["--no-index"]), ("True", ["--no-index"]), ("0", []), ("", [])])
def test_no_index_is_an_argument(told: str, arguments: list[str]) -> None:
    assert uv_index_arguments({}, {"no-index": told}) == arguments


def test_passwords_in_addresses_are_hidden() -> None:
    said = mask("failed: https://user:secret@a.example/simple and https://b.example")

    assert said == "failed: https://***@a.example/simple and https://b.example"
