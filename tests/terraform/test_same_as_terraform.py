"""Our reader sees code exactly where Terraform sees it: asked of Terraform itself."""

import json
import subprocess
from pathlib import Path

import pytest
from tests.unit.terraform.test_hcl_tokens import HIDES, HIDES_NOTHING

from platformctl.terraform.hcl_blocks import parse

pytestmark = pytest.mark.terraform
TEXTS = {**HIDES_NOTHING, **HIDES}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_terraform_sees_the_same_code(text: str, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(text, "utf-8")
    whole, _ = parse(text)

    done = subprocess.run(["terraform", "validate", "-json"], cwd=tmp_path, capture_output=True, check=False)

    complaints = json.loads(done.stdout)["diagnostics"]
    theirs = [each["range"]["start"]["line"] for each in complaints if '"code"' in each["detail"]]
    assert theirs == [block.line for block in whole.all_blocks() if block.kind == "code"]
    assert len(complaints) == len(theirs)
