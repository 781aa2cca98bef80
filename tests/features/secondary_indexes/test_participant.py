"""Writes of tables with indexes: entries, capacity, item collections, values of keys."""

import pytest

from jedlik.core.keys.space import Space
from jedlik.features.options import Options
from tests.apis.dynamodb.operations.samples import number, string
from tests.engine.in_memory import ENV, INV, VE, Caller, values
from tests.features.secondary_indexes.samples import (
    check_indexes,
    current,
    do_jobs,
    index,
    indexed_table,
)

Item = dict[str, dict[str, object]]

TWO_INDEXES = indexed_table(
    "pk:S sk:S g:S l:S",
    "pk sk",
    GlobalSecondaryIndexes=[index("gsi", "g HASH", projection="INCLUDE proj")],
    LocalSecondaryIndexes=[index("lsi", "pk HASH", "l RANGE")],
)
KEY = {"pk": string("a"), "sk": string("b")}
IN_BOTH = {**KEY, "g": string("g1"), "l": string("l1"), "proj": string("p"), "extra": string("o")}


def caller_with(*items: Item) -> Caller:
    caller = Caller()
    caller.call("CreateTable", **TWO_INDEXES)
    for item in items:
        caller.call("PutItem", TableName="music", Item=item)
    return caller


def units_by_part(consumed: dict[str, object]) -> tuple[float, float | None, float | None, float]:
    """Returns the units of the table, the global index and the local index, and their sum."""

    def units(member: str, name: str) -> float | None:
        by_index = consumed.get(member)
        assert by_index is None or isinstance(by_index, dict)
        return None if by_index is None else by_index[name]["CapacityUnits"]

    table, total = consumed["Table"], consumed["CapacityUnits"]
    assert isinstance(table, dict)
    assert isinstance(total, float)
    local = units("LocalSecondaryIndexes", "lsi")
    return table["CapacityUnits"], units("GlobalSecondaryIndexes", "gsi"), local, total


# Source: recorded answers, October 2026 ("Writes with indexes").
@pytest.mark.parametrize(
    ("before", "item", "expected"),
    [
        (None, {**KEY, "g": string("g1")}, (1, 1, None, 2)),
        (None, {**KEY, "l": string("l1")}, (1, None, 1, 2)),
        (None, IN_BOTH, (1, 1, 1, 3)),
        (None, KEY, (1, None, None, 1)),
        (IN_BOTH, IN_BOTH, (1, None, None, 1)),
        (IN_BOTH, dict(reversed(IN_BOTH.items())), (1, None, None, 1)),
    ],
)
def test_capacity_of_puts(
    before: Item | None, item: Item, expected: tuple[float | None, ...]
) -> None:
    caller = caller_with(*([before] if before else []))
    answer = caller.call("PutItem", TableName="music", Item=item, ReturnConsumedCapacity="INDEXES")
    assert units_by_part(answer["ConsumedCapacity"]) == expected
    check_indexes(caller)


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("SET extra = :x", (1, None, 1, 2)),
        ("SET proj = :x", (1, 1, 1, 3)),
        ("SET g = :x", (1, 2, 1, 4)),
        ("REMOVE g", (1, 1, 1, 3)),
        ("SET l = :x", (1, None, 2, 3)),
    ],
)
def test_capacity_of_updates(update: str, expected: tuple[float | None, ...]) -> None:
    caller = caller_with(IN_BOTH)
    bound = {"ExpressionAttributeValues": {":x": string("x")}} if ":x" in update else {}
    answer = caller.call(
        "UpdateItem",
        TableName="music",
        Key=KEY,
        UpdateExpression=update,
        ReturnConsumedCapacity="INDEXES",
        **bound,
    )
    assert units_by_part(answer["ConsumedCapacity"]) == expected
    check_indexes(caller)


@pytest.mark.parametrize(("item", "expected"), [(IN_BOTH, (1, 1, 1, 3)), (KEY, (1, None, None, 1))])
def test_capacity_of_deletes(item: Item, expected: tuple[float | None, ...]) -> None:
    caller = caller_with(item)
    answer = caller.call("DeleteItem", TableName="music", Key=KEY, ReturnConsumedCapacity="INDEXES")
    assert units_by_part(answer["ConsumedCapacity"]) == expected
    check_indexes(caller)


