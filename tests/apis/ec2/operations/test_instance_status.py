"""DescribeInstanceStatus."""

import pytest

from tests.engine.in_memory import Caller
from tests.features.instances.started import NO_INSTANCE, one_filter, start


def ids_of(caller: Caller, **members: object) -> list[str]:
    found = caller.call("DescribeInstanceStatus", **members)["InstanceStatuses"]
    return [each["InstanceId"] for each in found]


def test_only_running_instances_are_shown_unless_all_are_wanted() -> None:
    caller = Caller()
    one, two = start(caller, 2)
    caller.call("StopInstances", InstanceIds=[two])
    assert ids_of(caller) == [one]
    assert ids_of(caller, InstanceIds=[two]) == []
    assert ids_of(caller, IncludeAllInstances=True) == [one, two]


def test_the_checks_of_an_instance_that_runs_have_passed() -> None:
    caller = Caller()
    start(caller)
    (found,) = caller.call("DescribeInstanceStatus")["InstanceStatuses"]
    passed = {"Status": "ok", "Details": [{"Name": "reachability", "Status": "passed"}]}
    assert found["InstanceStatus"] == found["SystemStatus"] == passed
    assert found["InstanceState"] == {"Code": 16, "Name": "running"}


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("availability-zone", "us-east-1a", 2),
        ("instance-state-code", "80", 1),
        ("instance-state-name", "running", 1),
        ("instance-status.status", "not-applicable", 1),
        ("system-status.status", "ok", 1),
    ],
)
def test_filters(name: str, value: str, count: int) -> None:
    caller = Caller()
    _, two = start(caller, 2)
    caller.call("StopInstances", InstanceIds=[two])
    found = ids_of(caller, IncludeAllInstances=True, Filters=one_filter(name, value))
    assert len(found) == count


def test_refusals_and_pages() -> None:
    caller = Caller()
    start(caller, 6)
    assert caller.refusal("DescribeInstanceStatus", InstanceIds=[NO_INSTANCE]).startswith(
        "InvalidInstanceID.NotFound"
    )
    answer = caller.call("DescribeInstanceStatus", MaxResults=5)
    assert len(answer["InstanceStatuses"]) == 5
    assert len(ids_of(caller, NextToken=answer["NextToken"])) == 1
