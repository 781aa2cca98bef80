"""Regions, zones and networks. They are derived from account and Region, and nothing runs in them.

Every account has in every Region what the service gives it: one default VPC with a subnet in each
zone and a default security group. Source: VPC User Guide, "Default VPCs".
"""

from hashlib import blake2b
from ipaddress import IPv4Network
from typing import Final, NamedTuple

from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal

# The Regions that an account has without asking for them. Source: EC2 User Guide, "Regions".
REGIONS: Final = (
    *("ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1"),
    *("ap-southeast-2", "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2"),
    *("eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2"),
)
VPC_NETWORK: Final = "172.31.0.0/16"
_SUBNET_BITS: Final = 4
_ZONES: Final = "abc"
# The first four addresses of a subnet, and the last. Source: VPC User Guide, "Subnet sizing".
_RESERVED_FIRST: Final = 4
_RESERVED: Final = 5


class Zone(NamedTuple):
    """An availability zone, with its subnet of the default VPC."""

    name: str
    zone_id: str
    subnet_id: str
    network: IPv4Network

    @property
    def free_addresses(self) -> int:
        """Returns how many instances the subnet could have."""
        return self.network.num_addresses - _RESERVED


def zones(place: Place) -> list[Zone]:
    """Returns the zones of a Region, in the order of their names."""
    networks = IPv4Network(VPC_NETWORK).subnets(prefixlen_diff=_SUBNET_BITS)
    return [
        Zone(
            place.region + letter,
            f"{_short(place.region)}-az{number}",
            derived_id("subnet", place, letter),
            network,
        )
        for number, (letter, network) in enumerate(zip(_ZONES, networks, strict=False), start=1)
    ]


def zone_named(place: Place, name: str) -> Zone:
    """Returns a zone. Raises Reject."""
    for zone in zones(place):
        if zone.name == name:
            return zone
    raise refusal("InvalidParameterValue", f"Invalid availability zone: [{name}]")


def zone_of_subnet(place: Place, subnet_id: str) -> Zone:
    """Returns the zone of a subnet. Raises Reject with InvalidSubnetID.NotFound."""
    for zone in zones(place):
        if zone.subnet_id == subnet_id:
            return zone
    text = f"The subnet ID '{subnet_id}' does not exist"
    raise refusal("InvalidSubnetID.NotFound", text)


def vpc_id(place: Place) -> str:
    """Returns the id of the default VPC."""
    return derived_id("vpc", place)


def group_id(place: Place) -> str:
    """Returns the id of the default security group."""
    return derived_id("sg", place)


def address_in(zone: Zone, instance_id: str) -> str:
    """Returns the private address that belongs to an instance in a zone, if no other has it."""
    number = int.from_bytes(blake2b(instance_id.encode(), digest_size=8).digest(), "big")
    return str(zone.network[_RESERVED_FIRST + number % zone.free_addresses])


def host_name(address: str, region: str) -> str:
    """Returns the private name of an address."""
    zone = "ec2.internal" if region == "us-east-1" else f"{region}.compute.internal"
    return f"ip-{address.replace('.', '-')}.{zone}"


def derived_id(kind: str, place: Place, name: str = "") -> str:
    """Returns the id of something that every place has. kind: the prefix of the id."""
    text = f"{kind} {place.account_id} {place.region} {name}"
    return f"{kind}-0{blake2b(text.encode(), digest_size=8).hexdigest()}"


def _short(region: str) -> str:
    """Returns how ids of zones name a Region: `apse2` for ap-southeast-2.

    A client may name any Region, also one that has another form.
    """
    area, *others = region.split("-")
    sides, number = others[:-1], "".join(others[-1:])
    initials = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}
    return area + "".join(initials.get(side, side[:1]) for side in sides) + number
