"""What Query and Scan share. Texts and the order of checks: recorded answers, October 2026."""

from collections.abc import Callable
from typing import Any

import pytest

from jedlik.apis.dynamodb.operations import query, scan
from jedlik.apis.dynamodb.page import normalise_start, page_answer, plan
from jedlik.core.errors import Reject
from jedlik.core.keys.ranges import after
from jedlik.core.types.attribute_value import Item
from jedlik.core.types.value import OLDER, READ, Layer
from jedlik.engine.read import Page, ReadOptions, ReadPlan
from jedlik.engine.table import Table
from jedlik.engine.table_record import TableRecord, record_from_bytes, table_to_bytes
from jedlik.storage.interface import Batch, Put
from tests.apis.dynamodb.operations.samples import nested
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of
from tests.engine.tables import table_of
from tests.features.secondary_indexes.samples import index, indexed_table

BAD_START = "The provided starting key is invalid: "
KEY: dict[str, object] = {
    "TableName": "music",
    "KeyConditionExpression": "pk = :p",
    "ExpressionAttributeValues": {":p": {"S": "p"}},
}
MUSIC = indexed_table(
    "pk:S sk:S n:S",
    "pk sk",
    LocalSecondaryIndexes=[index("local", "pk HASH", "n RANGE", projection="KEYS_ONLY")],
)

BY_N = indexed_table("pk:S sk:S n:S", "pk sk", GlobalSecondaryIndexes=[index("all", "n HASH")])


def table() -> Table:
    caller = Caller()
    caller.call("CreateTable", **MUSIC)
    return result_of(caller.node.catalog.table(REGION, ACCOUNT, "music"))


def planned(operation: Any, **members: object) -> ReadPlan:
    request: Any = {"TableName": "music", **members}
    return plan(table(), operation.check(request))


def refusal(action: Callable[[], object]) -> str | None:
    with pytest.raises(Reject) as refused:
        action()
    return refused.value.error.message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({}, "Supplied AttributeValue is empty, must contain exactly one of the "),
        ({"NULL": False}, "One or more parameter values were invalid: Null attribute"),
        ({"SS": []}, "One or more parameter values were invalid: An string set  may"),
        (nested(32), "Nesting Levels have exceeded supported limits: Attributes in the item"),
    ],
)
@pytest.mark.parametrize(("layer", "prefix"), [(READ, ""), (OLDER, BAD_START)])
def test_the_older_layer_says_that_the_start_key_is_at_fault(
    value: Any, message: str, layer: Layer, prefix: str
) -> None:
    refused = refusal(lambda: normalise_start({"pk": value}, layer))
    assert str(refused).startswith(prefix + message)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"NS": []}, "One or more parameter values were invalid: An number set  may not be empty"),
        ({"SS": ["a", "a"]}, "One or more parameter values were invalid: Input collection ["),
        ({"N": "b"}, "The parameter cannot be converted to a numeric value: b"),
    ],
)
@pytest.mark.parametrize("layer", [READ, OLDER])
def test_other_faults_of_a_start_key_are_reported_as_of_other_members(
    value: Any, message: str, layer: Layer
) -> None:
    assert (refusal(lambda: normalise_start({"pk": value}, layer)) or "").startswith(message)


def test_a_start_key_is_made_canonical() -> None:
    start: Item = {"pk": {"N": "1.0"}}
    normalise_start(start, READ)
    assert start == {"pk": {"N": "1"}}


def test_a_query_is_planned_on_its_table() -> None:
    made = planned(query, **KEY, Limit=3, ScanIndexForward=False, ConsistentRead=True)
    assert made.source is made.table.source
    assert made.spans == (made.source.range_span("p", b"", None),)
    assert (made.fetches_items, made.partitions) == (False, 1)
    options = made.options
    assert (options.limit, options.reverse, options.consistent) == (3, True, True)
    assert (options.condition, options.projection, options.count_only) == (None, None, False)


