"""The members of RunInstances: which are refused, and what they become."""

import base64

import pytest

from jedlik.apis.ec2.settings import USER_DATA_BYTES
from jedlik.features.instances.places import zones
from tests.engine.in_memory import Caller
from tests.features.instances.started import IMAGE, PLACE, described, start

RUN = {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1}


@pytest.mark.parametrize(
    ("members", "refused"),
    [
        ({"ImageId": "ami-12345678"}, "InvalidAMIID.NotFound: "),
        ({"ImageId": "x"}, "InvalidAMIID.Malformed: "),
        ({"InstanceType": "t9.x"}, "InvalidParameterValue: Invalid value 't9.x' for InstanceType."),
        ({"MinCount": 0}, "InvalidParameterValue: "),
        ({"MinCount": 2}, "InvalidParameterValue: "),
        ({"SubnetId": "subnet-12345678"}, "InvalidSubnetID.NotFound: "),
        ({"Placement": {"AvailabilityZone": "us-east-1z"}}, "InvalidParameterValue: "),
        ({"SecurityGroupIds": ["sg-12345678"]}, "InvalidGroup.NotFound: "),
        ({"SecurityGroups": ["web"]}, "InvalidGroup.NotFound: "),
        (
            {"SecurityGroups": ["default"], "SubnetId": zones(PLACE)[0].subnet_id},
            "InvalidParameterCombination: ",
        ),
        ({"UserData": "%"}, "InvalidUserData.Malformed: Invalid BASE64 encoding of user data."),
        (
            {"UserData": base64.b64encode(bytes(USER_DATA_BYTES + 1)).decode()},
            "InvalidUserData.Malformed: User data is limited to 16384 bytes",
        ),
        ({"MetadataOptions": {"HttpPutResponseHopLimit": 65}}, "InvalidParameterValue: "),
    ],
    ids=lambda value: str(value)[:40],
)
def test_refusals(members: dict[str, object], refused: str) -> None:
    assert Caller().refusal("RunInstances", **{**RUN, **members}).startswith(refused)


def test_an_image_is_needed() -> None:
    assert Caller().refusal("RunInstances", MinCount=1, MaxCount=1) == (
        "MissingParameter: The request must contain the parameter ImageId"
    )


def test_the_zone_is_that_of_the_subnet_or_the_placement_or_the_first() -> None:
    caller = Caller()
    second, third = zones(PLACE)[1:]
    ids = [
        *start(caller),
        *start(caller, SubnetId=second.subnet_id),
        *start(caller, Placement={"AvailabilityZone": third.name}),
    ]
    found = described(caller, *ids)
    assert [each["Placement"]["AvailabilityZone"] for each in found] == [
        each.name for each in zones(PLACE)
    ]
    assert [each["SubnetId"] for each in found] == [each.subnet_id for each in zones(PLACE)]


def test_the_options_that_a_request_gives() -> None:
    caller = Caller()
    options = {"HttpTokens": "optional", "HttpPutResponseHopLimit": 64}
    (one,) = start(caller, MetadataOptions=options)
    found = described(caller, one)[0]["MetadataOptions"]
    assert (found["HttpTokens"], found["HttpPutResponseHopLimit"]) == ("optional", 64)
    assert found["HttpEndpoint"] == "enabled"
