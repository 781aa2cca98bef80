"""A stored record is read as it was written, by this version and by the next."""

import orjson

from jedlik.engine.table_record import record_from_bytes, table_to_bytes
from tests.engine.tables import index_record, table_record, transition


def test_a_record_is_read_as_it_was_written() -> None:
    record = table_record(
        "pk:S g:N",
        GlobalSecondaryIndexes=[index_record("i", "g", IsBuilding=True)],
        Transition=transition("UPDATING", 1_791_500_000_123, BillingMode="PROVISIONED"),
        Tags=[{"Key": "k", "Value": "é"}],
    )
    assert record_from_bytes(table_to_bytes(record)) == record


def test_each_reader_may_change_its_own_record() -> None:
    stored = table_to_bytes(table_record())
    record_from_bytes(stored)["TableName"] = "other"
    assert record_from_bytes(stored)["TableName"] == "music"


def test_the_form_is_the_json_of_the_api() -> None:
    decoded = orjson.loads(table_to_bytes(table_record()))
    assert decoded["KeySchema"] == [{"AttributeName": "pk", "KeyType": "HASH"}]
    assert decoded["BillingMode"] == "PAY_PER_REQUEST"


def test_records_of_version_0_1_are_understood() -> None:
    partitions = [{"ShardId": "shardId-1", "Starting": 5}]
    stored = orjson.dumps({**table_record(), "StreamShards": partitions})
    record = record_from_bytes(stored)
    assert record["LogPartitions"] == partitions
    assert record == table_record(LogPartitions=partitions)
