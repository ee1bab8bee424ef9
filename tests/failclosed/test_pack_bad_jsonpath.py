"""A jsonpath that is none never matches in checkov, silently; the worker sees the crash, or nothing is proven."""

from pathlib import Path

import pytest
from tests.failclosed.court import PRIVATE, Start, Write, held, judged, promise
from tests.failclosed.packs import write_pack

from platformctl.errors import PlatformError
from platformctl.policy.conversation import Worker
from platformctl.policy.packs import load_pack

pytestmark = pytest.mark.lifecycle


@pytest.mark.parametrize("path", ["a[?(", "$..[", "parameter[?(@.name=="])
def test_a_path_that_is_none_proves_nothing(start: Start, write: Write, tmp_path: Path, path: str) -> None:
    change = f'attribute: "{path}"\n  operator: jsonpath_equals'
    pack = load_pack(write_pack(tmp_path / "pack", "attribute: publicly_accessible\n  operator: equals", change))
    worker = start(pack)

    assert outcome(worker, write(PRIVATE), promise(pack, "PCTL_THING")) != set()


def outcome(worker: Worker, folder: Path, rules: object) -> object:
    try:
        return held(judged(worker.configuration(folder, folder.parent), rules))  # type: ignore[arg-type]
    except PlatformError as error:
        return error.summary
