"""The job that deletes and rotates keys."""

from jedlik.engine.jobs import next_piece
from jedlik.features.encryption_keys.due_work import JOB
from jedlik.features.encryption_keys.records import count_entry
from jedlik.features.encryption_keys.resolve import place_in
from jedlik.storage.interface import LAST_APPEND, Fence
from tests.engine.in_memory import Caller, result_of, values
from tests.features.encryption_keys.kms import describe_key, is_due, key_id, pass_days

NO_LEASE = Fence(LAST_APPEND, b"")


def test_nothing_is_due_before_its_date() -> None:
    caller = Caller()
    assert not is_due(caller, JOB)
    caller.call("ScheduleKeyDeletion", KeyId=key_id(caller), PendingWindowInDays=7)
    caller.clock.time_ms += 7 * 86_400_000 - 1
    assert not is_due(caller, JOB)
    caller.clock.time_ms += 1
    assert is_due(caller, JOB)


def test_a_deletion_leaves_nothing_behind() -> None:
    caller = Caller()
    before = set(values(caller))
    key = key_id(caller)
    caller.call("CreateAlias", AliasName="alias/a", TargetKeyId=key)
    caller.call("EnableKeyRotation", KeyId=key)
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    pass_days(caller, 7)
    left = set(values(caller)) - before
    assert left == {count_entry(place_in(caller.context)).key}


def test_two_processes_delete_a_key_once() -> None:
    caller = Caller()
    key, other = key_id(caller), key_id(caller)
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    caller.clock.time_ms += 7 * 86_400_000
    successor = Caller(storage=caller.storage, clock=caller.clock)
    # Each has read the work before the other one does it.
    read = [result_of(next_piece(JOB, process.node)) for process in (caller, successor, caller)]
    for piece in read:
        assert piece is not None
        result_of(piece.run(NO_LEASE))
    count = count_entry(place_in(caller.context))
    assert count.decoded(values(caller)[count.key]) == {"Keys": 1}
    assert describe_key(successor, other)["KeyState"] == "Enabled"
