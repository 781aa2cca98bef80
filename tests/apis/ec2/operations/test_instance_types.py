"""DescribeInstanceTypes and DescribeInstanceCreditSpecifications."""

import pytest

from jedlik.features.instances.instance_types import TYPES
from tests.engine.in_memory import Caller
from tests.features.instances.started import one_filter, start


def names(caller: Caller, **members: object) -> list[str]:
    found = caller.call("DescribeInstanceTypes", **members)["InstanceTypes"]
    return [each["InstanceType"] for each in found]


def test_all_types_and_some() -> None:
    caller = Caller()
    assert names(caller) == list(TYPES)
    assert names(caller, InstanceTypes=["t3.micro", "t2.micro"]) == ["t2.micro", "t3.micro"]
    assert caller.refusal("DescribeInstanceTypes", InstanceTypes=["t9.x", "t3.micro"]) == (
        "InvalidInstanceType: The following supplied instance types do not exist: [t9.x]"
    )


def test_a_type() -> None:
    """Source: the public table of instance types."""
    caller = Caller()
    (found,) = caller.call("DescribeInstanceTypes", InstanceTypes=["t3.micro"])["InstanceTypes"]
    assert found["VCpuInfo"] == {"DefaultVCpus": 2}
    assert found["MemoryInfo"] == {"SizeInMiB": 1024}
    assert (found["Hypervisor"], found["BurstablePerformanceSupported"]) == ("nitro", True)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("burstable-performance-supported", "false", ["m1.small", "m5.large", "m5.xlarge"]),
        ("current-generation", "false", ["m1.small"]),
        ("hypervisor", "xen", ["m1.small", "t2.medium", "t2.micro", "t2.nano", "t2.small"]),
        ("instance-type", "m5.*", ["m5.large", "m5.xlarge"]),
        ("memory-info.size-in-mib", "16384", ["m5.xlarge"]),
        ("vcpu-info.default-vcpus", "4", ["m5.xlarge"]),
    ],
)
def test_filters(name: str, value: str, expected: list[str]) -> None:
    assert names(Caller(), Filters=one_filter(name, value)) == expected


def test_pages() -> None:
    caller = Caller()
    answer = caller.call("DescribeInstanceTypes", MaxResults=5)
    rest = names(caller, NextToken=answer["NextToken"])
    assert len(answer["InstanceTypes"]) + len(rest) == len(TYPES)


def test_credits_of_burstable_instances() -> None:
    caller = Caller()
    (t2,) = start(caller, InstanceType="t2.micro")
    (t3,) = start(caller, InstanceType="t3.micro")
    (own,) = start(caller, InstanceType="t3.micro", CreditSpecification={"CpuCredits": "standard"})
    start(caller, InstanceType="m5.large")
    answer = caller.call("DescribeInstanceCreditSpecifications")
    found = {
        each["InstanceId"]: each["CpuCredits"] for each in answer["InstanceCreditSpecifications"]
    }
    assert found == {t2: "standard", t3: "unlimited", own: "standard"}
    answer = caller.call("DescribeInstanceCreditSpecifications", InstanceIds=[t2])
    assert len(answer["InstanceCreditSpecifications"]) == 1
    answer = caller.call(
        "DescribeInstanceCreditSpecifications", Filters=one_filter("instance-id", t3)
    )
    assert len(answer["InstanceCreditSpecifications"]) == 1
    for _ in range(5):
        start(caller, InstanceType="t3.micro")
    answer = caller.call("DescribeInstanceCreditSpecifications", MaxResults=5)
    assert "NextToken" in answer
