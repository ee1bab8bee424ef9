"""Checkov's command looks its platform and modules up in the network; the worker has no client to do it with."""

from pathlib import Path

import pytest
from tests.failclosed.court import PUBLIC, Start, Write, seen

from platformctl.policy.packs import Pack

pytestmark = pytest.mark.lifecycle
ALONE = "import socket\nsocket.socket.connect = socket.getaddrinfo = None\n"
FAR = 'module "far" {\n  source = "git::https://git.acme.example/module.git"\n}\n'


def test_a_worker_without_any_socket_answers_the_same(builtin: Pack, start: Start, write: Write) -> None:
    worker = start(builtin, [("import gc\n", f"import gc\n{ALONE}")])

    scan = worker.configuration(write(FAR + PUBLIC), Path("/"))

    assert seen(scan) == {"FAILED"}
