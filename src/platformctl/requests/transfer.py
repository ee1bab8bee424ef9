"""Writes a request anew for another environment: the same wish, with that environment's names and producers."""

from dataclasses import replace

from platformctl.catalog.contract import Contract
from platformctl.project.platform_file import Platform
from platformctl.requests.binding_words import parse_binding
from platformctl.requests.grants import all_pending
from platformctl.requests.names import cloud_names
from platformctl.requests.request import Request
from platformctl.requests.resolve import used, values_of


def transferred(request: Request, contract: Contract, platform: Platform, environment: str) -> Request:
    """Return the request for another environment, every word of it checked there.

    What it used of its own environment it uses of the other; the permission to lose data does not come along.
    """
    new = request.model_copy(
        update={
            "environment": environment,
            "bindings": tuple(_word(word, request.environment, environment) for word in request.bindings),
            "names": cloud_names(contract, platform, environment, request.name),
            "lifecycle": None,
        }
    )
    values_of(new, contract, platform, all_pending(used(new, contract, platform.environments[environment])))
    return new


def _word(word: str, here: str, there: str) -> str:
    """Return a binding as the other environment writes it; what leads to a third one still does."""
    binding = parse_binding(word, here)
    environment, _, stack = binding.producer.partition("/")
    moved = replace(binding, producer=f"{there}/{stack}") if environment == here else binding
    return moved.word(there)