def test_capacity_of_a_batch() -> None:
    caller = caller_with()
    puts = [{**KEY, "g": string("g1")}, {**KEY, "sk": string("c")}]
    answer = caller.call(
        "BatchWriteItem",
        RequestItems={"music": [{"PutRequest": {"Item": item}} for item in puts]},
        ReturnConsumedCapacity="INDEXES",
    )
    (consumed,) = answer["ConsumedCapacity"]
    assert units_by_part(consumed) == (2, 1, None, 3)
    total = {"TableName": "music", "CapacityUnits": 3.0}
    answer = caller_with().call(
        "BatchWriteItem",
        RequestItems={"music": [{"PutRequest": {"Item": item}} for item in puts]},
        ReturnConsumedCapacity="TOTAL",
    )
    assert answer["ConsumedCapacity"] == [total]


def test_capacity_counts_the_kilobytes_of_an_entry() -> None:
    caller = caller_with()
    item = {**KEY, "g": string("g1"), "l": string("l1"), "other": string("x" * 3000)}
    answer = caller.call("PutItem", TableName="music", Item=item, ReturnConsumedCapacity="INDEXES")
    assert units_by_part(answer["ConsumedCapacity"]) == (3, 1, 3, 7)


def test_metrics_of_item_collections() -> None:
    caller = caller_with()
    metrics = {"ItemCollectionKey": {"pk": string("a")}, "SizeEstimateRangeGB": [0.0, 1.0]}
    size: dict[str, object] = {"TableName": "music", "ReturnItemCollectionMetrics": "SIZE"}
    assert caller.call("PutItem", Item=IN_BOTH, **size)["ItemCollectionMetrics"] == metrics
    assert caller.call("UpdateItem", Key=KEY, **size)["ItemCollectionMetrics"] == metrics
    assert caller.call("DeleteItem", Key=KEY, **size)["ItemCollectionMetrics"] == metrics
    assert caller.call("PutItem", TableName="music", Item=IN_BOTH) == {}
    puts = [{"PutRequest": {"Item": {**KEY, "sk": string(sk)}}} for sk in "xy"]
    batch = caller.call(
        "BatchWriteItem", RequestItems={"music": puts}, ReturnItemCollectionMetrics="SIZE"
    )
    assert batch["ItemCollectionMetrics"] == {"music": [metrics]}


def test_tables_without_local_indexes_have_no_item_collections() -> None:
    caller = Caller()
    caller.create()
    item = {"pk": string("a")}
    answer = caller.call(
        "PutItem", TableName="music", Item=item, ReturnItemCollectionMetrics="SIZE"
    )
    assert answer == {}
    puts = {"RequestItems": {"music": [{"PutRequest": {"Item": item}}]}}
    assert caller.call("BatchWriteItem", **puts) == {"UnprocessedItems": {}}
    # A batch has the member, without a table (dynamodb-entity-store, run against the service).
    assert caller.call("BatchWriteItem", **puts, ReturnItemCollectionMetrics="SIZE") == {
        "UnprocessedItems": {},
        "ItemCollectionMetrics": {},
    }


def test_an_item_collection_may_not_outgrow_its_limit() -> None:
    caller = Caller(options=Options(item_collection_bytes=100))
    caller.call("CreateTable", **TWO_INDEXES)
    full = {**KEY, "fill": string("x" * 90)}  # 96 bytes with the names
    caller.call("PutItem", TableName="music", Item={**full, "fill": string("x" * 90)})
    too_large = "ItemCollectionSizeLimitExceededException: Collection size exceeded."
    second = {**KEY, "sk": string("c")}
    assert caller.refusal("PutItem", TableName="music", Item=second) == too_large
    in_index = {**KEY, "l": string("l")}  # both the item and its entry count
    caller.call("PutItem", TableName="music", Item={"pk": string("z"), "sk": string("z")})
    caller.call("PutItem", TableName="music", Item={**in_index, "fill": string("x" * 30)})
    half = {**in_index, "fill": string("x" * 50)}
    assert caller.refusal("PutItem", TableName="music", Item=half) == too_large
    caller.call("DeleteItem", TableName="music", Key=KEY)
    caller.call("PutItem", TableName="music", Item=full)


