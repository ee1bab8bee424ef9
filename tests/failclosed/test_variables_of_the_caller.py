"""CKV_SKIP_CHECK and others silence checkov, TF_VAR_* gives it other values; the worker's environment is empty."""

import pytest
from tests.failclosed.court import CHECK, PUBLIC, Start, Write, seen

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle
CALLER = {"CKV_SKIP_CHECK": CHECK, "CKV_CHECK": "CKV_AWS_1", "CHECKOV_NO_OUTPUT": "1", "TF_VAR_public": "false"}


def test_no_variable_silences_anything(
    builtin: Pack, start: Start, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in CALLER.items():
        monkeypatch.setenv(name, value)
    stack = write('variable "public" {\n  default = true\n}\n' + PUBLIC.replace("= true", "= var.public"))

    assert seen(start(builtin).configuration(stack, stack.parent)) == {"FAILED"}
