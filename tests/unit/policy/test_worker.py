"""The parts of the worker that need no checkov."""

import importlib
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from platformctl.policy.client import PROGRAM
from platformctl.policy.worker import Absent, Inline, Trap, _mentions, _shelve


@pytest.fixture
def trap() -> Iterator[Trap]:
    trap = Trap()
    logging.root.addHandler(trap)
    yield trap
    logging.root.removeHandler(trap)


def fail() -> None:
    raise ValueError("bad path")


def test_work_is_done_at_once_and_in_line() -> None:
    with Inline() as pool:
        assert pool.submit(divmod, 7, 2).result() == (3, 1)


def test_a_crash_in_a_pool_is_kept_for_the_answer(trap: Trap) -> None:
    Inline().submit(fail)

    assert "ValueError('bad path')" in trap.lines[0]["text"]


def test_a_crash_of_a_scan_is_kept_with_its_place() -> None:
    trap = Trap()
    with pytest.raises(ValueError, match="bad path") as crash:
        fail()

    trap.note(crash.value)

    assert trap.lines[0]["place"].startswith("test_worker.py:")


def test_a_warning_is_kept_and_less_is_not(trap: Trap) -> None:
    logging.warning("left out %s", "main.tf")
    logging.info("fine")

    assert [line["text"] for line in trap.lines] == ["left out main.tf"]


@pytest.fixture
def without_clients() -> Iterator[None]:
    finder = Absent()
    sys.meta_path.insert(0, finder)
    yield
    sys.meta_path.remove(finder)
    sys.modules.pop("aiohttp", None)
    sys.modules.pop("aiohttp.web", None)


@pytest.mark.usefixtures("without_clients")
def test_a_network_client_can_be_imported_and_not_used() -> None:
    web = importlib.import_module("aiohttp.web")

    assert issubclass(web.AnyError, Exception)
    with pytest.raises(TypeError):
        web.AnyClient()


@pytest.mark.parametrize(
    ("text", "found"), [('id = "CKV_AWS_16"', True), ('id = "CKV_AWS_161"', False), ("XCKV_AWS_16", False)]
)
def test_a_module_is_wanted_when_it_names_a_wanted_check_whole(tmp_path: Path, text: str, *, found: bool) -> None:
    path = tmp_path / "check.py"
    path.write_text(text, encoding="utf-8")

    assert _mentions(["CKV_AWS_16"])(path) is found


def test_packages_of_checks_are_put_aside_and_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "terraform/checks/resource/somewhere"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise AssertionError", encoding="utf-8")
    (package / "One.py").write_text("", encoding="utf-8")
    name = "checkov.terraform.checks.resource.somewhere"
    monkeypatch.setitem(sys.modules, name, sys)

    listed = list(_shelve(tmp_path, "terraform/checks/resource"))

    assert listed == [(f"{name}.One", package / "One.py")]
    assert vars(sys.modules[name])["__all__"] == []


def test_what_is_judged_reaches_nobody() -> None:
    program = (
        "import runpy, socket, sys\n"
        f"sys.addaudithook(runpy.run_path({str(PROGRAM)!r})['refuse_sockets'])\n"
        "print(open('/dev/null').read())\n"
        "socket.create_connection(('127.0.0.1', 9))\n"
    )

    ended = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=False)

    assert ended.stdout == "\n", ended.stderr
    assert "PermissionError: the judge reaches nobody: socket.getaddrinfo" in ended.stderr
