"""Values are data: thousands of hostile ones go through request, YAML, rendering and Terraform, and come out equal.

Terraform runs seldom and takes many values at a time; a value that changes on the way is named by the failure.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.project import DESK, desk_project

from platformctl.catalog.sources import Module, module_on_offer
from platformctl.errors import Usage
from platformctl.progress import silent
from platformctl.project.project import Project, load_project
from platformctl.requests.request import REQUEST_NAME, dump_request, read_request
from platformctl.requests.resolve import Wish, request_for
from platformctl.requests.text import clean
from platformctl.stacks import workspace
from platformctl.stacks.stack import stack_of
from platformctl.terraform.cli_configuration import cli_configuration
from platformctl.terraform.environment import child_environment
from platformctl.toolchain.terraform import find_terraform
from platformctl.workflows.locking import adopted

pytestmark = pytest.mark.terraform
TEXTS, NUMBERS, BATCH = 2400, 1200, 400
FRAGMENTS = (
    *("${", "%{", "}", "~}", "$${", "%%{", "$", "%", "\\", '"', "'", "`", "\n", "\t", " ", "#", "//", "/*", "*/"),
    *('${file("/etc/passwd")}', '${jsonencode("x")}', "${var.text}", "${path.module}", "%{ if true }yes%{ endif }"),
    *("<<EOT", "<<-EOT\n", "\nEOT\n", "EOT", "\u2028", "\u2029", "\u00e9", "e\u0301", "\U0001f600", "\ufb01", "\u212b"),
    *("null", "true", "false", "~", "yes", "0x1f", "1e400", "-0", "0123", "1_000", ".inf", ".nan", "2001-01-01"),
    *("- a", "k: v", "!!python/object:os.system", "&anchor", "*anchor", "<<: *x", "---", "...", "\\u0041", "\\x00"),
    *("[0]*10**9", "checkov:skip=PCTL_NOTE_1", "__import__('os').system('id')", "[", "]", "|", ">", "@", ",", "?", "!"),
)
LONG = ("x" * 40_000, "é" * 20_000, "${" * 10_000, "\n" * 500, " " * 300, "a b " * 5_000)
TEXT = st.one_of(
    st.text(max_size=20),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), min_size=1, max_size=6).map("".join),
)
WHOLE = st.one_of(
    st.integers(), st.integers(-(2**512) + 1, 2**512 - 1), st.sampled_from([0, 2**53 + 1, 2**63, -(2**64) - 1])
)
FLOAT = st.floats(allow_nan=False, allow_infinity=False)


def gathered(strategy: SearchStrategy[Any], count: int) -> list[Any]:
    """Let hypothesis think up many values at once; there is nothing to shrink, since each is compared by itself."""
    found: list[Any] = []

    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate])
    @given(strategy)
    def gather(value: Any) -> None:
        found.append(value)

    gather()
    return found


def accepted(text: str) -> bool:
    """Say whether platformctl takes the text at all."""
    try:
        clean(text, "it")
    except Usage:
        return False
    return True


class World:
    """A project with the kind `figures`, one stack of it, and a Terraform that stands in its folder."""

    def __init__(self, folder: Path) -> None:
        made = desk_project(folder, DESK.replace("./catalog", "./kinds"))
        shutil.copytree(Path(__file__).with_name("kinds"), made.root / "kinds")
        configuration = folder / "cli.tfrc"
        configuration.write_text(cli_configuration(os.environ, None), encoding="utf-8")
        self.environ = child_environment(os.environ, cli_config=configuration)
        self.binary = str(find_terraform(os.environ, None, silent).path)
        project = load_project(made.root)
        self.module: Module = module_on_offer("figures", project)
        self.project: Project = adopted(project, self.module)

    def terraform(self, folder: Path, *words: str) -> str:
        command = [self.binary, *words]
        done = subprocess.run(command, cwd=folder, env=self.environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        return done.stdout

    def through(self, **inputs: Any) -> Mapping[str, Any]:
        """Take inputs all the way: request, its file, rendered files, plan, apply, outputs."""
        wish = Wish("figures", "one", "desk", None, inputs)
        request = request_for(wish, self.module.contract, self.project.platform)
        folder = self.project.root / "stacks/desk/figures/one"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / REQUEST_NAME).write_text(dump_request(request), encoding="utf-8")
        workspace.write(self.project, stack_of(read_request(folder), self.project))
        self.terraform(folder, "init", "-input=false")
        self.terraform(folder, "apply", "-input=false", "-auto-approve")
        told = json.loads(self.terraform(folder, "output", "-json"))
        return {name: output["value"] for name, output in told.items()}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("hostile"))


def different(given_: Sequence[Any], came: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    yield from (pair for pair in zip(given_, came, strict=True) if pair[0] != pair[1])


def test_thousands_of_hostile_texts_come_out_as_they_went_in(world: World) -> None:
    texts = [text for text in [*FRAGMENTS, *LONG, *gathered(TEXT, TEXTS)] if accepted(text)]

    parts = [texts[at : at + BATCH] for at in range(0, len(texts), BATCH)]
    came = [text for part in parts for text in world.through(lines=part)["lines"]]

    assert len(texts) > TEXTS / 2
    assert list(different([clean(text, "it") for text in texts], came)) == []


def test_thousands_of_numbers_come_out_as_they_went_in(world: World) -> None:
    whole, numbers = gathered(WHOLE, NUMBERS), gathered(st.one_of(FLOAT, WHOLE), NUMBERS)

    came = world.through(whole=whole, numbers=numbers)

    assert list(different(whole, came["whole"])) == []
    assert list(different(numbers, alike(numbers, came["numbers"]))) == []


def alike(given_: Sequence[float], came: Sequence[float]) -> list[float]:
    """Read each number as the kind that went in: 4.5e+16 may come back without its exponent."""
    return [type(one)(other) for one, other in zip(given_, came, strict=True)]


@pytest.mark.parametrize("number", [2**512, -(2**512), 10**4000], ids=["one bit more", "less than nothing", "huge"])
def test_a_number_that_terraform_would_round_is_refused(world: World, number: int) -> None:
    with pytest.raises(Usage) as refused:
        world.through(whole=[number])

    assert "is rounded" in refused.value.detail


@pytest.mark.parametrize("text", ['${file("/etc/passwd")}', "%{ for x in [1] }${x}%{ endfor }", "<<EOT\nx\nEOT\n"])
def test_one_hostile_text_stays_text_everywhere(world: World, text: str) -> None:
    both = {"text": text, "number": 2**53 + 1, "flag": False, "lines": [text, ""]}

    came = world.through(text=text, both=both)

    assert came["text"] == text
    assert came["both"] == both
