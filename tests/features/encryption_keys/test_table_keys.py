"""A table under a key: what is stored, and what happens when its key cannot be used.

Sources of the answers: recorded, October 2026 (ack-api-quirks, entries 325 and 330 to 335).
"""

import re

import pytest

from jedlik.core.keys.space import Space
from jedlik.engine.sealing import Sealing
from jedlik.features.encryption_keys.table_keys import TableKeys
from tests.engine.in_memory import START_MS, Caller, result_of, values
from tests.features.encryption_keys.kms import arn, do_due_work, key_id, pass_days
from tests.features.encryption_keys.tables import (
    SECRET,
    create_music,
    encrypted_music,
    get,
    item,
    plain_values,
    put,
    replace,
    stream_records,
    titles,
)
from tests.features.encryption_keys.test_table_encryption import (
    DISABLED,
    NOT_FOUND,
    STATE,
    quoted,
    shown_key,
)
from tests.features.secondary_indexes.samples import do_jobs, verified

TITLES = [f"{SECRET} {number}" for number in range(3)]
STREAM_ARN = "LatestStreamArn"


def another(caller: Caller) -> Caller:
    """Returns another process over the same storage."""
    return Caller(storage=caller.storage, clock=caller.clock)


def test_everything_is_answered_and_nothing_is_stored_in_the_clear() -> None:
    caller = Caller()
    encrypted_music(caller)
    put(caller, 0, 1, 2)
    assert get(caller, 1) == item(1)
    assert titles(caller, "all") == titles(caller, "some") == TITLES
    scanned = caller.call("Scan", TableName="music", Limit=2)
    assert len(scanned["Items"]) == 2
    assert "LastEvaluatedKey" in scanned
    caller.call(
        "UpdateItem",
        TableName="music",
        Key={"pk": {"S": "key0"}},
        UpdateExpression="SET title = :t",
        ConditionExpression="title = :old",
        ExpressionAttributeValues={":t": {"S": f"{SECRET}!"}, ":old": {"S": TITLES[0]}},
    )
    caller.call("DeleteItem", TableName="music", Key={"pk": {"S": "key1"}})
    records = stream_records(caller, caller.describe()[STREAM_ARN])
    assert [each["eventName"] for each in records] == [*["INSERT"] * 3, "MODIFY", "REMOVE"]
    assert records[-1]["dynamodb"]["OldImage"] == item(1)
    description = caller.describe()
    assert (description["ItemCount"], description["TableStatus"]) == (2, "ACTIVE")
    assert plain_values(caller) == []
    assert verified(caller).sentences == []
    other = another(caller)
    assert get(other, 2) == item(2)


def test_a_table_without_a_key_is_stored_as_before() -> None:
    caller = Caller()
    encrypted_music(caller)
    caller.create("plain")
    caller.call("PutItem", TableName="plain", Item=item(1))
    (stored,) = plain_values(caller)
    assert stored.startswith(b"\x01")
    assert verified(caller).sentences == []


def test_each_table_has_a_data_key_of_its_own() -> None:
    caller = Caller()
    key = key_id(caller)
    for name in ("one", "two"):
        caller.create(name, SSESpecification={"SSEType": "KMS", "KMSMasterKeyId": key})
        caller.call("PutItem", TableName=name, Item=item(1))
    stored = values(caller)
    one, two = sorted(each for each in stored if each.space is Space.ITEM)
    replace(caller, one, stored[two])
    refusal = "a value of the table 1 cannot be decrypted"
    with pytest.raises(Exception, match=refusal):
        caller.call("GetItem", TableName="one", Key={"pk": {"S": "key1"}})


def test_a_plain_value_in_an_encrypted_table_is_damage() -> None:
    caller = Caller()
    encrypted_music(caller)
    caller.create("plain")
    caller.call("PutItem", TableName="plain", Item=item(1))
    put(caller, 1)
    stored = values(caller)
    music, plain = sorted(each for each in stored if each.space is Space.ITEM)
    replace(caller, music, stored[plain])
    with pytest.raises(Exception, match="cannot be decrypted"):
        get(caller, 1)


