"""Puts another store into the text of platform.yaml, where one environment's is named; every other byte stays."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from platformctl.errors import PlatformError
from platformctl.project.documents import parse_document
from platformctl.project.platform_file import Platform
from platformctl.project.project import PLATFORM_NAME, Project
from platformctl.project.references import refuse_references
from platformctl.project.store_words import flow_of, state_of
from platformctl.project.stores import Store
from platformctl.project.validation import validated


def with_store(text: str, environment: str, store: Store) -> str:
    """Return the text with this store in the environment's `state:`; what was said of the old one goes with it."""
    key, value = _found(text, environment)
    edited = text[: key.start_mark.index] + f"state: {flow_of(store)}" + text[_end(value) :]
    _refuse_other_change(text, edited, environment, store)
    return edited


def project_with(project: Project, text: str) -> Project:
    """Return the project as it is with this text in platform.yaml; nothing is written."""
    document = parse_document(text.encode(), project.root / PLATFORM_NAME)
    refuse_references(document)
    return Project(project.root, validated(Platform, document))


def _found(text: str, environment: str) -> tuple[Any, Any]:
    """Find key and value of the environment's store."""
    from ruamel.yaml import YAML

    node, pair = YAML(typ="safe", pure=True).compose(text), (None, None)
    for name in ("environments", environment, "state"):
        pair = next(pair for pair in node.value if pair[0].value == name)
        node = pair[1]
    return pair


def _end(node: Any) -> int:
    """Return where a value ends; a block's own mark lies behind the comments that follow it."""
    while isinstance(node.value, list) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    return end


def _refuse_other_change(text: str, edited: str, environment: str, store: Store) -> None:
    """Prove that nothing else reads differently."""
    before, after = (_data(one) for one in (text, edited))
    before["environments"][environment]["state"] = state_of(store)
    if before != after:
        raise PlatformError(
            "platform.yaml could not be edited",
            detail=f"Write it yourself: environments.{environment}.state: {flow_of(store)}",
        )


def _data(text: str) -> dict[str, Any]:
    """Return a copy of what the text says; what is parsed once is shared."""
    data: Mapping[str, Any] = parse_document(text.encode(), Path(PLATFORM_NAME)).data
    copied: dict[str, Any] = json.loads(json.dumps(data))
    return copied
