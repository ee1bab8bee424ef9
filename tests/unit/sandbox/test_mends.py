"""The table of mends names files that are there; nothing is imported before it is needed."""

import sys
from pathlib import Path

from platformctl.sandbox.emulator import mends


def test_every_mend_that_is_needed_is_there() -> None:
    named = {name for needs in mends.NEEDS.values() for name in needs}

    found = {path.stem.removeprefix("mend_") for path in Path(mends.__file__).parent.glob("mend_*.py")}

    assert found == named


def test_a_service_without_mends_imports_nothing() -> None:
    before = set(sys.modules)

    mends.Mends({}).apply("dynamodb")

    assert not {name for name in set(sys.modules) - before if "mend_" in name}


def test_a_database_looks_into_networks_and_keys_so_they_are_mended_first() -> None:
    assert mends.NEEDS["rds"] == ("ec2", "kms", "rds")
