"""What an event says in a line."""

from typing import Any

import pytest

from platformctl.records.event import Draft, chained
from platformctl.views.events import words

FINGERPRINT, SHORT = f"fp:{'ab' * 32}", f"fp:{'ab' * 8}"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"plan": "0"}, ""),
        (
            {"reviewed": f"fp:{'ab' * 32}", "review_commit": "12" * 20},
            f"as reviewed: fp:{'ab' * 8}, at commit 121212121212",
        ),
        ({"accepted": FINGERPRINT}, f"as accepted: {SHORT}"),
    ],
)
def test_an_apply_says_what_it_rests_on(body: dict[str, Any], said: str) -> None:
    assert words(chained(Draft("dev/db/orders", "r1", "applying", body), seq=1, prev="", at="now")) == said