def test_a_disabled_key_locks_the_items_and_nothing_else() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    put(caller, 0, 1, 2)
    stream = caller.describe()[STREAM_ARN]
    other = another(caller)
    assert get(other, 1) == item(1)
    caller.clock.time_ms += 1000
    caller.call("DisableKey", KeyId=key)
    locked = quoted(DISABLED, f"{arn(key)} is disabled.")
    for process in (caller, other):
        for name, members in (
            ("GetItem", {"Key": {"pk": {"S": "key1"}}}),
            ("PutItem", {"Item": item(1)}),
            ("Scan", {}),
            (
                "UpdateTimeToLive",
                {"TimeToLiveSpecification": {"AttributeName": "a", "Enabled": True}},
            ),
            ("UpdateTable", {"SSESpecification": {"Enabled": False}}),
        ):
            answer = process.refusal(name, TableName="music", **members)
            assert re.fullmatch(locked, answer), (name, answer)
    iterator = caller.call(
        "GetShardIterator",
        StreamArn=stream,
        ShardId=caller.call("DescribeStream", StreamArn=stream)["StreamDescription"]["Shards"][0][
            "ShardId"
        ],
        ShardIteratorType="TRIM_HORIZON",
    )["ShardIterator"]
    assert re.fullmatch(locked, caller.refusal("GetRecords", ShardIterator=iterator))
    description = other.describe()
    assert description["TableStatus"] == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
    assert description["SSEDescription"] == {
        "Status": "ENABLED",
        "SSEType": "KMS",
        "KMSMasterKeyArn": arn(key),
        "InaccessibleEncryptionDateTime": (START_MS + 1000) / 1000,
    }
    caller.call("UpdateTable", TableName="music", DeletionProtectionEnabled=True)
    table_arn = description["TableArn"]
    caller.call("TagResource", ResourceArn=table_arn, Tags=[{"Key": "a", "Value": "b"}])
    assert caller.call("ListTables")["TableNames"] == ["music"]
    caller.call("EnableKey", KeyId=key)
    assert caller.describe()["TableStatus"] == "ACTIVE"
    assert get(other, 1) == item(1)
    assert titles(caller, "all") == TITLES


def test_a_key_pending_deletion_locks_until_it_is_enabled() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    put(caller, 1)
    caller.call("ScheduleKeyDeletion", KeyId=key)
    pending = quoted(STATE, f"{arn(key)} is pending deletion.")
    answer = caller.refusal("GetItem", TableName="music", Key={"pk": {"S": "key1"}})
    assert re.fullmatch(pending, answer)
    caller.call("CancelKeyDeletion", KeyId=key)
    answer = caller.refusal("GetItem", TableName="music", Key={"pk": {"S": "key1"}})
    assert re.fullmatch(quoted(DISABLED, f"{arn(key)} is disabled."), answer)
    caller.call("EnableKey", KeyId=key)
    assert get(caller, 1) == item(1)


def test_a_deleted_key_leaves_a_table_that_can_only_be_deleted() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    put(caller, 1)
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    pass_days(caller, 7)
    lost = quoted(NOT_FOUND, f"Key '{arn(key)}' does not exist")
    for process in (caller, another(caller)):
        answer = process.refusal("GetItem", TableName="music", Key={"pk": {"S": "key1"}})
        assert re.fullmatch(lost, answer)
        description = process.describe()
        assert description["TableStatus"] == "INACCESSIBLE_ENCRYPTION_CREDENTIALS"
        assert "InaccessibleEncryptionDateTime" not in description["SSEDescription"]
    report = verified(another(caller))
    assert report.sentences == []
    assert report.unread == [
        "table music in us-east-1: its encryption key cannot be used, so it was not read"
    ]
    do_jobs(caller)
    caller.call("DeleteTable", TableName="music")
    do_jobs(caller)
    assert not [each for each in values(caller) if each.space in {Space.ITEM, Space.INDEX}]


