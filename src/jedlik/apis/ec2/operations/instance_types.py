"""The types that can be started here, and the CPU credits of instances of burstable types."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, flag, of
from jedlik.apis.ec2.model.attributes import (
    DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS,
    DESCRIBE_INSTANCE_TYPES,
    DescribeInstanceCreditSpecificationsRequest,
    DescribeInstanceCreditSpecificationsResponse,
    DescribeInstanceTypesRequest,
    DescribeInstanceTypesResponse,
    InstanceCreditSpecification,
    InstanceTypeInfo,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.apis.ec2.shown import cpu_credits
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.fleet import all_instances, instances_of
from jedlik.features.instances.instance_types import TYPES, InstanceType
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal

_OLD: Final = ("m1",)
# Source: API Reference, DescribeInstanceTypes.
_INSTANCE_TYPES_FILTERS: Final[Mapping[str, Values[InstanceTypeInfo]]] = {
    "burstable-performance-supported": of(
        lambda found: flag(found["BurstablePerformanceSupported"])
    ),
    "current-generation": of(lambda found: flag(found["CurrentGeneration"])),
    "hypervisor": of(lambda found: found["Hypervisor"]),
    "instance-type": of(lambda found: found["InstanceType"]),
    "memory-info.size-in-mib": of(lambda found: str(found["MemoryInfo"]["SizeInMiB"])),
    "vcpu-info.default-vcpus": of(lambda found: str(found["VCpuInfo"]["DefaultVCpus"])),
}


async def _describe_instance_types(
    request: DescribeInstanceTypesRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeInstanceTypesResponse:
    wanted = request.get("InstanceTypes") or list(TYPES)
    unknown = [each for each in wanted if each not in TYPES]
    if unknown:
        text = f"The following supplied instance types do not exist: [{', '.join(unknown)[:1000]}]"
        raise refusal("InvalidInstanceType", text)
    found = [_instance_type_shown(name, TYPES[name]) for name in TYPES if name in wanted]
    passed = filtered(found, request.get("Filters", []), _INSTANCE_TYPES_FILTERS)
    shown, token = page(request, passed, lambda each: each["InstanceType"], "InstanceTypes")
    answer: DescribeInstanceTypesResponse = {"InstanceTypes": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


def _instance_type_shown(name: str, kind: InstanceType) -> InstanceTypeInfo:
    return {
        "InstanceType": name,
        "CurrentGeneration": not name.startswith(_OLD),
        "SupportedRootDeviceTypes": ["ebs"],
        "SupportedVirtualizationTypes": ["hvm"],
        "BareMetal": False,
        "Hypervisor": kind.hypervisor,  # type: ignore[typeddict-item]
        "VCpuInfo": {"DefaultVCpus": kind.processors},
        "MemoryInfo": {"SizeInMiB": kind.memory_mib},
        "InstanceStorageSupported": False,
        "HibernationSupported": False,
        "BurstablePerformanceSupported": bool(kind.credits),
    }


# Source: API Reference, DescribeInstanceCreditSpecifications.
_INSTANCE_CREDIT_SPECIFICATIONS_FILTERS: Final[
    Mapping[str, Values[InstanceCreditSpecification]]
] = {"instance-id": of(lambda found: found["InstanceId"])}


async def _describe_instance_credit_specifications(
    request: DescribeInstanceCreditSpecificationsRequest,
    context: Context,
    transaction: Transaction,
    place: Place,
) -> DescribeInstanceCreditSpecificationsResponse:
    ids = request.get("InstanceIds")
    if ids:
        records = await instances_of(transaction, place, ids)
    else:
        records = await all_instances(transaction, place)
    found: list[InstanceCreditSpecification] = [
        {"InstanceId": each["Id"], "CpuCredits": cpu_credits(each)}
        for each in records
        if cpu_credits(each)
    ]
    passed = filtered(found, request.get("Filters", []), _INSTANCE_CREDIT_SPECIFICATIONS_FILTERS)
    shown, token = page(request, passed, lambda each: each["InstanceId"], "InstanceIds")
    answer: DescribeInstanceCreditSpecificationsResponse = {"InstanceCreditSpecifications": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


OPERATIONS: Final = (
    ec2_operation(
        "DescribeInstanceTypes",
        Access.READ,
        DESCRIBE_INSTANCE_TYPES,
        account_wide("ec2:DescribeInstanceTypes"),
        _describe_instance_types,
    ),
    ec2_operation(
        "DescribeInstanceCreditSpecifications",
        Access.READ,
        DESCRIBE_INSTANCE_CREDIT_SPECIFICATIONS,
        account_wide("ec2:DescribeInstanceCreditSpecifications"),
        _describe_instance_credit_specifications,
    ),
)
