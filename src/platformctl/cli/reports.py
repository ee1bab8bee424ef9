"""`--report FORMAT=PATH`: results written to files, beside what is shown."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from platformctl.errors import Usage
from platformctl.project.files import write_atomically
from platformctl.project.words import nearest

Report = Annotated[
    list[str] | None,
    typer.Option(
        "--report", metavar="FORMAT=PATH", help="Write the result to a file as well. Can be given several times."
    ),
]


def reports(said: Sequence[str] | None, known: Collection[str]) -> Mapping[str, Path]:
    """Read what was said; Usage for a format that this command does not have."""
    found: dict[str, Path] = {}
    for word in said or ():
        kind, equals, path = word.partition("=")
        if kind not in known or not equals or not path:
            raise Usage(
                "Not a report",
                detail=f"--report {word}: give FORMAT=PATH.{nearest(kind, known)} Formats: {', '.join(known)}.",
            )
        found[kind] = Path(path)
    return found


def write_reports(paths: Mapping[str, Path], text: Callable[[str], str]) -> None:
    """Write each report to its file, all or nothing of it."""
    for kind, content in {kind: text(kind) for kind in paths}.items():
        path = paths[kind]
        if path.is_dir() or not path.absolute().parent.is_dir():
            raise Usage("A report can't be written there", detail=f"{path} is not a file in a folder that is there.")
        write_atomically(path, content.encode())
