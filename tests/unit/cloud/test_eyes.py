"""Looking for what a stack may have made: what AWS answers, read; what it refuses, told; never taken for nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.cloud.sts import Sts, standing_in

from platformctl.cloud.ec2_kinds import KINDS, seen_in
from platformctl.cloud.eyes import Eyes
from platformctl.cloud.login import AwsKeys
from platformctl.cloud.objects import MayNotLook, Seen, Wanted
from platformctl.errors import PlatformError

STACK = "dev/network/core"
VPC = Wanted("module.this.aws_vpc.this", "aws_vpc", {"stack": STACK})
TAGS = [{"Key": "stack", "Value": STACK}]
VPCS = """<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><vpcSet><item>
<vpcId>vpc-1</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><state>available</state>
<tagSet><item><key>stack</key><value>dev/network/core</value></item></tagSet></item></vpcSet></DescribeVpcsResponse>"""
REFUSED = "<Response><Errors><Error><Code>{}</Code><Message>hidden-message</Message></Error></Errors></Response>"


class Ec2(Sts):
    """A stand-in for EC2."""

    def answer(self, question: dict[str, str]) -> tuple[int, str]:
        """Answer a call."""
        self.asked.append(question)
        return (403, REFUSED.format(self.denies)) if self.denies else (200, VPCS)


@pytest.fixture
def ec2() -> Iterator[Ec2]:
    with standing_in(Ec2()) as answering:
        assert isinstance(answering, Ec2)
        yield answering


def eyes(url: str) -> Eyes:
    return Eyes(lambda: AwsKeys("AKIATEST", "planted-secret"), "eu-central-1", url)


def rule(egress: bool, **more: Any) -> dict[str, Any]:
    return {"SecurityGroupRuleId": "sgr-1", "IsEgress": egress, "Tags": TAGS, **more}


def test_the_stack_is_asked_for_and_what_answers_is_read(ec2: Ec2) -> None:
    seen = eyes(ec2.url).look([VPC])

    assert seen == (Seen("vpc-1", "aws_vpc", {"stack": STACK}, {"cidr_block": "10.0.0.0/16"}),)
    (asked,) = ec2.asked
    assert (asked["Filter.1.Name"], asked["Filter.1.Value.1"], asked["key"]) == ("tag:stack", STACK, "AKIATEST")


def test_nobody_is_asked_about_a_type_that_nobody_can_look_for(ec2: Ec2) -> None:
    assert eyes(ec2.url).look([Wanted("a", "aws_thing", {"stack": STACK}), Wanted("b", "aws_vpc", {})]) == ()
    assert ec2.asked == []


def test_a_missing_right_is_told_apart_from_nothing_there(ec2: Ec2) -> None:
    ec2.denies = "UnauthorizedOperation"

    with pytest.raises(MayNotLook, match="AWS does not say what it has") as refused:
        eyes(ec2.url).look([VPC])

    assert "describe_vpcs in eu-central-1 was refused (UnauthorizedOperation)" in refused.value.detail


def test_any_other_refusal_ends_the_look(ec2: Ec2) -> None:
    ec2.denies = "ExpiredToken"

    with pytest.raises(PlatformError) as refused:
        eyes(ec2.url).look([VPC])

    assert not isinstance(refused.value, MayNotLook)
    assert "hidden-message" not in refused.value.detail


def test_a_cloud_that_does_not_answer_ends_the_look() -> None:
    with pytest.raises(PlatformError, match="can't be reached"):
        eyes("http://127.0.0.1:9").look([VPC])


@pytest.mark.parametrize(("way", "egress"), [("ingress", False), ("egress", True)])
def test_a_rule_is_of_one_direction(way: str, egress: bool) -> None:
    page = {"SecurityGroupRules": [rule(not egress), rule(egress, ReferencedGroupInfo={"GroupId": "sg-2"})]}

    (seen,) = seen_in(f"aws_vpc_security_group_{way}_rule", page)

    assert seen.values == {"referenced_security_group_id": "sg-2"}


@pytest.mark.parametrize(
    ("type_", "page"),
    [
        ("aws_security_group", {"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "default", "Tags": TAGS}]}),
        ("aws_vpc_endpoint", {"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "State": "Deleted", "Tags": TAGS}]}),
        ("aws_vpc", {"Vpcs": []}),
        ("aws_vpc", {}),
    ],
)
def test_what_nobody_made_and_what_is_gone_is_not_seen(type_: str, page: Mapping[str, Any]) -> None:
    assert list(seen_in(type_, page)) == []


@given(st.sampled_from(sorted(KINDS)), st.dictionaries(st.text(max_size=9), st.text(), max_size=3))
def test_whatever_tags_somebody_wrote_are_read_as_they_are(type_: str, tags: dict[str, str]) -> None:
    kind = KINDS[type_]
    listed = [{"Key": key, "Value": value} for key, value in tags.items()]

    (seen,) = seen_in(type_, {kind.listed: [{kind.id: "id-1", "Tags": listed, **kind.says}]})

    assert (seen.id, seen.tags) == ("id-1", tags)
