"""The store is lost, or the lease, while Terraform works: nothing is lost, and the error says where it is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyrage
import pytest
from tests.unit.projects import PLATFORM, make_stack
from tests.unit.workflows.world import ONE, World, state

from platformctl.errors import Busy, PlatformError
from platformctl.records.local import LocalRecords
from platformctl.records.refusals import FencedOff
from platformctl.records.rescue_file import read_rescue
from platformctl.stacks.stack import Stack
from platformctl.workflows import last_commit
from platformctl.workflows.ports import Ports
from platformctl.workflows.realise import realise
from platformctl.workflows.settle import settle

STACK = "desk/note/one"
DOWN = PlatformError("The database can't be reached", detail="Connection refused.")
FENCED = FencedOff("The lease went to somebody else", detail="Fence 1 is no longer ours.")


class Refusing(LocalRecords):
    """Takes no commit."""

    fault: PlatformError = DOWN

    def commit(self, lease: Any, content: bytes) -> Any:
        """Refuse it."""
        raise self.fault


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_commit, "PATIENCE", 0.01)


@pytest.fixture
def stack(world: World) -> Stack:
    return make_stack(world.project)


def refusing(world: World, fault: PlatformError = DOWN, **more: Any) -> Ports:
    """Give the ports of a world whose store takes no commit."""
    records = Refusing(world.project.store, world.home)
    records.fault = fault
    return replace(world.ports(), records=lambda: records, **more)


def rescuing(world: World, key: Path) -> str:
    """Name a recipient in platform.yaml; keep its key in a file."""
    identity = pyrage.x25519.Identity.generate()
    key.write_text(str(identity))
    text = f"{PLATFORM}rescue: {{recipient: {identity.to_public()}}}\n"
    (world.project.root / "platform.yaml").write_text(text)
    return str(identity.to_public())


def test_the_error_says_that_nothing_is_lost_and_where_it_is(world: World, stack: Stack) -> None:
    with pytest.raises(PlatformError, match="The state could not be committed") as failed:
        realise(stack, "create", refusing(world))

    assert "Connection refused" in failed.value.detail
    assert str(world.works[-1].stack) in failed.value.detail
    assert failed.value.hint == f"platformctl settle {STACK}"
    assert world.works[-1].state.read_bytes() == state(1, ONE)


def test_once_the_store_is_back_settling_commits_it(world: World, stack: Stack) -> None:
    with pytest.raises(PlatformError):
        realise(stack, "create", refusing(world))

    settled = settle(stack.id, world.ports())

    assert settled.verdict == "complete"
    assert world.records.read_state(STACK) == state(1, ONE)


def test_with_a_recipient_the_state_lies_encrypted_elsewhere_too(world: World, stack: Stack, tmp_path: Path) -> None:
    rescuing(world, tmp_path / "key.txt")

    with pytest.raises(PlatformError) as failed:
        realise(stack, "create", refusing(world, rescue=tmp_path / "rescue"))
    (path,) = (tmp_path / "rescue").iterdir()
    rescued = read_rescue(path, tmp_path / "key.txt")

    assert (rescued.stack, rescued.state) == (STACK, state(1, ONE))
    assert f"--rescue {path} --identity KEYFILE" in failed.value.detail


def test_a_rescue_file_that_can_not_be_written_is_told_and_hides_nothing(
    world: World, stack: Stack, tmp_path: Path
) -> None:
    rescuing(world, tmp_path / "key.txt")
    (tmp_path / "rescue").write_text("in the way")

    with pytest.raises(PlatformError, match="could not be committed") as failed:
        realise(stack, "create", refusing(world, rescue=tmp_path / "rescue"))

    assert "could not be written as a rescue file" in failed.value.detail


def test_who_lost_the_lease_leaves_an_orphan_and_busy_says_so(world: World, stack: Stack) -> None:
    with pytest.raises(Busy, match="went on without this run") as failed:
        realise(stack, "create", refusing(world, FENCED))

    assert failed.value.exit_code == 4
    assert "keeps what it made as orphaned" in failed.value.detail
    assert [*world.records.orphans(STACK).values()] == [state(1, ONE)]


def test_an_orphan_that_could_not_be_kept_is_told_with_where_it_is(
    world: World, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Refusing, "keep_orphan", _refused(DOWN))

    with pytest.raises(Busy) as failed:
        realise(stack, "create", refusing(world, FENCED))

    assert "could not be put aside" in failed.value.detail
    assert str(world.works[-1].stack) in failed.value.detail


def _refused(fault: PlatformError) -> Callable[..., None]:
    def refuse(*_words: object) -> None:
        raise fault

    return refuse


KEY = str(pyrage.x25519.Identity.generate().to_public())


@pytest.mark.parametrize(
    "recipient",
    ["", "age1xyz", f"age1{'b' * 58}", f"AGE-SECRET-KEY-1{'Q' * 58}", f"{KEY[:-1]}{'q' if KEY[-1] != 'q' else 'p'}"],
    ids=["empty", "short", "other letters", "secret key", "one letter wrong"],
)
def test_what_is_no_public_key_is_refused_in_platform_yaml(world: World, recipient: str) -> None:
    (world.project.root / "platform.yaml").write_text(f'{PLATFORM}rescue: {{recipient: "{recipient}"}}\n')

    with pytest.raises(PlatformError, match="A file is not valid") as refused:
        world.ports()

    assert "rescue" in refused.value.detail
    assert "SECRET" not in refused.value.detail
