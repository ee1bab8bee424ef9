"""Watches a Python process from its first moment: what it connects to, starts, and reads of what opens something."""

import os
import sys
from typing import Any

SECRET = ("AWS_", "PG", "TF_TOKEN", "GITHUB_TOKEN", "GH_TOKEN", "CI_JOB_TOKEN", "SYSTEM_ACCESSTOKEN", "ACTIONS_ID")
FILES = ("/.aws/", ".pgpass", ".netrc", ".git-credentials", ".terraformrc", ".terraform.d", "/.docker/", "/.kube/")
STARTS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "pty.spawn")
_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
_read = os._Environ.__getitem__


def _note(what: str, *words: Any) -> None:
    os.write(_log, (" ".join([what, *map(str, words)]).replace("\n", " ")[:2000] + "\n").encode("utf-8", "replace"))


def _watched(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith("socket.") and event != "socket.__new__":
        _note("socket", event, arguments[1:])
    elif event in STARTS:
        _note("start", *(arguments[1] if event == "subprocess.Popen" else arguments))
    elif event == "open" and any(part in str(arguments[0]) for part in FILES):
        _note("file", arguments[0])


def _getitem(self: Any, name: Any) -> Any:
    if str(name).startswith(SECRET):
        _note("variable", name)
    return _read(self, name)


os._Environ.__getitem__ = _getitem  # type: ignore[method-assign]
sys.addaudithook(_watched)
