"""Where the token may go: https, one host, and nowhere that an answer points to besides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import Usage
from platformctl.hosts.address import Address, address
from platformctl.hosts.links import following, next_page

API = Address("https://ghe.acme.example/api/v3")


@pytest.mark.parametrize(
    "said", ["https://api.github.com", "https://ghe.acme.example:8443/api/v3", "http://127.0.0.1:9/x"]
)
def test_https_and_this_very_machine_are_addresses(said: str) -> None:
    assert address(said, "GITHUB_API_URL").base == said


@pytest.mark.parametrize(
    "said",
    [
        "",
        "http://ghe.acme.example/api/v3",
        "http://127.0.0.1.evil.example/",
        "http://localhost@evil.example/",
        "https://user:word@ghe.acme.example",
        "https://ghe.acme.example/?to=x",
        "https://ghe.acme.example/#x",
        "https://ghe.acme.example:port",
        "https://ghe.acme.example\r\nHost: evil.example",
        "https://",
        "ftp://ghe.acme.example",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
def test_anything_else_is_refused_by_the_name_of_its_variable(said: str) -> None:
    with pytest.raises(Usage) as refused:
        address(said, "GITHUB_API_URL")

    assert "GITHUB_API_URL" in refused.value.detail


@pytest.mark.parametrize(
    "reference",
    [
        "https://evil.example/api/v3",
        "//evil.example/x",
        "http://ghe.acme.example/api/v3",
        "https://ghe.acme.example:444/",
        "https://ghe.acme.example@evil.example/",
        "https://evil.example\\@ghe.acme.example/",
        "https://x@ghe.acme.example/",
    ],
)
def test_nothing_that_leaves_the_host_is_followed(reference: str) -> None:
    assert API.next_to("https://ghe.acme.example/api/v3/user", reference) == ""


def test_what_stays_on_the_host_is_followed() -> None:
    at = "https://ghe.acme.example/api/v3/repos/a/b"

    assert API.next_to(at, "/api/v3/repositories/7") == "https://ghe.acme.example/api/v3/repositories/7"
    assert API.next_to(at, "https://GHE.acme.example:443/x") == "https://GHE.acme.example:443/x"


@given(st.text())
def test_a_reference_of_any_text_stays_on_the_host_or_is_nothing(reference: str) -> None:
    target = API.next_to("https://ghe.acme.example/api/v3/user", reference)

    assert target == "" or target.lower().startswith("https://ghe.acme.example")


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<https://h/x?page=2>; rel="next", <https://h/x?page=9>; rel="last"', "https://h/x?page=2"),
        ('<https://h/x?page=1>; rel="prev", <https://h/x?page=3>; rel=next', "https://h/x?page=3"),
        ('<https://h/x?a=1,2;b>; title="a, b"; rel="first next"', "https://h/x?a=1,2;b"),
        ('<https://h/x?page=1>; rel="prev"', ""),
        ("", ""),
    ],
)
def test_the_next_page_is_found(header: str, found: str) -> None:
    assert next_page(header) == found


def test_the_number_of_the_next_page_goes_before_a_link_that_leads_astray() -> None:
    at = "https://gitlab.acme.example/api/v4/notes?per_page=100&page=2&sort=asc"
    link = '<http://gitlab.acme.example/api/v4/notes?page=3>; rel="next"'

    found = following(at, {"x-next-page": "3", "link": link})

    assert found == "https://gitlab.acme.example/api/v4/notes?per_page=100&sort=asc&page=3"


@pytest.mark.parametrize("number", ["", "0", "-1", "3&x=y", "9" * 20])
def test_what_is_no_number_of_a_page_is_none(number: str) -> None:
    assert following("https://h/x?page=1", {"x-next-page": number}) == ""


@given(st.text(alphabet='<>;,="nextrl '))
def test_no_link_header_breaks_it(header: str) -> None:
    assert isinstance(next_page(header), str)
