"""Networks: every account has its own in every Region, always the same."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.features.instances.places import (
    REGIONS,
    VPC_NETWORK,
    address_in,
    group_id,
    host_name,
    vpc_id,
    zone_named,
    zone_of_subnet,
    zones,
)
from jedlik.features.instances.records import Place

HERE = Place("000000000001", "us-east-1")


def test_a_region_has_three_zones_with_a_subnet_each() -> None:
    found = zones(HERE)
    assert [each.name for each in found] == ["us-east-1a", "us-east-1b", "us-east-1c"]
    assert [each.zone_id for each in found] == ["use1-az1", "use1-az2", "use1-az3"]
    assert len({each.subnet_id for each in found}) == 3
    assert [str(each.network) for each in found] == [
        "172.31.0.0/20",
        "172.31.16.0/20",
        "172.31.32.0/20",
    ]
    assert found[0].free_addresses == 4091  # as the service counts in a subnet of this size


@pytest.mark.parametrize(
    ("region", "zone_id"),
    [("ap-southeast-2", "apse2-az1"), ("eu-west-1", "euw1-az1"), ("ca-central-1", "cac1-az1")],
)
def test_the_ids_of_zones(region: str, zone_id: str) -> None:
    """Source: RAM User Guide, "Availability Zone IDs"."""
    assert zones(Place(HERE.account_id, region))[0].zone_id == zone_id


@pytest.mark.parametrize("region", [*REGIONS, "x", "us-gov-west-1", "moon--1"])
def test_every_name_of_a_region_has_zones(region: str) -> None:
    assert len(zones(Place(HERE.account_id, region))) == 3


def test_other_places_have_other_networks() -> None:
    others = [Place("000000000002", "us-east-1"), Place("000000000001", "us-east-2")]
    assert len({vpc_id(each) for each in (HERE, *others)}) == 3
    assert len({group_id(each) for each in (HERE, *others)}) == 3
    assert vpc_id(HERE) == vpc_id(Place(*HERE))


def test_zones_by_name_and_subnet() -> None:
    zone = zones(HERE)[1]
    assert zone_named(HERE, zone.name) == zone_of_subnet(HERE, zone.subnet_id) == zone
    with pytest.raises(Reject) as refused:
        zone_named(HERE, "us-east-1z")
    assert refused.value.error.code == "InvalidParameterValue"
    with pytest.raises(Reject) as refused:
        zone_of_subnet(HERE, "subnet-12345678")
    assert refused.value.error.code == "InvalidSubnetID.NotFound"


@given(st.text(max_size=30))
def test_an_address_is_one_that_an_instance_can_have(instance_id: str) -> None:
    for zone in zones(HERE):
        address = ip_address(address_in(zone, instance_id))
        assert address in zone.network
        assert address in ip_network(VPC_NETWORK)
        assert address not in list(zone.network)[:4]
        assert address != zone.network.broadcast_address


def test_host_names() -> None:
    """Source: EC2 User Guide, "Hostnames and domains"."""
    assert host_name("172.31.0.4", "us-east-1") == "ip-172-31-0-4.ec2.internal"
    assert host_name("172.31.0.4", "eu-west-1") == "ip-172-31-0-4.eu-west-1.compute.internal"
