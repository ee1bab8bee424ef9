"""Of two checks with one id checkov runs the first it meets, a pack's before its own; such packs are refused."""

from pathlib import Path

import pytest
from tests.failclosed.packs import CHECK, refused, write_pack


@pytest.mark.parametrize("identifier", ["CKV2_AWS_6", "CKV_AWS_17", "ckv_aws_17"])
def test_a_check_that_takes_the_name_of_checkovs_is_refused(tmp_path: Path, identifier: str) -> None:
    assert "id: must match ^PCTL_" in refused(write_pack(tmp_path, "id: PCTL_THING", f"id: {identifier}"))


def test_two_checks_of_one_id_are_refused(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    (pack / "checks/again.yaml").write_text(CHECK, encoding="utf-8")

    assert "again.yaml has already" in refused(pack)
