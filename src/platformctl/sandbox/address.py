"""The emulator's own port: chosen once per project, the same over restarts, since queue URLs hold it."""

import hashlib
import socket
from pathlib import Path

from platformctl.errors import PlatformError

HOST = "127.0.0.1"
FIRST, COUNT = 20000, 12000
"""Below every system's range of temporary ports: nobody's outgoing connection takes it while we are away."""
TRIES = 50


def url_of(port: int) -> str:
    """Return the address that clients use."""
    return f"http://{HOST}:{port}"


def kept_port(folder: Path) -> int | None:
    """Return the port that was chosen before; None: not yet, or the file is not whole."""
    file = folder / "port"
    text = file.read_text(encoding="ascii", errors="replace").strip() if file.is_file() else ""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 65536 else None


def listen(folder: Path) -> socket.socket:
    """Return a listening socket on the folder's port; to be called by the holder of the folder's lock only."""
    port = kept_port(folder)
    if port is None:
        return _choose(folder)
    try:
        return _listening(port)
    except OSError as error:
        raise PlatformError(
            "The sandbox's port is taken",
            detail=f"Port {port} is this project's, and another program listens there ({error.strerror}). "
            "Stop that program, or let the sandbox begin anew on another port.",
            hint="platformctl sandbox reset",
        ) from error


def _choose(folder: Path) -> socket.socket:
    start = int.from_bytes(hashlib.sha256(str(folder.resolve()).encode()).digest()[:4], "big")
    for step in range(TRIES):
        port = FIRST + (start + step) % COUNT
        try:
            listener = _listening(port)
        except OSError:
            continue
        (folder / "port").write_text(f"{port}\n", encoding="ascii")
        return listener
    raise PlatformError(
        "No port is free for the sandbox",
        detail=f"{TRIES} ports from {FIRST + start % COUNT} on are all taken.",
        hint="ss -ltn",
    )


def _listening(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
