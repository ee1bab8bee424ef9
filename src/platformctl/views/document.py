"""The one JSON document that a command prints, with its schema version."""

import json
from collections.abc import Mapping
from typing import Any

SCHEMA_VERSION = 1
"""Changing or removing a key is a breaking change and raises this."""


def document(content: Mapping[str, Any]) -> str:
    """Write a document; ASCII, so that any terminal and any log takes it; and a job's host finds no command in it."""
    text = json.dumps({"version": SCHEMA_VERSION, **content}, indent=2, ensure_ascii=True, default=str)
    return text.replace("##", "#\\u0023") + "\n"  # outside of strings there is no `#`
