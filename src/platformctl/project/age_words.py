"""The public key of age, proven when platform.yaml is read: the day it is needed is too late for a typing error."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_NAME = "age"
_STEPS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _proven(text: str) -> str:
    """Hold the key against the checksum in it (bech32)."""
    name = [*(ord(letter) >> 5 for letter in _NAME), 0, *(ord(letter) & 31 for letter in _NAME)]
    rest = 1
    for value in (*name, *(_LETTERS.index(letter) for letter in text.removeprefix(f"{_NAME}1"))):
        top, rest = rest >> 25, (rest & 0x1FFFFFF) << 5 ^ value
        for bit, step in enumerate(_STEPS):
            rest ^= step if top >> bit & 1 else 0
    if rest != 1:
        raise ValueError("is no public key of age, which begins with age1: a letter is wrong")
    return text


AgeRecipient = Annotated[str, StringConstraints(pattern=rf"^age1[{_LETTERS}]{{58}}$"), AfterValidator(_proven)]
