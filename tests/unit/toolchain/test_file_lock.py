"""One at a time, also when the holder is killed."""

import subprocess
import sys
import threading
from pathlib import Path

from platformctl.toolchain.file_lock import exclusive


def test_a_free_lock_is_taken_without_a_word(tmp_path: Path) -> None:
    waited: list[str] = []

    with exclusive(tmp_path / "lock", lambda: waited.append("waited")):
        pass

    assert waited == []


def test_who_comes_second_says_so_and_waits(tmp_path: Path) -> None:
    order: list[str] = []
    second_waits = threading.Event()

    def second() -> None:
        with exclusive(tmp_path / "lock", second_waits.set):
            order.append("second")

    thread = threading.Thread(target=second)
    with exclusive(tmp_path / "lock", lambda: None):
        thread.start()
        assert second_waits.wait(10)
        order.append("first")
    thread.join(10)

    assert order == ["first", "second"]


def test_a_child_that_inherits_the_lock_holds_it_after_its_parent_let_go(tmp_path: Path) -> None:
    waited: list[str] = []
    with exclusive(tmp_path / "lock", lambda: None) as descriptor:
        program = [sys.executable, "-c", "import sys; sys.stdin.read()"]
        child = subprocess.Popen(program, stdin=subprocess.PIPE, pass_fds=(descriptor,))

    def release() -> None:
        waited.append("waited")
        child.communicate()

    with exclusive(tmp_path / "lock", release):
        pass

    assert waited == ["waited"]
