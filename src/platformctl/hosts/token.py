"""A token: shown nowhere, sent to one host."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")


@dataclass(frozen=True)
class Token:
    """What a job may do at its host."""

    value: str = field(repr=False)

    @property
    def is_there(self) -> bool:
        """Claim that there is one, and that it can stand in a header."""
        return bool(_TOKEN.fullmatch(self.value))

    def out_of(self, text: str) -> str:
        """Take it out of a text that came from outside."""
        return text.replace(self.value, "(token)") if self.is_there else text


def token_of(environ: Mapping[str, str], *names: str) -> Token:
    """Return the first token that the variables have; spaces and line ends around it are nobody's intention."""
    said = (environ.get(name, "").strip() for name in names)
    return Token(next((value for value in said if value), ""))
