"""A caller with keys of their own and nothing else, and a stand-in for STS."""

from collections.abc import Iterator

import pytest
from tests.unit.cloud.sts import Sts, standing_in


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller with a key, whatever the machine that the tests run on has."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "planted-secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)


@pytest.fixture
def sts() -> Iterator[Sts]:
    """STS: the caller is of account 222222222222."""
    with standing_in(Sts()) as answering:
        yield answering