def test_an_item_collection_that_becomes_empty_leaves_no_counter() -> None:
    """Otherwise a table whose hash keys never return would grow without end."""
    caller = Caller()
    caller.call("CreateTable", **TWO_INDEXES)
    before = set(values(caller))
    item = {**KEY, "l": string("l")}
    caller.call("PutItem", TableName="music", Item=item)
    caller.call("PutItem", TableName="music", Item={**item, "sk": string("c")})
    caller.call("DeleteItem", TableName="music", Key=KEY)
    check_indexes(caller)
    caller.call("DeleteItem", TableName="music", Key={**KEY, "sk": string("c")})
    left = {key for key in values(caller) if key not in before and key.space == Space.COUNTER}
    assert all(len(key.partition) <= 2 for key in left), left  # those of the table and its indexes
    check_indexes(caller)
    actions = [{"Delete": {"TableName": "music", "Key": {**KEY, "sk": string("d")}}}]
    actions += [{"Put": {"TableName": "music", "Item": item}}]
    caller.call("TransactWriteItems", TransactItems=actions)
    check_indexes(caller)


MISMATCH = "Type mismatch for Index Key g Expected: S Actual: N IndexName: gsi"
EMPTY = (
    "One or more parameter values are not valid. A value specified for a secondary index key is "
    "not supported. The AttributeValue for a key attribute cannot contain an empty string value. "
    "IndexName: gsi, IndexKey: g"
)
UPDATED = "The update expression attempted to update the secondary index key"
EMPTIED = (
    "One or more parameter values are not valid. The update expression attempted to update a "
    "secondary index key to a value that is not supported. The AttributeValue for a key attribute "
    "cannot contain an empty string value."
)
TOO_LONG = (
    "Size limit exceeded for Index Key {} Actual Size: {} bytes Max Size: {} bytes IndexName: {}"
)
# A value; what writes of items and AttributeUpdates answer, what SET of the value, what SET of
# something that turns out to be the value.
WRONG_TYPES: list[dict[str, object]] = [number(1), {"NULL": True}, {"M": {}}]
WRONG: list[tuple[dict[str, object], str, str, str]] = [
    *[
        (
            value,
            INV + MISMATCH.replace("Actual: N", f"Actual: {next(iter(value))}"),
            INV + MISMATCH.replace("Actual: N", f"Actual: {next(iter(value))}"),
            VE + UPDATED + " to unsupported type",
        )
        for value in WRONG_TYPES
    ],
    (string(""), VE + EMPTY, VE + EMPTIED, VE + EMPTIED),
    (
        string("x" * 2049),
        INV + TOO_LONG.format("g", 2049, 2048, "gsi"),
        VE + UPDATED + " beyond allowed size limits.",
        VE + UPDATED + " beyond allowed size limits.",
    ),
]


@pytest.mark.parametrize(("value", "refusal", "refusal_of_set", "refusal_of_copy"), WRONG)
def test_values_that_no_index_key_can_have(
    value: dict[str, object], refusal: str, refusal_of_set: str, refusal_of_copy: str
) -> None:
    caller = caller_with()
    item = {**KEY, "g": value}
    assert caller.refusal("PutItem", TableName="music", Item=item) == refusal
    puts = [{"PutRequest": {"Item": {**KEY, "sk": string("fine")}}}, {"PutRequest": {"Item": item}}]
    assert caller.refusal("BatchWriteItem", RequestItems={"music": puts}) == refusal
    updates = {"g": {"Action": "PUT", "Value": value}}
    updated: dict[str, object] = {"TableName": "music", "Key": KEY}
    assert caller.refusal("UpdateItem", **updated, AttributeUpdates=updates) == refusal
    for expression, expected in (
        ("SET g = :v", refusal_of_set),
        ("SET g = if_not_exists(absent, :v)", refusal_of_copy),
    ):
        updated["UpdateExpression"] = expression
        updated["ExpressionAttributeValues"] = {":v": value}
        assert caller.refusal("UpdateItem", **updated) == expected
    assert not [key for key in values(caller) if key.space == 2]


def test_types_that_are_sure_before_the_item_is_read() -> None:
    caller = caller_with()
    one = {":v": number(1)}
    for expression in ("SET g = absent + :v", "ADD g :v"):
        update = {"UpdateExpression": expression, "ExpressionAttributeValues": one}
        assert caller.refusal("UpdateItem", TableName="music", Key=KEY, **update) == INV + MISMATCH


def test_the_first_index_by_name_is_reported() -> None:
    caller = Caller()
    indexed = indexed_table(
        "pk:S sk:S x:S",
        "pk sk",
        LocalSecondaryIndexes=[index("zzz", "pk HASH", "x RANGE")],
        GlobalSecondaryIndexes=[index("bbb", "x HASH"), index("aaa", "sk HASH", "x RANGE")],
    )
    caller.call("CreateTable", **indexed)
    refusal = caller.refusal("PutItem", TableName="music", Item={**KEY, "x": number(1)})
    assert refusal == INV + "Type mismatch for Index Key x Expected: S Actual: N IndexName: aaa"


