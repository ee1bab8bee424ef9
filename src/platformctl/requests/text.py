"""What strings and numbers may hold: Terraform keeps text in NFC and 512 bits of a number; control characters hide."""

import re
import unicodedata

from platformctl.catalog.schema import Value
from platformctl.errors import Usage
from platformctl.project.documents import INVISIBLE

NUMBER_BITS = 512
"""What Terraform keeps of a number; it rounds the rest away without a word."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def clean(value: Value, what: str) -> Value:
    """Return the value with its strings in NFC; Usage for invisible and control characters, and for huge numbers."""
    match value:
        case str():
            return _clean_text(value, what)
        case int() if value.bit_length() > NUMBER_BITS:
            raise Usage("Invalid input", detail=f"{what}: a whole number of more than {NUMBER_BITS} bits is rounded.")
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
