"""Finds the secret texts of a plan, so that a copy of one in an unmasked place is hidden as well.

Terraform forgets its mark now and then: `terraform_data.output` repeats a secret `input` in clear once it is applied.
"""

from collections.abc import Iterator, Mapping
from typing import Any

_SHORTEST = 6
"""Shorter texts are everywhere by chance."""


def masked_texts(value: Any, mask: Any) -> Iterator[str]:
    """List the texts of a value that its mask hides."""
    if mask is True:
        yield from (text for text in texts(value) if len(text) >= _SHORTEST)
    elif isinstance(mask, Mapping) and isinstance(value, Mapping):
        for key in mask:
            yield from masked_texts(value.get(key), mask[key])
    elif isinstance(mask, list) and isinstance(value, list):
        for each, hidden in zip(value, mask, strict=False):
            yield from masked_texts(each, hidden)


def texts(value: Any) -> Iterator[str]:
    """List every text inside a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from (key, *texts(each))
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


def repeats_secret(value: Any, secrets: frozenset[str]) -> bool:
    """Claim that a value contains one of the secrets."""
    return bool(secrets) and any(secret in text for text in texts(value) for secret in secrets)
