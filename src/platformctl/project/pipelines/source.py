"""Where a pipeline gets platformctl from: one commit of one repository, whose own lock holds all hashes.

Never by a bare name from a package index: there, the name may be somebody else's.
"""

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

from platformctl.errors import Usage

FORM = "https://HOST/OWNER/REPOSITORY@COMMIT, the commit with all its 40 digits"
_URL = r"https://[a-z0-9][a-z0-9.-]*(?::[0-9]{1,5})?(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*){1,8}"
_SOURCE = re.compile(rf"(?P<url>{_URL})@(?P<commit>[0-9a-f]{{40}})")


@dataclass(frozen=True)
class Source:
    """One commit of one repository; both empty where the host's own variables name them."""

    url: str = ""
    commit: str = ""


def parse_source(text: str) -> Source:
    """Read `URL@COMMIT`; Usage otherwise."""
    found = _SOURCE.fullmatch(text)
    if found is None:
        raise Usage(
            "Not a source of platformctl",
            detail=f"--from takes {FORM}. A branch or a tag can be moved, so neither will do.",
            hint="git ls-remote https://HOST/OWNER/REPOSITORY HEAD",
        )
    return Source(found["url"], found["commit"])


def installed_source() -> Source:
    """Return the commit that this platformctl was installed from, where the installer wrote it down (PEP 610)."""
    try:
        told: Any = json.loads(distribution("platformctl").read_text("direct_url.json") or "{}")
        found = _SOURCE.fullmatch(f"{told['url']}@{told['vcs_info']['commit_id']}")
    except (PackageNotFoundError, ValueError, KeyError, TypeError):
        return Source()
    return Source(found["url"], found["commit"]) if found else Source()
