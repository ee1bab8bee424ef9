"""What a change says otherwise than the protected branch, in words that carry nothing of the change's own."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.projects import PLATFORM

from platformctl.project.documents import parse_document
from platformctl.project.lock_file import Lock, Pinned, PinnedProvider
from platformctl.project.platform_file import Platform
from platformctl.project.validation import validated
from platformctl.workflows.base_differences import MOST, lock_differences, platform_differences


def platform(text: str = PLATFORM) -> Platform:
    """Read a platform.yaml."""
    return validated(Platform, parse_document(text.encode(), Path("platform.yaml")))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('account: "111111111111"', 'account: "222222222222"', "prod.cloud.aws.account is 222222222222, not 1111"),
        ("region: eu-west-1, account", "region: us-east-1, account", "prod.cloud.aws.region is us-east-1, not eu-west"),
        ("    tier: prod", "    tier: dev", "environments.prod.tier is dev, not prod"),
        ("bucket: acme-platform", "bucket: mallory", "environments.prod.state.s3 is another one"),
        ("stacks: 4", "stacks: 400", "environments.desk.limits.stacks is another one"),
        ("apply: pipeline", "tags: {a: b}", "environments.prod.tags.a is new"),
        ("{path: ./packs/notes}", "builtin", "packs is another one"),
        ("writers@acme.example", "mallory@acme.example", "teams.writers.owner is another one"),
    ],
)
def test_each_word_of_platform_yaml_is_named(old: str, new: str, told: str) -> None:
    assert old in PLATFORM
    text = PLATFORM.replace('tags: {audit: "yes"}\n    ', "") if new.startswith("tags") else PLATFORM
    changed = text.replace(old, new)

    assert told in " ".join(platform_differences(platform(text), platform(changed)))


def test_what_a_change_writes_is_not_repeated() -> None:
    changed = PLATFORM.replace('"4711"', '"x@everyone http://evil.example"').replace("cost-centre", "a @everyone")

    told = " ".join(platform_differences(platform(), platform(changed)))

    assert told
    assert not re.search("evil|everyone|@", told)


def test_a_hundred_differences_are_counted() -> None:
    tags = ", ".join(f'k{number}: "v"' for number in range(100))
    changed = PLATFORM.replace('tags: {cost-centre: "4711"}', f"tags: {{{tags}}}")

    told = platform_differences(platform(), platform(changed))

    assert len(told) == MOST + 1
    assert told[-1] == "platform.yaml: 61 more differences"


def test_each_line_of_the_lock_is_named() -> None:
    before = Lock(
        modules={"db@1.0.0": Pinned("sha256:a", "builtin"), "old@1.0.0": Pinned("sha256:a", "builtin")},
        packs={"builtin@1.0.0": Pinned("sha256:a", "builtin")},
        providers={"registry.terraform.io/hashicorp/aws": PinnedProvider("5.1.0", ("h1:a",))},
        tools={"checkov": "3.0.0"},
    )
    after = replace(
        before,
        modules={"db@1.0.0": Pinned("sha256:b", "builtin"), "new@1.0.0": Pinned("sha256:a", "builtin")},
        packs={"builtin@1.0.0": Pinned("sha256:a", "./mine")},
        providers={"registry.terraform.io/hashicorp/aws": PinnedProvider("5.1.0", ("h1:b",))},
        tools={"checkov": "2.0.0"},
        render_format=2,
    )

    assert lock_differences(before, before) == ()
    assert lock_differences(before, after) == (
        "platform.lock: module db@1.0.0 has another digest",
        "platform.lock: module new@1.0.0 is new",
        "platform.lock: module old@1.0.0 is gone",
        "platform.lock: pack builtin@1.0.0 comes from elsewhere",
        "platform.lock: provider registry.terraform.io/hashicorp/aws has other hashes",
        "platform.lock: tool checkov is 2.0.0, not 3.0.0",
        "platform.lock: render format 2, not 1",
    )
