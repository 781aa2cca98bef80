"""`jedlik verify` finds records of instances that do not agree with the lists."""

from jedlik.engine.verification import verify
from jedlik.features.instances.records import fleet_entry, instance_entry, launch_entry
from jedlik.storage.interface import Batch, Delete, Mutation, Put
from tests.engine.in_memory import Caller, result_of
from tests.features.instances.started import PLACE, start


def sentences(caller: Caller) -> list[str]:
    report = result_of(verify(caller.encrypted, caller.features, caller.data_keys))
    return report.sentences


def write(caller: Caller, *mutations: Mutation) -> None:
    batch = Batch(mutations, None)
    result_of(caller.storage.transact([], lambda _: batch))


def test_what_operations_store_agrees() -> None:
    caller = Caller()
    one, _ = start(caller, 2, ClientToken="t")
    start(caller)
    caller.call("TerminateInstances", InstanceIds=[one])
    assert sentences(caller) == []


def test_a_missing_instance_and_a_missing_launch_are_found() -> None:
    caller = Caller()
    one, _ = start(caller, 2, ClientToken="t")
    write(caller, Delete(instance_entry(PLACE, one).key))
    write(caller, Delete(launch_entry(PLACE, "t").key))
    found = sentences(caller)
    assert f"instance {one} in us-east-1: has no record" in found
    assert "launches: entries: stored is 0, expected 1" in found


def test_an_instance_that_no_list_has_is_found() -> None:
    caller = Caller()
    start(caller)
    write(caller, Delete(fleet_entry(PLACE).key))
    assert sentences(caller) == ["instances: entries: stored is 1, expected 0"]


def test_a_record_of_another_instance_is_found() -> None:
    caller = Caller()
    one, two = start(caller, 2)
    key, other = instance_entry(PLACE, one).key, instance_entry(PLACE, two).key
    (stored,) = result_of(caller.storage.read([other], consistent=True))
    assert stored is not None
    write(caller, Put(key, stored))
    assert sentences(caller) == [f"instance {one} in us-east-1: has no record"]
