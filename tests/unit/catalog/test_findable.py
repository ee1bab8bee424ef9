"""Whatever a built-in kind makes can be found again when the answer to its creation was lost."""

import re

import pytest

from platformctl.catalog.sources import builtin_folder, load_module
from platformctl.workflows.unnamed import can_be_looked_for

RESOURCE = re.compile(r'^resource "(\w+)" "\w+"', re.MULTILINE)
KINDS = sorted(path.name for path in builtin_folder("modules").iterdir() if (path / "module.yaml").exists())


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_is_found_by_a_name_by_its_tags_or_by_what_it_belongs_to(kind: str) -> None:
    folder = builtin_folder("modules") / kind
    contract = load_module(folder, "built in").contract
    types = {found for path in folder.glob("*.tf") for found in RESOURCE.findall(path.read_text("utf-8"))}

    lost = {one for one in types if not can_be_looked_for(contract, one)}

    assert lost <= {"terraform_data"}  # lives in the state alone
