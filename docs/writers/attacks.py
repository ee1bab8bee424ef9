"""attacks.md: what somebody may try, what stops it, and the test that shows it, from tests/attacks/table.py."""

from tests.attacks.table import ATTACKS, AUTHORS, Attack

from docs.writers.markdown import page, section, sentence, table

INTRODUCTION = """\
Every value from outside is hostile. This is what has been tried, by whoever could have written it; each row
is tried again with every change."""


def attacks() -> str:
    """Write the page."""
    parts = (_part(author) for author in AUTHORS)
    return page("Attacks, and what stops them", "tests/attacks", INTRODUCTION, *parts)


def _part(author: str) -> str:
    rows = [_row(attack) for attack in ATTACKS if attack.author == author]
    by = author if author.startswith("the ") else f"the author of {author}"
    return section(f"By {by}", table(("attack", "what stops it", "test"), rows))


def _row(attack: Attack) -> tuple[str, str, str]:
    path, _, name = attack.test.partition("::")
    shown = (
        name.removeprefix("test_").replace("_", " ")
        if name != "*"
        else path.rpartition("/test_")[2][:-3].replace("_", " ")
    )
    return sentence(attack.attack), sentence(attack.stops), f"[{shown}](../../tests/{path})"