def test_a_range_key_of_an_index_is_at_most_1024_bytes() -> None:
    caller = caller_with()
    item = {**KEY, "l": string("x" * 1025)}
    assert caller.refusal("PutItem", TableName="music", Item=item) == (
        INV + TOO_LONG.format("l", 1025, 1024, "lsi")
    )
    caller.call("PutItem", TableName="music", Item={**KEY, "l": string("x" * 1024)})


def test_updates_into_the_inside_of_an_index_key() -> None:
    update = {"UpdateExpression": "SET g.x = :v", "ExpressionAttributeValues": {":v": string("x")}}
    assert caller_with(IN_BOTH).refusal("UpdateItem", TableName="music", Key=KEY, **update) == (
        VE + "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
        "allowed: IndexKey: g"
    )


def test_a_wrong_type_is_reported_before_the_condition() -> None:
    update = {
        "UpdateExpression": "SET g = :v",
        "ConditionExpression": "attribute_exists(nothing)",
        "ExpressionAttributeValues": {":v": number(1)},
    }
    refusal = caller_with().refusal("UpdateItem", TableName="music", Key=KEY, **update)
    assert refusal == INV + MISMATCH
    assert not refusal.startswith(ENV)


def test_deleted_tables_leave_no_entries() -> None:
    caller = caller_with(IN_BOTH)
    table_id = current(caller).id
    caller.call("DeleteTable", TableName="music")
    do_jobs(caller)
    assert not [key for key in values(caller) if key.table == table_id]


def test_transactions_report_indexes_and_collections() -> None:
    caller = caller_with()
    put = {"Put": {"TableName": "music", "Item": IN_BOTH}}
    moved = {
        "Put": {"TableName": "music", "Item": {**KEY, "sk": string("c"), "g": string("g2")}},
    }
    answer = caller.call(
        "TransactWriteItems",
        TransactItems=[put, moved],
        ReturnConsumedCapacity="INDEXES",
        ReturnItemCollectionMetrics="SIZE",
    )
    (consumed,) = answer["ConsumedCapacity"]
    assert units_by_part(consumed) == (4, 2, 1, 7)  # those of indexes are not doubled
    assert consumed["WriteCapacityUnits"] == 7
    assert consumed["GlobalSecondaryIndexes"]["gsi"]["WriteCapacityUnits"] == 2
    assert answer["ItemCollectionMetrics"] == {
        "music": [{"ItemCollectionKey": {"pk": string("a")}, "SizeEstimateRangeGB": [0.0, 1.0]}]
    }
    check_indexes(caller)
    check = {"ConditionCheck": {"TableName": "music", "Key": KEY}}
    check["ConditionCheck"]["ConditionExpression"] = "attribute_exists(g)"
    answer = caller.call(
        "TransactWriteItems", TransactItems=[check], ReturnConsumedCapacity="TOTAL"
    )
    assert answer["ConsumedCapacity"][0]["CapacityUnits"] == 2
    check_indexes(caller)


def test_faults_of_index_keys_in_transactions() -> None:
    caller = caller_with()
    wrong = {"Put": {"TableName": "music", "Item": {**KEY, "g": number(1)}}}
    refusal = caller.refusal("TransactWriteItems", TransactItems=[wrong])
    assert refusal.endswith("[ValidationError]")
    empty = {"Put": {"TableName": "music", "Item": {**KEY, "g": string("")}}}
    assert caller.refusal("TransactWriteItems", TransactItems=[empty]) == VE + EMPTY


def test_a_transaction_fills_a_collection_together() -> None:
    caller = Caller(options=Options(item_collection_bytes=100))
    caller.call("CreateTable", **TWO_INDEXES)
    puts = [
        {"Put": {"TableName": "music", "Item": {**KEY, "sk": string(sk), "x": string("x" * 50)}}}
        for sk in "abc"
    ]
    assert caller.refusal("TransactWriteItems", TransactItems=puts).endswith(
        "[None, ItemCollectionSizeLimitExceeded, ItemCollectionSizeLimitExceeded]"
    )
    caller.call("TransactWriteItems", TransactItems=puts[:1])
