"""Turns one process into the emulator: leaves the caller's session, says who it is, serves.

Run as `python -I start.py SETTINGS`, with the listening socket and the folder's lock inherited. The folder is made a
package by hand, so that nothing but the emulator's own environment is on the path.
"""

import importlib
import importlib.util
import json
import os
import sys
import uuid
from pathlib import Path
from types import ModuleType

PACKAGE = "platformctl_emulator"


def main(settings_text: str) -> None:
    """Go to the background at once; the caller waits for the status answer, not for us."""
    settings = json.loads(settings_text)
    if os.fork():
        os._exit(0)
    os.setsid()
    record = {"id": uuid.uuid4().hex, "pid": os.getpid(), "version": settings["version"]}
    announce(Path(settings["folder"]) / "server.json", record)
    server = package_module("server")
    server.serve(settings, record)


def announce(path: Path, record: dict[str, object]) -> None:
    """Write who holds the folder's lock, whole or not at all."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(record), encoding="utf-8")
    draft.replace(path)


def package_module(name: str) -> ModuleType:
    """Return a module of this folder, imported as part of a package."""
    spec = importlib.util.spec_from_file_location(PACKAGE, Path(__file__).with_name("__init__.py"))
    if spec is None or spec.loader is None:
        raise ImportError(f"{PACKAGE} is incomplete")
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)
    return importlib.import_module(f"{PACKAGE}.{name}")


if __name__ == "__main__":
    main(sys.argv[1])
