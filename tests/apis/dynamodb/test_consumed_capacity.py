"""The member ConsumedCapacity. Members and their order: recorded answers, October 2026."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pytest

from jedlik.apis.dynamodb.consumed_capacity import (
    add_batch_capacity,
    add_capacity,
    add_search_capacity,
    add_transaction_capacity,
)
from jedlik.engine.meter import Meter, MeteredIndex
from tests.engine.in_memory import Caller, arn_of

Add = Callable[[dict[str, object], Mapping[str, object], Meter], None]


def index(index_id: int, name: str, member: str, unit: str = "CapacityUnits") -> MeteredIndex:
    made = MeteredIndex(index_id, name)
    made.capacity_member, made.unit_member = member, unit
    return made


GLOBAL = index(1, "global", "GlobalSecondaryIndexes")
OTHER = index(2, "other", "GlobalSecondaryIndexes")
LOCAL = index(3, "local", "LocalSecondaryIndexes")
VECTORS = index(4, "vectors", "VectorIndexes", "VectorWriteRequestBytes")


def reported(add: Add, report: str | None, meter: Meter) -> str | None:
    """Returns the member as JSON, or None if the answer lacks it."""
    answered: dict[str, object] = {}
    add(answered, {} if report is None else {"ReturnConsumedCapacity": report}, meter)
    if not answered:
        return None
    (member,) = answered
    assert member == "ConsumedCapacity"
    return orjson.dumps(answered[member]).decode()


@pytest.fixture
def written() -> Meter:
    """Returns the meter of a request that wrote a table and indexes, first those reported last."""
    meter = Meter()
    usage = meter.of_table(7, "music")
    usage.write_units = 2.0
    for each, units in ((VECTORS, 1024.0), (LOCAL, 3.0), (OTHER, 1.0), (GLOBAL, 4.0)):
        usage.of_index(each).write_units = units
    return meter


@pytest.mark.parametrize(
    "add", [add_capacity, add_batch_capacity, add_transaction_capacity, add_search_capacity]
)
def test_only_who_asks_gets_a_report(add: Add, written: Meter) -> None:
    assert reported(add, None, written) is None
    assert reported(add, "NONE", written) is None


def test_a_total_is_of_table_and_indexes_without_the_bytes_of_vectors(written: Meter) -> None:
    assert reported(add_capacity, "TOTAL", written) == '{"TableName":"music","CapacityUnits":10.0}'


def test_indexes_are_reported_by_kind(written: Meter) -> None:
    assert reported(add_capacity, "INDEXES", written) == (
        '{"TableName":"music","CapacityUnits":10.0,"Table":{"CapacityUnits":2.0},'
        '"GlobalSecondaryIndexes":{"other":{"CapacityUnits":1.0},"global":{"CapacityUnits":4.0}},'
        '"LocalSecondaryIndexes":{"local":{"CapacityUnits":3.0}},'
        '"VectorIndexes":{"vectors":{"VectorWriteRequestBytes":1024.0}}}'
    )


def test_an_index_that_was_read_is_reported_with_its_table() -> None:
    meter = Meter()
    meter.of_table(7, "music").of_index(GLOBAL).read_units = 0.5
    assert reported(add_capacity, "INDEXES", meter) == (
        '{"TableName":"music","CapacityUnits":0.5,"Table":{"CapacityUnits":0.0},'
        '"GlobalSecondaryIndexes":{"global":{"CapacityUnits":0.5}}}'
    )


def test_a_batch_reports_its_tables_in_order_without_refused_writes() -> None:
    meter = Meter()
    meter.refuse(5, 1.0)
    meter.of_table(7, "music").write_units = 1.0
    meter.of_table(5, "albums").write_units = 2.0
    meter.of_table(4, "unprocessed")
    assert reported(add_batch_capacity, "TOTAL", meter) == (
        '[{"TableName":"music","CapacityUnits":1.0},{"TableName":"albums","CapacityUnits":2.0},'
        '{"TableName":"unprocessed","CapacityUnits":0.0}]'
    )


def test_a_transaction_says_whether_it_read_or_wrote(written: Meter) -> None:
    written.of_table(3, "albums").read_units = 2.0
    reads = '{"TableName":"albums","CapacityUnits":2.0,"ReadCapacityUnits":2.0}'
    assert reported(add_transaction_capacity, "TOTAL", written) == (
        '[{"TableName":"music","CapacityUnits":10.0,"WriteCapacityUnits":10.0},' + reads + "]"
    )
    assert reported(add_transaction_capacity, "INDEXES", written) == (
        '[{"TableName":"music","CapacityUnits":10.0,'
        '"Table":{"CapacityUnits":2.0,"WriteCapacityUnits":2.0},'
        '"GlobalSecondaryIndexes":{"other":{"CapacityUnits":1.0,"WriteCapacityUnits":1.0},'
        '"global":{"CapacityUnits":4.0,"WriteCapacityUnits":4.0}},'
        '"LocalSecondaryIndexes":{"local":{"CapacityUnits":3.0,"WriteCapacityUnits":3.0}},'
        '"VectorIndexes":{"vectors":{"VectorWriteRequestBytes":1024.0}},'
        '"WriteCapacityUnits":10.0},'
        '{"TableName":"albums","CapacityUnits":2.0,'
        '"Table":{"CapacityUnits":2.0,"ReadCapacityUnits":2.0},"ReadCapacityUnits":2.0}]'
    )


@pytest.mark.parametrize("report", ["TOTAL", "INDEXES"])
def test_a_search_reports_bytes_alone(report: str) -> None:
    meter = Meter()
    meter.of_table(7, "music").of_index(VECTORS).read_units = 1024.0
    assert reported(add_search_capacity, report, meter) == '{"VectorSearchRequestBytes":1024.0}'


KEY = {"pk": {"S": "a"}}
UPDATE = {"UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}
EQUALS = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": KEY["pk"]}}

# Each operation that takes a TableName: its request for the table of the name it is given.
REQUESTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "GetItem": lambda name: {"TableName": name, "Key": KEY},
    "PutItem": lambda name: {"TableName": name, "Item": KEY},
    "UpdateItem": lambda name: {"TableName": name, "Key": KEY, **UPDATE},
    "DeleteItem": lambda name: {"TableName": name, "Key": KEY},
    "Query": lambda name: {"TableName": name, **EQUALS},
    "Scan": lambda name: {"TableName": name},
    "BatchGetItem": lambda name: {"RequestItems": {name: {"Keys": [KEY]}}},
    "BatchWriteItem": lambda name: {"RequestItems": {name: [{"PutRequest": {"Item": KEY}}]}},
    "TransactGetItems": lambda name: {"TransactItems": [{"Get": {"TableName": name, "Key": KEY}}]},
    "TransactWriteItems": lambda name: {
        "TransactItems": [{"Put": {"TableName": name, "Item": KEY}}]
    },
}


@pytest.mark.parametrize("operation", REQUESTS)
@pytest.mark.parametrize("name", ["music", arn_of()])
def test_a_table_is_named_as_the_request_names_it(operation: str, name: str) -> None:
    # Source: API Reference, ConsumedCapacity; ExtendDB's tests, made to run on the service as well.
    caller = Caller()
    caller.create()
    answer = caller.call(operation, **REQUESTS[operation](name), ReturnConsumedCapacity="TOTAL")
    consumed = answer["ConsumedCapacity"]
    (table,) = consumed if isinstance(consumed, list) else [consumed]
    assert table["TableName"] == name


def test_each_table_of_a_batch_is_named_as_the_request_names_it() -> None:
    caller = Caller()
    caller.create()
    caller.create("albums")
    wanted = {arn_of("albums"): {"Keys": [KEY]}, "music": {"Keys": [KEY]}}
    answer = caller.call("BatchGetItem", RequestItems=wanted, ReturnConsumedCapacity="TOTAL")
    assert [each["TableName"] for each in answer["ConsumedCapacity"]] == list(wanted)
