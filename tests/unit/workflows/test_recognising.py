"""Which object of the cloud is the one that was asked for: the whole table, and what holds for any table."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from platformctl.cloud.objects import Plain, Seen, Wanted
from platformctl.workflows.recognising import Recognised, recognise

TAGS = {"stack": "dev/network/core", "Name": "core"}


def wanted(address: str = "a", name: str = "core", **values: Plain) -> Wanted:
    return Wanted(address, "aws_vpc", {**TAGS, "Name": name}, values)


def seen(id_: str = "vpc-1", name: str = "core", **values: Plain) -> Seen:
    return Seen(id_, "aws_vpc", {**TAGS, "Name": name, "cost": "somebody's own tag"}, values)


def decided(found: Mapping[str, str] = {}, absent: tuple[str, ...] = (), **unclear: tuple[str, ...]) -> Recognised:
    return Recognised(found, absent, unclear)


@pytest.mark.parametrize(
    ("asked", "there", "decision"),
    [
        ([wanted()], [], decided(absent=("a",))),
        ([wanted()], [seen()], decided({"a": "vpc-1"})),
        ([wanted()], [seen(name="other")], decided(absent=("a",))),
        ([wanted()], [Seen("s-1", "aws_subnet", TAGS)], decided(absent=("a",))),
        ([wanted()], [Seen("vpc-1", "aws_vpc", {"Name": "core"})], decided(absent=("a",))),
        ([wanted()], [seen("vpc-1"), seen("vpc-2")], decided(a=("vpc-1", "vpc-2"))),
        ([wanted(), wanted("b")], [seen()], decided(a=("vpc-1",), b=("vpc-1",))),
        ([wanted(), wanted("b", "two")], [seen(), seen("vpc-2", "two")], decided({"a": "vpc-1", "b": "vpc-2"})),
        ([wanted(), wanted("b", "two")], [seen()], decided({"a": "vpc-1"}, ("b",))),
        ([wanted(port=1), wanted("b", port=2)], [seen(port=2)], decided({"b": "vpc-1"}, ("a",))),
        ([wanted(port=1)], [seen(port=2)], decided(a=("vpc-1",))),
        ([wanted(port=1)], [seen(port=2), seen("vpc-2", port=1)], decided({"a": "vpc-2"})),
        ([wanted(port=1)], [seen()], decided({"a": "vpc-1"})),
    ],
)
def test_what_was_asked_for_is_recognised_or_absent_or_for_a_person_to_say(
    asked: list[Wanted], there: list[Seen], decision: Recognised
) -> None:
    assert recognise(asked, there) == decision


names, ports = st.sampled_from(["core", "two"]), st.sampled_from([{}, {"port": 1}, {"port": 2}])
askings = st.lists(st.tuples(names, ports), max_size=4).map(
    lambda all_: [wanted(f"a{number}", name, **values) for number, (name, values) in enumerate(all_)]
)
clouds = st.lists(st.tuples(names, ports), max_size=4).map(
    lambda all_: [seen(f"vpc-{number}", name, **values) for number, (name, values) in enumerate(all_)]
)


@given(askings, clouds)
def test_each_gets_one_answer_and_no_object_is_taken_for_two(asked: list[Wanted], there: list[Seen]) -> None:
    answer = recognise(asked, there)

    answers = [*answer.found, *answer.absent, *answer.unclear]
    assert sorted(answers) == sorted(each.address for each in asked)
    assert len(set(answer.found.values())) == len(answer.found)
    by_id = {one.id: one for one in there}
    assert all(each.is_like(by_id[answer.found[each.address]]) for each in asked if each.address in answer.found)


@given(askings, clouds)
def test_nothing_is_called_absent_that_nothing_else_explains(asked: list[Wanted], there: list[Seen]) -> None:
    answer = recognise(asked, there)

    explained = set(answer.found.values())
    unexplained = [one for one in there if one.id not in explained]
    absent = [each for each in asked if each.address in answer.absent]
    assert not [(each, one) for each in absent for one in unexplained if each.may_be(one)]
