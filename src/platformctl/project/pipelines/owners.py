"""CODEOWNERS: who must agree to a change of a stack, and of what the whole project rests on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from platformctl.project.platform_file import CatalogPath, Platform

BEGIN = "# platformctl: from here on written by `platformctl ci init`; what follows the end is yours again"
END = "# platformctl: the end"
PLATFORM_FILES = ("platform.yaml", "platform.lock", "waivers.yaml", "drift.yaml", "vendor/")
_OWNER = re.compile(
    r"@[A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*|[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)


def is_owner(text: str) -> bool:
    """Say whether code hosts know what this is: an e-mail address, @user or @group/team."""
    return _OWNER.fullmatch(text) is not None


def owner_lines(
    platform: Platform, teams: Mapping[PurePosixPath, str], folder: str, pipelines: Iterable[str]
) -> Sequence[str]:
    """Return the lines of the block: all stacks, those of each team, then what everything rests on.

    `teams` says whose the stack in a folder is. Of several lines that match, the last one counts.
    """
    owners = {name: team.owner for name, team in platform.teams.items() if is_owner(team.owner)}
    usual = platform.default_team
    here = PurePosixPath("/", folder)
    lines = [f"{here / 'stacks'}/ {owners[usual]}"] if usual in owners else []
    for stack, team in sorted(teams.items()):
        if team != usual and team in owners:
            lines.append(f"{here / stack}/ {owners[team]}")
    if usual in owners:
        lines += [f"{path} {owners[usual]}" for path in (*_platform_paths(platform, here), *sorted(pipelines))]
    return lines


def with_block(old: str, lines: Sequence[str]) -> str:
    """Return a CODEOWNERS file with our block put in, or put anew; everything else stays as it is."""
    block = "\n".join([BEGIN, *lines, END])
    before, begun, rest = old.partition(BEGIN)
    if not begun:
        start = old if not old or old.endswith("\n") else f"{old}\n"
        return f"{start}{block}\n"
    _, ended, after = rest.partition(END)
    return f"{before}{block}{after if ended else chr(10)}"


def _platform_paths(platform: Platform, here: PurePosixPath) -> list[str]:
    places = [place for place in (*platform.catalogs, *platform.packs) if isinstance(place, CatalogPath)]
    own = sorted({f"{place.path.removeprefix('./').rstrip('/')}/" for place in places})
    return [f"{here}{'' if str(here) == '/' else '/'}{name}" for name in (*PLATFORM_FILES, *own)]
