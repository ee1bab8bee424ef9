"""What strings may hold: Terraform keeps text in NFC, and control characters only hide things."""

import re
import unicodedata

from platformctl.catalog.schema import Value
from platformctl.errors import Usage
from platformctl.project.documents import INVISIBLE

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(value: Value, what: str) -> Value:
    """Return the value with its strings in NFC; Usage for invisible and control characters."""
    match value:
        case str():
            return _clean_text(value, what)
        case list():
            return [clean(part, what) for part in value]  # type: ignore[misc]
        case dict():
            return {key: clean(part, what) for key, part in value.items()}  # type: ignore[misc]
        case _:
            return value


def _clean_text(text: str, what: str) -> str:
    found = _CONTROL.search(text) or INVISIBLE.search(text)
    if found:
        raise Usage("Invalid input", detail=f"{what}: U+{ord(found.group()):04X} is a character that can't be seen.")
    return unicodedata.normalize("NFC", text)
