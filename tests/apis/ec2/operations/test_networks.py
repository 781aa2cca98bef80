"""The default network: everything in it leads to everything else."""

import pytest

from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.instances.started import described, one_filter, start


def test_an_instance_is_in_the_default_network() -> None:
    caller = Caller()
    (found,) = described(caller, *start(caller))
    (vpc,) = caller.call("DescribeVpcs", VpcIds=[found["VpcId"]])["Vpcs"]
    assert (vpc["IsDefault"], vpc["OwnerId"]) == (True, ACCOUNT)
    (subnet,) = caller.call("DescribeSubnets", SubnetIds=[found["SubnetId"]])["Subnets"]
    assert subnet["VpcId"] == vpc["VpcId"]
    assert subnet["AvailabilityZone"] == found["Placement"]["AvailabilityZone"]
    group_id = found["SecurityGroups"][0]["GroupId"]
    answer = caller.call("DescribeSecurityGroups", GroupIds=[group_id])
    (group,) = answer["SecurityGroups"]
    assert (group["GroupName"], group["VpcId"]) == ("default", vpc["VpcId"])
    # Source: VPC User Guide: members reach each other, and everything can be reached.
    assert group["IpPermissions"][0]["UserIdGroupPairs"][0]["GroupId"] == group_id
    assert group["IpPermissionsEgress"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]


def test_the_account_has_the_default_vpc() -> None:
    caller = Caller()
    found = caller.call("DescribeAccountAttributes", AttributeNames=["default-vpc"])
    (attribute,) = found["AccountAttributes"]
    vpc_id = caller.call("DescribeVpcs")["Vpcs"][0]["VpcId"]
    assert attribute["AttributeValues"] == [{"AttributeValue": vpc_id}]
    assert len(caller.call("DescribeAccountAttributes")["AccountAttributes"]) == 2


@pytest.mark.parametrize(
    ("name", "member", "filters", "count"),
    [
        ("DescribeVpcs", "Vpcs", ("isDefault", "true"), 1),
        ("DescribeVpcs", "Vpcs", ("is-default", "false"), 0),
        ("DescribeSubnets", "Subnets", ("availability-zone", "us-east-1a"), 1),
        ("DescribeSubnets", "Subnets", ("default-for-az", "true"), 3),
        ("DescribeSecurityGroups", "SecurityGroups", ("group-name", "default"), 1),
        ("DescribeSecurityGroups", "SecurityGroups", ("tag:Name", "x"), 0),
    ],
)
def test_filters(name: str, member: str, filters: tuple[str, str], count: int) -> None:
    assert len(Caller().call(name, Filters=one_filter(*filters))[member]) == count


@pytest.mark.parametrize(
    ("name", "members", "refused"),
    [
        ("DescribeVpcs", {"VpcIds": ["vpc-1"]}, "InvalidVpcID.NotFound: The vpc ID 'vpc-1'"),
        ("DescribeSubnets", {"SubnetIds": ["s-1"]}, "InvalidSubnetID.NotFound: The subnet ID 's"),
        ("DescribeSecurityGroups", {"GroupIds": ["sg-1"]}, "InvalidGroup.NotFound: The security"),
        ("DescribeSecurityGroups", {"GroupNames": ["x"]}, "InvalidGroup.NotFound: The security"),
    ],
)
def test_what_does_not_exist(name: str, members: dict[str, object], refused: str) -> None:
    assert Caller().refusal(name, **members).startswith(refused)
