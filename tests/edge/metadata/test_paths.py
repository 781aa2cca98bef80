"""The values of a metadata endpoint, and their lists."""

import orjson
import pytest

from jedlik.edge.metadata.paths import CREDENTIALS, listing, time_text, values
from tests.edge.metadata.instance import FACTS

NOW_S = 1_790_000_100.5
FOUND = values(FACTS, NOW_S)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("meta-data/ami-id", "ami-0123456789abcdef0"),
        ("meta-data/instance-id", "i-0123456789abcdef0"),
        ("meta-data/instance-type", "t3.micro"),
        ("meta-data/local-hostname", "ip-172-31-0-4.ec2.internal"),
        ("meta-data/local-ipv4", "172.31.0.4"),
        ("meta-data/placement/availability-zone", "us-east-1a"),
        ("meta-data/placement/region", "us-east-1"),
        ("meta-data/public-keys/0/openssh-key", "ssh-ed25519 AAAA k\n"),
        ("meta-data/security-groups", "default"),
        ("meta-data/tags/instance/Name", "web"),
        ("user-data", "#!/bin/sh"),
    ],
)
def test_values(path: str, value: str) -> None:
    assert FOUND[path].decode() == value


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        ("", "dynamic/ meta-data/ user-data"),
        ("meta-data/iam/", "info security-credentials/"),
        (CREDENTIALS, "Reader"),
        ("meta-data/placement/", "availability-zone availability-zone-id region"),
        ("meta-data/tags/instance/", "Name"),
        ("meta-data/public-keys/", "0=k"),
        ("dynamic/instance-identity/", "document"),
    ],
)
def test_lists(folder: str, names: str) -> None:
    found = listing(FOUND, folder)
    assert found is not None
    assert found.decode().split() == names.split()


def test_what_is_not_there() -> None:
    assert listing(FOUND, "meta-data/nothing/") is None
    bare = FACTS._replace(profile=None, user_data=None, public_key=None, tags={})
    found = values(bare, NOW_S)
    for folder in ("meta-data/iam/", "meta-data/public-keys/", "meta-data/tags/"):
        assert listing(found, folder) is None
    assert "user-data" not in found


def test_the_hardware_address_leads_to_the_network() -> None:
    mac = FOUND["meta-data/mac"].decode()
    assert FOUND[f"meta-data/network/interfaces/macs/{mac}/vpc-id"] == b"vpc-0123456789abcdef0"
    assert int(mac[:2], 16) & 0b11 == 0b10  # for one machine, and given by nobody (IEEE 802)


def test_documents() -> None:
    document = orjson.loads(FOUND["dynamic/instance-identity/document"])
    assert document["accountId"] == "000000000001"
    assert document["pendingTime"] == time_text(1_790_000_000) == "2026-09-21T14:13:20Z"
    info = orjson.loads(FOUND["meta-data/iam/info"])
    assert info == {
        "Code": "Success",
        "LastUpdated": time_text(NOW_S),
        "InstanceProfileArn": "arn:aws:iam::000000000001:instance-profile/P",
        "InstanceProfileId": "AIPA1",
    }
