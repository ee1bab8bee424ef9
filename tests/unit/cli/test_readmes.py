"""The command in each module's README is one that can be typed, and says what the contract allows."""

import re
import shlex
from typing import Any

import pytest

from platformctl.catalog.sources import module_on_offer
from platformctl.cli.kinds import command_of
from platformctl.project.project import Project
from platformctl.requests.resolve import Wish, request_for

COMMAND = re.compile(r"^platformctl create (\S+) (\S+) (.*)$", re.MULTILINE)


@pytest.mark.parametrize("kind", ["bucket", "db", "function", "network", "queue"])
def test_the_command_of_a_readme_makes_a_request(project: Project, kind: str) -> None:
    module = module_on_offer(kind, project)
    ((said_kind, name, words),) = COMMAND.findall((module.folder / "README.md").read_text("utf-8"))
    said: dict[str, Any] = {}
    command = command_of(module.contract, "create", said.update, {})

    command.main(shlex.split(words), standalone_mode=False)
    request = request_for(Wish(said_kind, name, "dev", None, said["inputs"]), module.contract, project.platform)

    assert request.stack_id == f"dev/{kind}/{name}"
    assert said["inputs"].items() <= request.inputs.items()
    assert said["inputs"]
