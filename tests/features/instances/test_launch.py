"""RunInstances: how many, repetitions, and what is removed."""

import pytest

from jedlik.features.instances import launch
from jedlik.features.instances.fleet import VISIBLE_MS
from jedlik.features.instances.records import every_span, instance_entry, launch_entry
from tests.engine.in_memory import Caller, result_of, values
from tests.features.instances.started import IMAGE, PLACE, described, make_role, run, start


def test_a_launch_makes_instances_of_one_reservation() -> None:
    caller = Caller()
    answer = run(caller, 3)
    made = answer["Instances"]
    assert [each["AmiLaunchIndex"] for each in made] == [0, 1, 2]
    assert len({each["PrivateIpAddress"] for each in made}) == 3
    (reservation,) = caller.call("DescribeInstances")["Reservations"]
    assert reservation["ReservationId"] == answer["ReservationId"]
    assert len(reservation["Instances"]) == 3


def test_each_instance_has_its_own_association() -> None:
    caller = Caller()
    make_role(caller)
    start(caller, 2, IamInstanceProfile={"Name": "Reader"})
    found = caller.call("DescribeIamInstanceProfileAssociations")
    associations = found["IamInstanceProfileAssociations"]
    assert len({each["AssociationId"] for each in associations}) == 2


def test_a_repetition_makes_nothing_twice() -> None:
    """Source: EC2 User Guide, "Ensuring idempotency in Amazon EC2 API requests"."""
    caller = Caller()
    first = run(caller, 2, ClientToken="one")
    again = run(caller, 2, ClientToken="one")
    assert again["ReservationId"] == first["ReservationId"]
    ids = [each["InstanceId"] for each in first["Instances"]]
    assert [each["InstanceId"] for each in again["Instances"]] == ids
    assert [each["State"]["Name"] for each in again["Instances"]] == ["running", "running"]
    assert len(described(caller)) == 2
    assert len(start(caller, 2, ClientToken="two")) == 2
    assert len(described(caller)) == 4


def test_another_request_with_the_same_token_is_refused() -> None:
    caller = Caller()
    run(caller, ClientToken="one")
    request = {"ImageId": IMAGE, "MinCount": 2, "MaxCount": 2, "ClientToken": "one"}
    assert caller.refusal("RunInstances", **request).startswith("IdempotentParameterMismatch: ")


def test_the_number_of_instances_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "INSTANCES_MAX", 3)
    caller = Caller()
    one, _ = start(caller, 2)
    request = {"ImageId": IMAGE, "MinCount": 2, "MaxCount": 9}
    assert caller.refusal("RunInstances", **request) == (
        "InstanceLimitExceeded: You have requested more instances (4) than your current instance"
        " limit of 3 allows for the specified instance type."
    )
    # Fewer are started than wanted, but not fewer than needed.
    assert len(caller.call("RunInstances", ImageId=IMAGE, MinCount=1, MaxCount=9)["Instances"]) == 1
    caller.call("TerminateInstances", InstanceIds=[one])
    assert len(start(caller)) == 1


def test_the_next_launch_removes_what_ended_an_hour_ago() -> None:
    caller = Caller()
    (old,) = start(caller, ClientToken="old")
    caller.call("TerminateInstances", InstanceIds=[old])
    caller.clock.time_ms += VISIBLE_MS
    assert instance_entry(PLACE, old).key in values(caller)
    (new,) = start(caller, ClientToken="new")
    stored = values(caller)
    assert instance_entry(PLACE, old).key not in stored
    assert launch_entry(PLACE, "old").key not in stored
    assert instance_entry(PLACE, new).key in stored
    # So the token can be used again.
    assert start(caller, ClientToken="old") != [old]


def test_terminated_instances_do_not_become_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "_TERMINATED_MAX", 2)
    caller = Caller()
    ended: list[str] = []
    for _ in range(6):
        (each,) = start(caller)
        caller.call("TerminateInstances", InstanceIds=[each])
        caller.clock.time_ms += 1
        ended.append(each)
    found = [each["InstanceId"] for each in described(caller)]
    assert found == ended[-3:]  # two, and the last one, after which nothing was started
    span = every_span("instances")
    page = result_of(caller.storage.scan(span, limit_items=100, limit_bytes=1 << 20))
    assert len(page.values) == 3


def test_an_address_is_given_to_one_instance_only(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = iter(["172.31.0.4", "172.31.0.4", "172.31.0.4", "172.31.0.5"])
    caller = Caller()
    monkeypatch.setattr(launch, "address_in", lambda zone, instance_id: next(addresses))
    made = run(caller, 2)["Instances"]
    assert [each["PrivateIpAddress"] for each in made] == ["172.31.0.4", "172.31.0.5"]


def test_a_key_pair_must_exist() -> None:
    caller = Caller()
    request = {"ImageId": IMAGE, "MinCount": 1, "MaxCount": 1, "KeyName": "none"}
    refused = "InvalidKeyPair.NotFound: The key pair 'none' does not exist"
    assert caller.refusal("RunInstances", **request) == refused
