"""A cloud that repeats a secret in its error message is not quoted with it: not on a screen, not on record."""

import json
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.lifecycle.sandboxed import Sandboxed
from tests.project import Said
from tests.secrets.planted import MADE, finds, places, planted_project, told

from platformctl.project.starting import sandbox_platform
from platformctl.sandbox.ground_ids import REGION, sandbox_context

pytestmark = pytest.mark.lifecycle
STACK = "dev/vault/one"
KEEPERS = {"terraform.tfstate", "copies"}
"""The state, and the folder of its copies."""
REPEATS = f"the value '{MADE}' ({urllib.parse.quote(MADE)}, {json.dumps(MADE)}) is not allowed"
REFUSED = {"service": "sqs", "status": 400, "code": "InvalidAttributeValue", "message": REPEATS}


@pytest.fixture
def sandboxed(tmp_path: Path) -> Iterator[Sandboxed]:
    """A sandbox project of a caller who has secrets."""
    platform = sandbox_platform("acme", "shop", REGION, sandbox_context(REGION))
    own = platform.replace("catalogs: [builtin]", "catalogs: [{path: ./catalog}]")
    made = Sandboxed(planted_project(tmp_path, own.replace("packs: [builtin]", "packs: [{path: ./packs/notes}]")))
    yield made
    made.project.run("sandbox", "down")


def joined(said: Said) -> str:
    """Undo the wrapping of lines."""
    return " ".join((said.stdout + said.stderr).split())


def test_a_failed_apply_is_told_without_the_secret_in_it(sandboxed: Sandboxed) -> None:
    project = sandboxed.project
    sandboxed.order({**REFUSED, "action": "CreateQueue"})

    failed = project.run("create", "vault", "one", "--yes", "--verbose")
    sandboxed.order()
    made = project.run("create", "vault", "one", "--yes", "--progress", "json")
    sandboxed.order({**REFUSED, "action": "GetQueueAttributes"})
    blind = project.run("plan", "--verbose")
    looks = [project.run(*words) for words in (["show", STACK], ["history", STACK, "--output", "json"])]

    known = {path for path in finds(places(project)) if not KEEPERS & set(Path(path).parts)}
    assert [said.code for said in (failed, made, blind)] == [1, 0, 1]
    assert "the value '(sensitive)' ((sensitive), \"(sensitive)\") is not allowed" in joined(failed)
    assert "the value '(sensitive)'" in joined(blind)
    assert told(failed, made, blind, *looks) == []
    assert known == set()