def test_a_scan_is_planned_on_its_segment() -> None:
    start: Item = {"pk": {"S": "p"}, "sk": {"S": "s"}}
    made = planned(scan, Select="COUNT", ExclusiveStartKey=start)
    place = made.source.place_of(start)
    assert made.spans == (after(made.source.segment_span(0, 1), *place, reverse=False),)
    assert (made.options.count_only, made.options.reverse, made.partitions) == (True, False, 4)


def test_an_index_says_whether_items_are_fetched() -> None:
    for operation, members in ((query, KEY), (scan, {})):
        made = planned(operation, **members, IndexName="local", ProjectionExpression="n")
        assert made.source.key_names == ("pk", "sk", "n")
        assert (made.fetches_items, made.partitions) == (False, 1)
        made = planned(operation, **members, IndexName="local", ProjectionExpression="a")
        assert made.fetches_items


def test_a_query_refuses_filters_that_a_scan_accepts() -> None:
    lacks: dict[str, Any] = {
        "IndexName": "local",
        "FilterExpression": "a = :p",
        "ExpressionAttributeValues": {":p": {"S": "p"}},
    }
    assert not planned(scan, **lacks).fetches_items
    assert refusal(lambda: planned(query, **{**KEY, **lacks})) == (
        "One or more parameter values were invalid: Secondary index local does not project one "
        "or more filter attributes: [a]"
    )
    planned(query, **{**KEY, **lacks}, ProjectionExpression="b")  # whole items are fetched


def test_an_answer_shows_a_page() -> None:
    music = table_of("S", "N")
    page = Page()
    page.items, page.count, page.scanned_count = [{"x": {"S": "y"}}], 1, 2
    made = ReadPlan(music, music.source, (), ReadOptions())
    answer = {"Items": page.items, "Count": 1, "ScannedCount": 2}
    assert page_answer(made, page) == answer
    page.last = {"h": {"S": "p"}, "r": {"N": "1"}, "x": {"S": "z"}}
    key = {"LastEvaluatedKey": {"h": {"S": "p"}, "r": {"N": "1"}}}
    assert page_answer(made, page) == answer | key
    count = ReadPlan(music, music.source, (), ReadOptions(count_only=True))
    assert "Items" not in page_answer(count, page)


def store(made: Caller, record: TableRecord, *, is_seen: bool) -> None:
    """Stores the record of a table. is_seen: whether the node learns that it has changed."""
    table = result_of(made.node.catalog.table(REGION, ACCOUNT, "music"))
    batch = Batch((Put(table.catalog_key, table_to_bytes(record)),), None, raises_epoch=is_seen)
    result_of(made.node.storage.transact([], lambda _: batch))


@pytest.mark.parametrize("is_known", [False, True])
def test_an_index_that_another_node_has_built(is_known: bool) -> None:
    """A node sees the change of a cached table up to 2 seconds later than its clients."""
    made = Caller()
    made.call("CreateTable", **BY_N)
    made.call("PutItem", TableName="music", Item={name: {"S": "x"} for name in ("pk", "sk", "n")})
    table = result_of(made.node.catalog.table(REGION, ACCOUNT, "music"))
    earlier = record_from_bytes(table.stored)
    if is_known:
        earlier["GlobalSecondaryIndexes"][0]["IsBuilding"] = True
    else:
        del earlier["GlobalSecondaryIndexes"]
    store(made, earlier, is_seen=True)
    assert "index: all" in made.refusal("Scan", TableName="music", IndexName="all")
    store(made, table.record, is_seen=False)
    cached = made.node.catalog.cached(REGION, ACCOUNT, "music")
    assert cached is not None
    assert cached.record == earlier
    assert made.call("Scan", TableName="music", IndexName="all")["Count"] == 1
    store(made, earlier, is_seen=True)
    made.refusal("Scan", TableName="music", IndexName="all")
    store(made, table.record, is_seen=False)
    assert made.call("ExecuteStatement", Statement='SELECT * FROM "music"."all"')["Items"]
