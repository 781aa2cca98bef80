"""The hosts that clients compute for DynamoDB: those of a Region, and those of an account in it.

Source: the endpoint rules of botocore (data/dynamodb and data/dynamodbstreams,
endpoint-rule-set-1.json) and its partitions (data/partitions.json), November 2026.
"""

import re
from typing import Final, NamedTuple


class _Partition(NamedTuple):
    """A part of AWS. suffix, dual_stack: the ends of its hosts, without and with IPv6."""

    region: re.Pattern[str]
    suffix: str
    dual_stack: str


_PARTITIONS: Final = tuple(
    _Partition(re.compile(region), suffix, dual_stack)
    for region, suffix, dual_stack in (
        (
            r"(us|eu|ap|sa|ca|me|af|il|mx|us-gov)-[a-z]+-[0-9]+",
            "amazonaws.com",
            "api.aws",
        ),
        (r"cn-[a-z]+-[0-9]+", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
        (r"eusc-de-[a-z]+-[0-9]+", "amazonaws.eu", "api.amazonwebservices.eu"),
        (r"us-iso-[a-z]+-[0-9]+", "c2s.ic.gov", "api.aws.ic.gov"),
        (r"us-isob-[a-z]+-[0-9]+", "sc2s.sgov.gov", "api.aws.scloud"),
        (r"eu-isoe-[a-z]+-[0-9]+", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
        (r"us-isof-[a-z]+-[0-9]+", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    )
)

# The names before `.REGION.suffix`, without and with `-fips`. The host of an account has the id of
# the account before the name.
_OF_A_REGION: Final = (
    *("dynamodb", "dynamodb-fips", "search-dynamodb", "search-dynamodb-fips"),
    *("streams.dynamodb", "streams.dynamodb-fips"),
)
_OF_A_REGION_DUAL_STACK: Final = (
    *("dynamodb", "dynamodb-fips", "search-dynamodb", "search-dynamodb-fips"),
    *("streams-dynamodb", "streams-dynamodb-fips"),
)
_OF_AN_ACCOUNT: Final = ("ddb", "search-ddb", "streams-ddb", "streams-ddb-fips")

_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def service_hosts(region: str) -> list[str]:
    """Returns the hosts of a Region, with `*` for the id of an account."""
    hosts: list[str] = []
    for partition in _PARTITIONS:
        if partition.region.fullmatch(region):
            for suffix, names in (
                (partition.suffix, _OF_A_REGION),
                (partition.dual_stack, _OF_A_REGION_DUAL_STACK),
            ):
                hosts += [f"{name}.{region}.{suffix}" for name in names]
                hosts += [f"*.{name}.{region}.{suffix}" for name in _OF_AN_ACCOUNT]
    return hosts


def is_service_host(host: str) -> bool:
    """Returns whether clients compute this host, in small letters, for a Region or an account."""
    return any("-" in label and host in _hosts_for(host, label) for label in host.split("."))


def _hosts_for(host: str, region: str) -> list[str]:
    """Returns the hosts of a Region, and those of the account in the first label of `host`."""
    account_id = host.partition(".")[0]
    if not _LABEL.fullmatch(account_id):
        return []
    return [each.replace("*", account_id, 1) for each in service_hosts(region)]
