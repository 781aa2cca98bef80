"""Finding instances: by id, all of a place, and for how long terminated ones are there."""

from jedlik.features.instances.fleet import VISIBLE_MS
from tests.engine.in_memory import Caller
from tests.features.instances.started import NO_INSTANCE, described, start


def test_instances_are_listed_oldest_first() -> None:
    caller = Caller()
    ids = start(caller, 3) + start(caller)
    assert [each["InstanceId"] for each in described(caller)] == ids


def test_instances_by_id_come_once_in_the_order_of_the_request() -> None:
    caller = Caller()
    one, two = start(caller, 2)
    found = described(caller, two, one, two)
    assert [each["InstanceId"] for each in found] == [two, one]


def test_unknown_and_malformed_ids() -> None:
    caller = Caller()
    (one,) = start(caller)
    other = "i-0fedcba9876543210"
    assert caller.refusal("DescribeInstances", InstanceIds=[one, NO_INSTANCE, other]) == (
        f"InvalidInstanceID.NotFound: The instance IDs '{NO_INSTANCE}, {other}' do not exist"
    )
    assert caller.refusal("DescribeInstances", InstanceIds=[NO_INSTANCE, "i-1"]) == (
        'InvalidInstanceID.Malformed: Invalid id: "i-1"'
    )


def test_other_accounts_and_regions_have_other_instances() -> None:
    caller = Caller()
    (one,) = start(caller)
    for other in (
        Caller(storage=caller.storage, account_id="000000000002"),
        Caller(storage=caller.storage, region="eu-west-1"),
    ):
        assert described(other) == []
        assert other.refusal("DescribeInstances", InstanceIds=[one]).startswith(
            "InvalidInstanceID.NotFound"
        )


def test_a_terminated_instance_is_there_for_an_hour() -> None:
    caller = Caller()
    one, two = start(caller, 2)
    caller.call("TerminateInstances", InstanceIds=[one])
    caller.clock.time_ms += VISIBLE_MS - 1
    assert [each["InstanceId"] for each in described(caller)] == [one, two]
    caller.clock.time_ms += 1
    assert [each["InstanceId"] for each in described(caller)] == [two]
    assert caller.refusal("DescribeInstances", InstanceIds=[one]).startswith(
        "InvalidInstanceID.NotFound"
    )