def test_jobs_work_while_the_key_is_disabled() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    caller.call(
        "UpdateTimeToLive",
        TableName="music",
        TimeToLiveSpecification={"AttributeName": "until", "Enabled": True},
    )
    until = {"until": {"N": str(START_MS // 1000 + 60)}}
    caller.call("PutItem", TableName="music", Item={**item(1), **until})
    caller.call("DisableKey", KeyId=key)
    caller.clock.time_ms += 120_000
    do_jobs(caller)
    caller.call("EnableKey", KeyId=key)
    assert get(caller, 1) is None
    (*_, removed) = stream_records(caller, caller.describe()[STREAM_ARN])
    assert removed["dynamodb"]["OldImage"]["title"] == item(1)["title"]


def test_the_log_of_a_deleted_table_can_be_read_for_a_day() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    put(caller, 1)
    stream = caller.describe()[STREAM_ARN]
    caller.call("DeleteTable", TableName="music")
    do_jobs(caller)
    other = another(caller)
    (record,) = stream_records(other, stream)
    assert record["dynamodb"]["NewImage"] == item(1)
    assert verified(another(caller)).sentences == []
    pass_days(caller, 0.9)
    assert len(stream_records(another(caller), stream)) == 1
    caller.call("DisableKey", KeyId=key)
    with pytest.raises(Exception, match="is disabled"):
        stream_records(other, stream)
    pass_days(caller, 0.2)
    data_keys = [each for each in values(caller) if b"data keys" in each.partition]
    assert data_keys == []


def test_a_table_with_the_name_of_a_deleted_one_has_another_data_key() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    put(caller, 1)
    caller.call("DeleteTable", TableName="music")
    create_music(caller, key)
    put(caller, 2)
    assert get(caller, 1) is None
    assert get(caller, 2) == item(2)
    assert shown_key(caller) == arn(key)


def test_a_change_of_key_writes_no_value() -> None:
    caller = Caller()
    encrypted_music(caller)
    put(caller, 0, 1, 2)
    before = {each: value for each, value in values(caller).items() if each.space is Space.ITEM}
    other = key_id(caller)
    sse = {"SSEType": "KMS", "KMSMasterKeyId": other}
    caller.call("UpdateTable", TableName="music", SSESpecification=sse)
    assert before.items() <= values(caller).items()
    assert titles(another(caller), "some") == TITLES
    caller.call("DisableKey", KeyId=other)
    with pytest.raises(Exception, match="is disabled"):
        get(caller, 1)


def test_without_a_key_the_server_seals_the_data_key() -> None:
    caller = Caller()
    key = encrypted_music(caller)
    put(caller, 0, 1)
    caller.call("UpdateTable", TableName="music", SSESpecification={"Enabled": False})
    caller.call("ScheduleKeyDeletion", KeyId=key, PendingWindowInDays=7)
    pass_days(caller, 8)
    put(caller, 2)
    assert titles(another(caller), "all") == TITLES
    assert plain_values(caller) == []
    assert verified(another(caller)).sentences == []
    again = {"SSEType": "KMS", "KMSMasterKeyId": key_id(caller)}
    caller.call("UpdateTable", TableName="music", SSESpecification=again)
    assert titles(another(caller), "some") == TITLES
    assert "HasPlainValues" not in str(values(caller))


def test_a_server_with_another_sealing_key_reads_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caller = Caller()
    encrypted_music(caller)
    put(caller, 1)
    caller.create("plain")
    other = another(caller)
    sealing = Sealing(lambda: b"other" * 8)
    other.node.sealing = sealing
    other.node.catalog.data_keys = TableKeys(other.encrypted, sealing, other.node.ids)
    refusal = other.refusal("GetItem", TableName="music", Key={"pk": {"S": "key1"}})
    assert refusal.startswith("InternalServerError: ")
    assert "cannot be opened" in caplog.text
    assert SECRET not in caplog.text
    assert other.describe()["TableName"] == "music"
    other.call("PutItem", TableName="plain", Item=item(1))
    other.call("DeleteTable", TableName="music")


def test_ciphers_of_deleted_tables_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jedlik.features.encryption_keys.table_keys.CIPHERS_MAX", 3)
    caller = Caller()
    key = key_id(caller)
    sse = {"SSEType": "KMS", "KMSMasterKeyId": key}
    for number in range(20):
        caller.create(f"table{number}", SSESpecification=sse)
        caller.call("PutItem", TableName=f"table{number}", Item=item(1))
        if number:
            caller.call("DeleteTable", TableName=f"table{number}")
    assert len(caller.encrypted.ciphers) <= 8
    assert caller.call("GetItem", TableName="table0", Key={"pk": {"S": "key1"}})["Item"] == item(1)
    assert result_of(caller.data_keys.open_log(999)) is None
    do_due_work(caller)
