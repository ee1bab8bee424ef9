"""Shards become one report, whose exit code is that of all; what is missing or twice there is never passed over."""

import pytest
from tests.reports import samples

from platformctl.errors import Usage
from platformctl.views.report_markdown import markdown
from platformctl.workflows.report_merging import joined_code, merged
from platformctl.workflows.report_results import Report


def shard(number: int, of: int, **more: object) -> Report:
    """Make one shard's report of one stack."""
    stack = samples.quiet(number)
    return samples.report([stack], shard=f"{number}/{of}", **more)


def test_shards_become_the_whole_in_the_order_of_a_reviewer() -> None:
    blocked = samples.report([samples.blocked()], shard="2/2", exit_code=3)

    whole = merged([shard(1, 2), blocked])

    assert [stack.id for stack in whole.stacks] == ["prod/db/users", "prod/note/n1"]
    assert (whole.exit_code, whole.shard, whole.notes, whole.environment) == (3, "", (), "prod")


def test_a_missing_shard_is_said_and_fails_the_whole() -> None:
    whole = merged([shard(number, 8) for number in range(1, 9) if number != 5])

    assert whole.exit_code == 1
    assert whole.notes == ("Shard 5 of 8 is missing: its stacks are not in this report.",)
    assert "5 of 8 is missing" in markdown(whole)


@pytest.mark.parametrize(
    ("there", "of", "said"),
    [
        ((1, 4), 8, "Shards 2 to 3, 5 to 8 of 8"),
        ((2,), 3, "Shards 1, 3 of 3"),
        ((1,), 9999, "Shards 2 to 9999 of 9999"),
    ],
)
def test_several_missing_shards_are_said_in_one_sentence(there: tuple[int, ...], of: int, said: str) -> None:
    whole = merged([shard(number, of) for number in there])

    assert whole.notes == (f"{said} are missing: their stacks are not in this report.",)


def test_a_missing_shard_is_said_however_short_the_comment() -> None:
    many = samples.many(3_000).model_copy(update={"shard": "1/2"})

    assert "2 of 2 is missing" in markdown(merged([many]), 1_000)


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ((0, 0), 0),
        ((0, 2), 2),
        ((2, 3), 3),
        ((3, 64), 64),
        ((64, 4), 4),
        ((4, 1), 1),
        ((1, 130), 130),
        ((143, 2), 143),
        ((0, 77), 1),
    ],
)
def test_the_code_is_that_of_a_fleet(codes: tuple[int, ...], code: int) -> None:
    assert joined_code(codes) == code


def test_a_stack_in_two_reports_is_refused() -> None:
    with pytest.raises(Usage, match="A stack is in several reports") as refused:
        merged([samples.report([samples.grown()], shard="1/2"), samples.report([samples.grown()], shard="2/2")])

    assert "prod/db/orders" in refused.value.detail


@pytest.mark.parametrize("shards", [("1/2", "2/3"), ("1/2", "1/2"), ("1/2", ""), ("5/3",)])
def test_shards_of_different_splits_are_refused(shards: tuple[str, ...]) -> None:
    with pytest.raises(Usage, match="Shards don't fit together"):
        merged([samples.report([], shard=one) for one in shards])


def test_reports_of_different_changes_are_refused() -> None:
    with pytest.raises(Usage, match="Reports are of different changes"):
        merged([shard(1, 2), shard(2, 2, commit="f" * 40)])


def test_one_untrusted_part_makes_the_whole_untrusted() -> None:
    whole = merged([shard(1, 2), shard(2, 2, mode="untrusted", why_untrusted=("from a fork",))])

    assert (whole.mode, whole.why_untrusted) == ("untrusted", ("from a fork",))


def test_environments_of_their_own_are_joined() -> None:
    whole = merged([samples.report([samples.grown()]), samples.report([samples.gone()], environment="dev")])

    assert (whole.environment, len(whole.stacks)) == ("", 2)
