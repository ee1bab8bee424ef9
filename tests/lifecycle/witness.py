"""What a killed command's stack is held against: every object that ever was, as states and events told of it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from tests.project import Project

NUMBER = re.compile(r"\[(\d+)\]$")


class Witness:
    """Keeps what the runs left in their work folders: settling removes it, an open file stays readable."""

    def __init__(self, project: Project, stack: str, stays: int) -> None:
        """Take in what is there before anything is killed; the first so many copies are to stay, or to come."""
        self._project, self._stack, self._stays = project, stack, stays
        self._files: list[IO[str]] = []
        self._seen = self.have()

    def have(self) -> dict[str, str]:
        """Return the id of each resource of the stack's state by address."""
        return ids_in(self._project.state_of(self._stack))

    def look(self, *, ended: bool) -> list[str]:
        """Take in what is there after a kill, and name what has gone that should not have.

        A run that had come to its end took what its Terraform said along with it, so its deletions are not asked after.
        """
        have = self.have()
        self._files += [path.open(encoding="utf-8") for path in self._project.work.glob("*/apply-*.events.jsonl")]
        begun = {address for address, _ in self._told("apply_start", "delete")}
        lost = {address for address, id_ in self._staying(self._seen).items() if have.get(address) != id_}
        gone = set() if ended else {*self._seen} - {*have} - begun
        self._seen |= have
        return sorted(lost | gone)

    def kept(self) -> dict[str, str]:
        """Return what must be there at the end: all that a state held or Terraform said it had made, and that stays."""
        return self._staying({**self._seen, **dict(self._told("apply_complete", "create"))})

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()

    def _staying(self, ids: Mapping[str, str]) -> dict[str, str]:
        return {address: id_ for address, id_ in ids.items() if number_of(address) < self._stays}

    def _told(self, kind: str, action: str) -> Iterator[tuple[str, str]]:
        for file in self._files:
            file.seek(0)
            lines = (json.loads(line) for line in file if line.endswith("\n"))
            hooks = (line["hook"] for line in lines if line.get("type") == kind)
            yield from (
                (hook["resource"]["addr"], hook.get("id_value", "")) for hook in hooks if hook["action"] == action
            )


def ids_in(state: Mapping[str, Any]) -> dict[str, str]:
    """Return the id of each resource of a state by address; one address twice would be a doubled resource."""
    return {
        f"module.this.terraform_data.this[{instance['index_key']}]": instance["attributes"]["id"]
        for resource in state.get("resources", [])
        for instance in resource["instances"]
    }


def number_of(address: str) -> int:
    """Return which copy an address is."""
    found = NUMBER.search(address)
    assert found
    return int(found[1])
