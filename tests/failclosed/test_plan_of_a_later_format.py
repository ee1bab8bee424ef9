"""Checkov takes any format_version for the one it knows; a plan of another is not read."""

import json

import pytest
from tests.failclosed.court import plan_of

from platformctl.errors import PlatformError
from platformctl.terraform.plan_reader import parse_plan


@pytest.mark.parametrize("version", ["99.0", "2.0", "", None, 1.2])
def test_a_plan_of_another_format_is_refused_before_it_is_judged(version: object) -> None:
    plan = {**plan_of(("aws_db_instance", {})), "format_version": version}

    with pytest.raises(PlatformError) as unread:
        parse_plan(json.dumps(plan).encode())

    assert "platformctl reads 1.x" in unread.value.detail
