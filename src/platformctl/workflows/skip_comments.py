"""Names the comments in a module's code that ask checkov not to look. They are not heard; a reviewer should know."""

import re
from collections.abc import Iterator
from pathlib import Path

from platformctl.catalog.digest import folder_files

MOST = 10
_SKIP = re.compile(rb"(?:checkov|bridgecrew|cortex)[ \t]*:[ \t]*skip", re.IGNORECASE)


def skip_comments(folder: Path, shown: Path) -> tuple[str, ...]:
    """Say where in a folder such comments stand; paths are told from `shown`."""
    found = list(_found(folder, shown))
    more = (f"{len(found) - MOST} more comments ask for the same",) if len(found) > MOST else ()
    return (*found[:MOST], *more)


def _found(folder: Path, shown: Path) -> Iterator[str]:
    for name, path in folder_files(folder).items():
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if _SKIP.search(line):
                yield f"{shown / name}:{number} asks checkov to skip a check; that is not heard"
