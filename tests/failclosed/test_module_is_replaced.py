"""A pack's json.py replaces json for all that follows; here packs bring no code, and a replaced module is noticed."""

from pathlib import Path

import pytest
from tests.failclosed.court import PRIVATE, Start, Write, why_not

from platformctl.errors import Usage
from platformctl.policy.packs import Pack, load_pack

SCANS = "        resources, unread = self._seen(question)\n"
REPLACES = SCANS + '        sys.modules["string"] = types.ModuleType("string")\n'


def test_a_pack_with_code_is_refused(builtin: Pack, tmp_path: Path) -> None:
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks/json.py").write_text("loads = print\n", encoding="utf-8")
    (tmp_path / "pack.yaml").write_text((builtin.folder / "pack.yaml").read_text("utf-8"), encoding="utf-8")

    with pytest.raises(Usage) as refused:
        load_pack(tmp_path)

    assert "json.py is no check" in refused.value.detail


@pytest.mark.lifecycle
def test_a_module_that_was_replaced_ends_the_worker(builtin: Pack, start: Start, write: Write) -> None:
    worker = start(builtin, [(SCANS, REPLACES)])

    why = why_not(lambda: worker.configuration(write(PRIVATE), Path("/")))

    assert "changed the judge itself (modules)" in why
