"""The job that encrypts the values of a table which are older than its data key."""

from collections.abc import Sequence
from typing import Any

import pytest

from jedlik.core.keys.space import Space
from jedlik.engine.jobs import LEASE_MS, take_lease
from jedlik.features.encryption_keys import encrypt_items
from jedlik.features.encryption_keys.encrypt_items import JOB, work_key
from jedlik.storage.encrypted import MARK
from tests.engine.in_memory import Caller, result_of, run_once, values
from tests.features.encryption_keys.kms import is_due, key_id
from tests.features.encryption_keys.tables import (
    SECRET,
    create_music,
    get,
    item,
    plain_values,
    put,
    stream_records,
    titles,
)
from tests.features.secondary_indexes.samples import do_jobs, verified
from tests.features.vector_indexes.samples import put as put_vector
from tests.features.vector_indexes.samples import search, vector, vector_caller, vector_index

NUMBERS = range(25)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a few items be several pieces of work."""
    monkeypatch.setattr(encrypt_items, "PAGE_ITEMS", 4)


def begun() -> Caller:
    """Returns a caller with a plain table of items that has just got a key."""
    caller = Caller()
    create_music(caller)
    put(caller, *NUMBERS)
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key_id(caller)}
    caller.call("UpdateTable", TableName="music", SSESpecification=sse)
    return caller


def plain(caller: Caller) -> int:
    return len(plain_values(caller))


def another(caller: Caller) -> Caller:
    return Caller(storage=caller.storage, clock=caller.clock)


def expected(numbers: Sequence[int]) -> list[str]:
    return sorted(f"{SECRET} {number}" for number in numbers)


def test_every_value_is_encrypted_and_readable_at_every_moment() -> None:
    caller = begun()
    pieces, left = 0, plain(caller)
    assert left == 4 * len(NUMBERS), "items, two indexes and the log"
    while is_due(caller, JOB):
        result_of(run_once(JOB, caller.node))
        pieces += 1
        assert plain(caller) <= left
        left = plain(caller)
        other = another(caller)
        assert titles(other, "all") == titles(other, "some") == expected(NUMBERS)
        assert get(other, 3) == item(3)
        assert verified(other).sentences == []
    assert pieces > 10
    assert left == 0
    stored = values(caller)
    assert work_key(1) not in stored
    assert all(
        value[0] == MARK for key, value in stored.items() if key.space in {Space.ITEM, Space.INDEX}
    )
    assert "HasPlainValues" not in str(stored)
    stream = caller.describe()["LatestStreamArn"]
    assert len(stream_records(another(caller), stream)) == len(NUMBERS)
    assert verified(another(caller)).sentences == []


def test_clients_write_while_values_are_encrypted() -> None:
    caller = begun()
    number, live = 0, set(NUMBERS)
    while is_due(caller, JOB):
        result_of(run_once(JOB, caller.node))
        writer = another(caller)
        put(writer, 100 + number)
        writer.call("DeleteItem", TableName="music", Key={"pk": {"S": f"key{number}"}})
        live = (live | {100 + number}) - {number}
        number += 1
        assert titles(caller, "all") == titles(caller, "some") == expected(sorted(live))
    assert plain(caller) == 0
    assert verified(another(caller)).sentences == []


def test_a_write_between_reading_and_writing_a_page_is_not_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caller = begun()
    writer = another(caller)
    store_again = encrypt_items.store_again
    changed = {**item(0), "title": {"S": "changed"}}

    async def store_again_after_a_write(*arguments: Any) -> None:
        await writer.calls("PutItem", TableName="music", Item=changed)
        await writer.calls("DeleteItem", TableName="music", Key={"pk": {"S": "key1"}})
        await store_again(*arguments)

    monkeypatch.setattr(encrypt_items, "store_again", store_again_after_a_write)
    while is_due(caller, JOB):
        result_of(run_once(JOB, caller.node))
    assert get(another(caller), 0) == changed
    assert get(another(caller), 1) is None
    assert plain(caller) == 0
    assert verified(another(caller)).sentences == []


def test_the_log_does_not_grow_while_it_is_encrypted() -> None:
    caller = begun()
    for _ in range(200):
        if not is_due(caller, JOB):
            break
        result_of(run_once(JOB, caller.node))
        put(caller, *range(200, 210))  # more records than a piece of work has
    assert not is_due(caller, JOB)
    assert plain(caller) == 0


def test_another_process_continues_after_a_crash() -> None:
    caller = begun()
    for _ in range(3):
        result_of(run_once(JOB, caller.node))
    # A process takes the lease, reads a page, and is stopped before it writes.
    stopped = another(caller)
    assert result_of(take_lease(JOB, stopped.node, "stopped")) is not None
    caller.clock.time_ms += LEASE_MS + 1
    successor = another(caller)
    do_jobs(successor)
    assert plain(caller) == 0
    assert titles(successor, "all") == expected(NUMBERS)
    assert verified(another(caller)).sentences == []


def test_a_change_of_the_table_is_not_lost() -> None:
    caller = begun()
    result_of(run_once(JOB, caller.node))
    caller.call("UpdateTable", TableName="music", SSESpecification={"Enabled": False})
    caller.call(
        "UpdateTimeToLive",
        TableName="music",
        TimeToLiveSpecification={"AttributeName": "until", "Enabled": True},
    )
    do_jobs(another(caller))
    assert plain(caller) == 0
    description = caller.describe()
    assert "SSEDescription" not in description
    answer = caller.call("DescribeTimeToLive", TableName="music")
    assert answer["TimeToLiveDescription"]["TimeToLiveStatus"] == "ENABLED"
    assert titles(another(caller), "some") == expected(NUMBERS)


def test_an_index_that_is_created_meanwhile_is_encrypted() -> None:
    caller = begun()
    result_of(run_once(JOB, caller.node))
    create = {
        "IndexName": "new",
        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    caller.call(
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=[{"AttributeName": "g", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": create}],
    )
    do_jobs(caller)
    assert plain(caller) == 0
    assert titles(another(caller), "new") == expected(NUMBERS)
    assert verified(another(caller)).sentences == []


def test_an_index_that_is_being_built_when_the_table_gets_its_key() -> None:
    """Its markers are older than the data key. They are read after all values were encrypted."""
    caller = Caller()
    create_music(caller)
    put(caller, *NUMBERS)
    create = {
        "IndexName": "new",
        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    caller.call(
        "UpdateTable",
        TableName="music",
        AttributeDefinitions=[{"AttributeName": "g", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": create}],
    )
    for number in NUMBERS:  # each change leaves a marker for the build
        changed = {**item(number), "more": {"S": "x"}}
        caller.call("PutItem", TableName="music", Item=changed)
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key_id(caller)}
    caller.call("UpdateTable", TableName="music", SSESpecification=sse)
    while is_due(caller, JOB):
        result_of(run_once(JOB, caller.node))
    assert plain(caller) == 0
    do_jobs(another(caller))
    assert titles(another(caller), "new") == expected(NUMBERS)
    assert verified(another(caller)).sentences == []


def test_the_work_ends_with_its_table() -> None:
    caller = begun()
    result_of(run_once(JOB, caller.node))
    caller.call("DeleteTable", TableName="music")
    assert not is_due(caller, JOB)
    create_music(caller)
    put(caller, 1)
    do_jobs(caller)
    assert plain(caller) > 0
    assert get(caller, 1) == item(1)
    assert verified(another(caller)).sentences == []


def test_the_work_goes_on_while_the_key_is_disabled_and_ends_when_it_is_deleted() -> None:
    caller = begun()
    result_of(run_once(JOB, caller.node))
    key = caller.call("ListKeys")["Keys"][0]["KeyId"]
    caller.call("DisableKey", KeyId=key)
    left = plain(caller)
    result_of(run_once(JOB, caller.node))
    assert plain(caller) < left
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    caller.clock.time_ms += 8 * 86_400_000
    do_jobs(caller)
    do_jobs(caller)
    assert not is_due(caller, JOB)


@pytest.mark.parametrize("projection", ["ALL", "KEYS_ONLY"])
def test_entries_of_vector_indexes_keep_their_form(projection: str) -> None:
    """An entry of such an index is never a copy of its item."""
    caller = vector_caller(vector_index(Projection={"ProjectionType": projection}))
    for pk in ("a", "b"):
        put_vector(caller, pk, embedding=vector(1, 0, 0), title={"S": SECRET})
    before = search(caller, vector(1, 0, 0))
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key_id(caller)}
    caller.call("UpdateTable", TableName="music", SSESpecification=sse)
    do_jobs(caller)
    assert search(another(caller), vector(1, 0, 0)) == before
    assert verified(caller).sentences == []
    assert plain(caller) == 0
