"""The documentation says what the code does: pages are current, links lead somewhere, commands exist."""

import re
from pathlib import Path

import pytest
from docs.generate import outdated, pages
from docs.writers.policies import GUARDS
from docs.writers.surroundings import named_variables

from platformctl.cli.main import COMMANDS

ROOT = Path(__file__).parents[3]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
COMMAND = re.compile(r"(?:^|[ `(/])platformctl (?:--sandbox )?([a-z]+)\b(?= |`|$|\n)", re.MULTILINE)
MACHINE = re.compile(r"(?<![\w.~])/(?:work|tmp|root|home)/|index-url|:\d{4,5}/simple")
NO_COMMANDS = frozenset({"is", "can", "has", "finds", "writes", "drives", "knows", "does", "sends", "and", "version"})
"""Words that follow the name in a sentence."""


def anchors(path: Path) -> set[str]:
    """Return what a link into a page may name, as GitHub makes it of headings."""
    headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def is_whole(page: Path, target: str, anchor: str) -> bool:
    """Say whether a link of a page leads to a file, and to a heading in it where it names one."""
    path = page.parent / target if target else page
    return path.exists() and (not anchor or anchor in anchors(path))


def test_the_generated_pages_are_current() -> None:
    assert outdated(pages()) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))

    broken = [f"{target}#{anchor}" for target, anchor in links if not is_whole(page, target, anchor)]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_that_is_named_exists(page: Path) -> None:
    named = set(COMMAND.findall(page.read_text("utf-8")))

    assert named - set(COMMANDS) - NO_COMMANDS == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_names_a_place_of_the_machine_it_was_written_on(page: Path) -> None:
    assert MACHINE.findall(page.read_text("utf-8")) == []


def test_every_variable_of_ours_is_documented() -> None:
    page = (ROOT / "docs/reference/environment-variables.md").read_text("utf-8")

    missing = {name for name in named_variables(ROOT / "src") if f"`{name}`" not in page}

    assert missing == set()


def test_every_guard_is_documented() -> None:
    source = (ROOT / "src/platformctl/policy/guards.py").read_text("utf-8")

    assert set(re.findall(r"PCTL_GUARD_[A-Z]+", source)) == set(GUARDS)


def test_the_picture_asks_nobody_for_anything() -> None:
    picture = (ROOT / "docs/images/create.svg").read_text("utf-8")

    assert re.findall(r"href=.(?!#)|url\(|@import|<script|<image", picture) == []


def test_every_command_that_the_code_hints_at_exists() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "src/platformctl").rglob("*.py")]

    hinted = {name for text in texts for name in re.findall(r"hint=f?\"platformctl ([a-z]+)", text)}

    assert hinted - set(COMMANDS) == set()
