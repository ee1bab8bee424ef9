"""The port: chosen once, kept, never somebody else's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.errors import PlatformError
from platformctl.sandbox import address


def test_a_port_is_chosen_once_and_kept(tmp_path: Path) -> None:
    with address.listen(tmp_path) as first:
        chosen = first.getsockname()

    with address.listen(tmp_path) as second:
        again = second.getsockname()

    assert again == chosen
    assert address.kept_port(tmp_path) == chosen[1]


def test_only_this_machine_can_reach_it(tmp_path: Path) -> None:
    with address.listen(tmp_path) as listener:
        host, _port = listener.getsockname()

    assert host == "127.0.0.1"


def test_a_first_choice_that_is_taken_is_passed_over(tmp_path: Path) -> None:
    with address.listen(tmp_path) as taken:
        (tmp_path / "port").unlink()

        with address.listen(tmp_path) as other:
            ports = (taken.getsockname()[1], other.getsockname()[1])

    assert ports[0] != ports[1]


def test_a_kept_port_that_somebody_else_took_is_an_error_that_says_what_to_type(tmp_path: Path) -> None:
    with address.listen(tmp_path), pytest.raises(PlatformError) as refused:
        address.listen(tmp_path)

    assert f"Port {address.kept_port(tmp_path)}" in refused.value.detail
    assert refused.value.hint == "platformctl sandbox reset"


def test_two_projects_get_two_ports(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    with address.listen(tmp_path / "one") as one, address.listen(tmp_path / "two") as two:
        ports = {one.getsockname()[1], two.getsockname()[1]}

    assert len(ports) == 2


@given(text=st.text())
def test_a_broken_port_file_counts_as_none(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("place")
    (folder / "port").write_text(text, encoding="utf-8", newline="")

    port = address.kept_port(folder)

    assert port is None or (port == int(text.strip()) and 0 < port < 65536)


def test_a_port_was_never_chosen_where_nothing_is(tmp_path: Path) -> None:
    assert address.kept_port(tmp_path / "nowhere") is None
