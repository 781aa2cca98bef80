"""DescribeRegions and DescribeAvailabilityZones."""

import pytest

from jedlik.features.instances.places import REGIONS
from tests.engine.in_memory import Caller
from tests.features.instances.started import one_filter


def test_the_region_of_the_request_is_among_the_regions() -> None:
    for region, count in (("us-east-1", len(REGIONS)), ("moon-1", len(REGIONS) + 1)):
        found = Caller(region=region).call("DescribeRegions")["Regions"]
        names = [each["RegionName"] for each in found]
        assert region in names
        assert len(names) == count
        assert names == sorted(names)


def test_regions_by_name_and_filter() -> None:
    caller = Caller()
    found = caller.call("DescribeRegions", RegionNames=["eu-west-1"])["Regions"]
    assert found == [
        {
            "OptInStatus": "opt-in-not-required",
            "RegionName": "eu-west-1",
            "Endpoint": "ec2.eu-west-1.amazonaws.com",
        }
    ]
    found = caller.call("DescribeRegions", Filters=one_filter("endpoint", "*ap-*"))["Regions"]
    assert {each["RegionName"][:3] for each in found} == {"ap-"}
    assert caller.refusal("DescribeRegions", RegionNames=["mars-1"]) == (
        "InvalidParameterValue: Invalid region provided: [mars-1]"
    )


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, ["us-east-1a", "us-east-1b", "us-east-1c"]),
        ({"ZoneNames": ["us-east-1b"]}, ["us-east-1b"]),
        ({"ZoneIds": ["use1-az3"]}, ["us-east-1c"]),
        ({"Filters": one_filter("zone-name", "*a")}, ["us-east-1a"]),
        ({"Filters": one_filter("state", "impaired")}, []),
    ],
    ids=str,
)
def test_zones(members: dict[str, object], expected: list[str]) -> None:
    found = Caller().call("DescribeAvailabilityZones", **members)["AvailabilityZones"]
    assert [each["ZoneName"] for each in found] == expected


def test_zones_that_do_not_exist() -> None:
    for members in ({"ZoneNames": ["us-east-1z"]}, {"ZoneIds": ["x"]}):
        refused = Caller().refusal("DescribeAvailabilityZones", **members)
        assert refused.startswith("InvalidParameterValue: Invalid availability zone: ")
