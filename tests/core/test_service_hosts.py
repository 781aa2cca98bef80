"""The hosts of the service, compared with those that botocore computes."""

import json
from itertools import product
from typing import Any

import pytest
from botocore.endpoint_provider import EndpointProvider
from botocore.loaders import Loader

from jedlik.core.service_hosts import is_service_host, service_hosts

ACCOUNT = "123456789012"
REGIONS = (
    *("us-east-1", "eu-west-2", "il-central-1", "mx-central-1", "us-gov-west-1", "cn-north-1"),
    *("eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-isof-south-1"),
)
SERVICES = ("dynamodb", "dynamodbstreams")


def provider(service: str) -> EndpointProvider:
    loader = Loader()
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    return EndpointProvider(rules, loader.load_data("partitions"))


def computed(region: str) -> set[str]:
    """Returns the hosts that botocore computes for a Region."""
    hosts = set()
    for service in SERVICES:
        resolve = provider(service).resolve_endpoint
        for dual_stack, fips, account, searches in product((False, True), repeat=4):
            parameters: dict[str, Any] = {
                "Region": region,
                "UseDualStack": dual_stack,
                "UseFIPS": fips,
                "AccountIdEndpointMode": "preferred",
                **({"AccountId": ACCOUNT} if account else {}),
                **({"IsSearchOperation": searches} if service == "dynamodb" else {}),
            }
            hosts.add(resolve(**parameters).url.removeprefix("https://"))
    return hosts


@pytest.mark.parametrize("region", REGIONS)
def test_every_host_that_botocore_computes_is_known(region: str) -> None:
    named = {each.replace("*", ACCOUNT, 1) for each in service_hosts(region)}
    hosts = computed(region)
    assert len(hosts) >= 4
    assert hosts <= named, hosts - named
    assert all(map(is_service_host, hosts))


def test_partitions_are_those_of_botocore() -> None:
    partitions = Loader().load_data("partitions")["partitions"]
    regions = [region for each in partitions for region in each["regions"] if "-" in region[3:]]
    unknown = {region for region in regions if not service_hosts(region)}
    assert unknown <= {each for each in regions if "global" in each}, json.dumps(sorted(unknown))


@pytest.mark.parametrize(
    "host",
    [
        "dynamodb.us-east-1.amazonaws.com.evil.example",
        "dynamodb.us-east-1.evil.example",
        "evil.dynamodb.us-east-1.amazonaws.com",
        "a.b.ddb.us-east-1.amazonaws.com",
        "*.ddb.us-east-1.amazonaws.com",
        "ddb.us-east-1.amazonaws.com",
        "s3.us-east-1.amazonaws.com",
        "dynamodb.us-east-1.amazonaws.com.cn",
        "dynamodb.amazonaws.com",
        "us-east-1",
        "",
    ],
)
def test_other_hosts(host: str) -> None:
    assert not is_service_host(host)


@pytest.mark.parametrize("region", ["", "nowhere", "us-east", "xx-east-1", "US-EAST-1"])
def test_what_is_no_region_has_no_hosts(region: str) -> None:
    assert service_hosts(region) == []
