"""A pack of one check, to be spoilt."""

from pathlib import Path

import pytest

from platformctl.errors import Usage
from platformctl.policy.packs import load_pack

TABLE = """\
name: mine
version: 1.0.0
description: For tests.
checks:
  PCTL_THING:
    title: Things are good
    decides: both
    severity: high
    guideline: Make them good.
"""
CHECK = """\
metadata:
  id: PCTL_THING
  name: Things are good
  category: GENERAL_SECURITY
definition:
  cond_type: attribute
  resource_types: [aws_db_instance]
  attribute: publicly_accessible
  operator: equals
  value: false
"""


def write_pack(folder: Path, old: str = "", new: str = "", *, table: str = TABLE) -> Path:
    """Write a pack of one check, with one text of it changed."""
    assert old in CHECK
    (folder / "checks").mkdir(parents=True)
    (folder / "pack.yaml").write_text(table, encoding="utf-8")
    (folder / "checks/things-are-good.yaml").write_text(CHECK.replace(old, new) if old else CHECK, encoding="utf-8")
    return folder


def refused(folder: Path) -> str:
    """Return why a pack is refused."""
    with pytest.raises(Usage) as error:
        load_pack(folder)
    return error.value.detail
