"""Runs what a page says, as written, in an empty folder, and puts what came out under each command.

`python -m docs.record FOLDER PAGE...`: FOLDER is where to work; `.` in it becomes a copy of this project, where the
page asks for one by `git clone`. In a page, a block ```console holds `$ ` commands (continued by `> `) and what they
said; a block after `<!-- file: PATH -->` is a file to write there. An answer to a question is taken from the page.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from docs.session import QUESTION, Session, plain, session

COLUMNS = 96
BLOCK = re.compile(r"(<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
KEPT = ("PATH", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "TF_CLI_CONFIG_FILE")
KEPT_PREFIXES = ("PIP_", "UV_", "PLATFORMCTL_CHECKOV", "PLATFORMCTL_EMULATOR", "PLATFORMCTL_TERRAFORM")


def recorded(page: str, shell: Session, folder: Path) -> str:
    """Return the page with what its commands say now."""

    def anew(block: re.Match[str]) -> str:
        if block["file"]:
            path = folder / block["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block["body"], "utf-8")
        if block["kind"] != "console":
            return block[0]
        said = "".join(_run(command, answers, shell) for command, answers in steps(block["body"]))
        return f"```console\n{said}```"

    return BLOCK.sub(anew, page)


def steps(body: str) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield each command of a block, line by line, and what was answered to its questions."""
    commands: list[tuple[list[str], list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            commands.append(([line[2:]], []))
        elif line.startswith("> ") and commands:
            commands[-1][0].append(line[2:])
        else:
            commands[-1][1].extend(_answer(line))
    return iter(commands)


def _answer(line: str) -> list[str]:
    asked = re.match(QUESTION.pattern.removesuffix("$"), line)
    return [line[asked.end() :]] if asked else []


def _run(command: Sequence[str], answers: Sequence[str], shell: Session) -> str:
    shown = "\n> ".join(command)
    sys.stderr.write(f"$ {shown}\n")
    lines = plain(shell.run("\n".join(command), answers)).splitlines()
    said = "\n".join(line.rstrip() for line in lines)
    return f"$ {shown}\n{said}\n" if said else f"$ {shown}\n"


def main(folder: Path, pages: Sequence[Path]) -> None:
    """Record each page in a shell of its own."""
    environ = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(KEPT_PREFIXES)}
    for page in pages:
        place = folder / page.stem
        place.mkdir(parents=True)
        with session(place, {**environ, "HOME": str(folder)}, COLUMNS) as shell:
            page.write_text(recorded(page.read_text("utf-8"), shell, place), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
