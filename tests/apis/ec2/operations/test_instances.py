"""DescribeInstances with each filter, and ModifyInstanceMetadataOptions."""

import pytest

from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.instances.started import IMAGE, described, make_role, one_filter, start


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("architecture", "x86_64"),
        ("availability-zone", "us-east-1b"),
        ("client-token", "token"),
        ("iam-instance-profile.arn", f"arn:aws:iam::{ACCOUNT}:instance-profile/Reader"),
        ("image-id", IMAGE),
        ("instance-state-code", "16"),
        ("instance-state-name", "running"),
        ("instance-type", "t3.micro"),
        ("instance.group-name", "default"),
        ("key-name", "k"),
        ("metadata-options.http-tokens", "optional"),
        ("tag:Name", "w?b"),
        ("tag-key", "Name"),
    ],
)
def test_filters(name: str, value: str) -> None:
    caller = Caller()
    make_role(caller)
    caller.call("CreateKeyPair", KeyName="k", KeyType="ed25519")
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "web"}]}]
    (one,) = start(
        caller,
        ClientToken="token",
        IamInstanceProfile={"Name": "Reader"},
        InstanceType="t3.micro",
        KeyName="k",
        MetadataOptions={"HttpTokens": "optional"},
        Placement={"AvailabilityZone": "us-east-1b"},
        TagSpecifications=tags,
    )
    (other,) = start(caller)
    caller.call("StopInstances", InstanceIds=[other])
    found = [each["InstanceId"] for each in described(caller, Filters=one_filter(name, value))]
    shared = ("architecture", "image-id", "instance.group-name")
    assert found == ([one, other] if name in shared else [one])
    assert described(caller, Filters=one_filter(name, "something else")) == []


def test_filters_that_identify() -> None:
    caller = Caller()
    make_role(caller)
    one, _ = start(caller, 2, IamInstanceProfile={"Name": "Reader"})
    (found,) = described(caller, one)
    for name, value in (
        ("instance-id", one),
        ("private-dns-name", found["PrivateDnsName"]),
        ("private-ip-address", found["PrivateIpAddress"]),
    ):
        passed = described(caller, Filters=one_filter(name, value))
        assert [each["InstanceId"] for each in passed] == [one]
    for name, value in (
        ("iam-instance-profile.id", found["IamInstanceProfile"]["Id"]),
        ("instance.group-id", found["SecurityGroups"][0]["GroupId"]),
        ("subnet-id", found["SubnetId"]),
        ("vpc-id", found["VpcId"]),
    ):
        assert len(described(caller, Filters=one_filter(name, value))) == 2
    assert caller.refusal("DescribeInstances", Filters=one_filter("colour", "red")) == (
        "InvalidParameterValue: The filter 'colour' is invalid"
    )


def test_pages() -> None:
    caller = Caller()
    ids = start(caller, 7)
    first = caller.call("DescribeInstances", MaxResults=5)
    second = caller.call("DescribeInstances", MaxResults=5, NextToken=first["NextToken"])
    assert "NextToken" not in second
    found = [
        each["InstanceId"]
        for page in (first, second)
        for reservation in page["Reservations"]
        for each in reservation["Instances"]
    ]
    assert found == ids


def test_the_options_of_an_endpoint() -> None:
    caller = Caller()
    (one,) = start(caller)
    answer = caller.call("ModifyInstanceMetadataOptions", InstanceId=one, HttpTokens="optional")
    changed = answer["InstanceMetadataOptions"]
    assert (answer["InstanceId"], changed["State"]) == (one, "pending")
    (found,) = described(caller, one)
    assert found["MetadataOptions"] == {**changed, "State": "applied"}
    assert found["MetadataOptions"]["HttpTokens"] == "optional"
    assert caller.refusal(
        "ModifyInstanceMetadataOptions", InstanceId=one, HttpPutResponseHopLimit=0
    ).startswith("InvalidParameterValue: ")
    caller.call("TerminateInstances", InstanceIds=[one])
    refused = caller.refusal("ModifyInstanceMetadataOptions", InstanceId=one)
    assert refused.startswith("IncorrectInstanceState: ")
