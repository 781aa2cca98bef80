"""DescribeInstanceTypes: the types that can be started here."""

from collections.abc import Mapping
from typing import Final

from jedlik.apis.api import Access
from jedlik.apis.authorization import account_wide
from jedlik.apis.ec2.filters import Values, filtered, flag, of
from jedlik.apis.ec2.model.attributes import (
    DESCRIBE_INSTANCE_TYPES,
    DescribeInstanceTypesRequest,
    DescribeInstanceTypesResponse,
    InstanceTypeInfo,
)
from jedlik.apis.ec2.operation import ec2_operation
from jedlik.apis.ec2.pages import page
from jedlik.engine.context import Context
from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.images import ARCHITECTURE
from jedlik.features.instances.instance_types import TYPES, InstanceType
from jedlik.features.instances.records import Place
from jedlik.features.instances.refusals import refusal

_OLD: Final = ("m1",)
# Source: API Reference, DescribeInstanceTypes.
_FILTERS: Final[Mapping[str, Values[InstanceTypeInfo]]] = {
    "burstable-performance-supported": of(
        lambda found: flag(found["BurstablePerformanceSupported"])
    ),
    "current-generation": of(lambda found: flag(found["CurrentGeneration"])),
    "hypervisor": of(lambda found: found["Hypervisor"]),
    "instance-type": of(lambda found: found["InstanceType"]),
    "memory-info.size-in-mib": of(lambda found: str(found["MemoryInfo"]["SizeInMiB"])),
    "processor-info.supported-architecture": lambda found: found["ProcessorInfo"][
        "SupportedArchitectures"
    ],
    "vcpu-info.default-vcpus": of(lambda found: str(found["VCpuInfo"]["DefaultVCpus"])),
}


async def _run(
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
    found = [_shown(name, TYPES[name]) for name in TYPES if name in wanted]
    passed = filtered(found, request.get("Filters", []), _FILTERS)
    shown, token = page(request, passed, lambda each: each["InstanceType"], "InstanceTypes")
    answer: DescribeInstanceTypesResponse = {"InstanceTypes": shown}
    if token is not None:
        answer["NextToken"] = token
    return answer


def _shown(name: str, kind: InstanceType) -> InstanceTypeInfo:
    return {
        "InstanceType": name,
        "CurrentGeneration": not name.startswith(_OLD),
        "SupportedRootDeviceTypes": ["ebs"],
        "SupportedVirtualizationTypes": ["hvm"],
        "BareMetal": False,
        "Hypervisor": kind.hypervisor,  # type: ignore[typeddict-item]
        "ProcessorInfo": {"SupportedArchitectures": [ARCHITECTURE]},
        "VCpuInfo": {"DefaultVCpus": kind.processors},
        "MemoryInfo": {"SizeInMiB": kind.memory_mib},
        "InstanceStorageSupported": False,
        "HibernationSupported": False,
        "BurstablePerformanceSupported": bool(kind.credits),
    }


OPERATION: Final = ec2_operation(
    "DescribeInstanceTypes",
    Access.READ,
    DESCRIBE_INSTANCE_TYPES,
    account_wide("ec2:DescribeInstanceTypes"),
    _run,
)
