"""Items through boto3's resource API, as most programs use it.

The assertions are documented by AWS (Developer Guide, "Working with items") and by boto3.
"""

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.conditions import Attr
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

from tests.api.clients import unique

ALL_TYPES: dict[str, Any] = {
    "string": "caf\u00e9 \U0001d11e",
    "empty": "",
    "number": Decimal("-12345678901234567890.123456789012345678"),
    "small": Decimal("1E-130"),
    "binary": Binary(bytes(range(256))),
    "true": True,
    "null": None,
    "list": ["a", Decimal(1), [True, None], {}],
    "map": {"a.b": {"c": ["d"]}},
    "strings": {"a", "b", ""},
    "numbers": {Decimal(1), Decimal("2.5"), Decimal(-3)},
    "binaries": {Binary(b"\x00"), Binary(b"\xff\xfe")},
}


def key() -> dict[str, Any]:
    return {"pk": unique(), "sk": "1"}


def test_every_type_is_returned_unchanged(table: Any) -> None:
    item = {**key(), **ALL_TYPES}
    table.put_item(Item=item)
    got = table.get_item(Key={"pk": item["pk"], "sk": "1"}, ConsistentRead=True)["Item"]
    assert got == item


def test_an_absent_item_has_no_item_member(table: Any) -> None:
    assert "Item" not in table.get_item(Key=key())


def test_the_life_of_an_item(table: Any) -> None:
    item = key()
    table.put_item(Item={**item, "plays": 1, "tags": {"a"}})
    updated = table.update_item(
        Key=item,
        UpdateExpression="SET plays = plays + :one, #n = if_not_exists(absent, :one) ADD tags :b",
        ExpressionAttributeNames={"#n": "name"},
        ExpressionAttributeValues={":one": 1, ":b": {"b"}},
        ReturnValues="UPDATED_NEW",
    )
    assert updated["Attributes"] == {"plays": 2, "name": 1, "tags": {"a", "b"}}
    deleted = table.delete_item(Key=item, ReturnValues="ALL_OLD")
    assert deleted["Attributes"] == {**item, "plays": 2, "name": 1, "tags": {"a", "b"}}
    assert "Attributes" not in table.delete_item(Key=item, ReturnValues="ALL_OLD")


def test_a_failed_condition_returns_the_item_on_request(table: Any) -> None:
    item = {**key(), "version": 3}
    table.put_item(Item=item)
    with pytest.raises(ClientError) as refused:
        table.put_item(
            Item={**item, "version": 4},
            ConditionExpression=Attr("version").eq(2),
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    answer = refused.value.response
    assert answer["Error"]["Code"] == "ConditionalCheckFailedException"
    assert answer["Error"]["Message"] == "The conditional request failed"
    assert answer["Item"]["version"] == {"N": "3"}
    table.put_item(Item={**item, "version": 4}, ConditionExpression=Attr("version").eq(3))


def test_conditions_of_boto3(table: Any) -> None:
    item = {**key(), "n": 5, "s": "hello", "l": ["x"], "m": {"deep": {"er": True}}, "set": {1, 2}}
    table.put_item(Item=item)
    conditions = [
        Attr("n").between(4, 6) & Attr("n").is_in([1, 5]),
        Attr("s").begins_with("he") & Attr("s").contains("ll") & ~Attr("s").contains("z"),
        Attr("l").size().eq(1) & Attr("l[0]").eq("x") & Attr("l").contains("x"),
        Attr("m.deep.er").eq(True) & Attr("m").attribute_type("M"),
        Attr("absent").not_exists() & Attr("absent").ne(1) & Attr("n").exists(),
        Attr("set").contains(2) | Attr("n").lt(0),
        Attr("n").gte(5) & Attr("n").lte(5) & Attr("n").gt(4) & Attr("n").lt(6),
    ]
    for condition in conditions:
        table.put_item(Item=item, ConditionExpression=condition)
        with pytest.raises(ClientError, match="ConditionalCheckFailedException"):
            table.put_item(Item=item, ConditionExpression=~condition)


def test_projections_reach_into_documents(table: Any) -> None:
    item = {**key(), "m": {"a": 1, "b": 2}, "l": [1, 2, 3], "n": 1}
    table.put_item(Item=item)
    got = table.get_item(
        Key={"pk": item["pk"], "sk": "1"},
        ProjectionExpression="m.#a, l[2], l[0]",
        ExpressionAttributeNames={"#a": "a"},
        ConsistentRead=True,
    )
    assert got["Item"] == {"m": {"a": 1}, "l": [1, 3]}


def test_consumed_capacity(table: Any, table_name: str) -> None:
    item = {**key(), "fill": "x" * 5000}
    written = table.put_item(Item=item, ReturnConsumedCapacity="TOTAL")
    assert written["ConsumedCapacity"] == {"TableName": table_name, "CapacityUnits": 5.0}
    read = table.get_item(
        Key={"pk": item["pk"], "sk": "1"}, ConsistentRead=True, ReturnConsumedCapacity="INDEXES"
    )
    assert read["ConsumedCapacity"] == {
        "TableName": table_name,
        "CapacityUnits": 2.0,
        "Table": {"CapacityUnits": 2.0},
    }


def test_400_kb(table: Any, dynamodb: Any, table_name: str) -> None:
    item = key()
    used = len("pk") + len(item["pk"]) + len("sk") + 1 + len("fill")
    table.put_item(Item={**item, "fill": "x" * (409_600 - used)})
    with pytest.raises(dynamodb.exceptions.ClientError) as refused:
        table.put_item(Item={**item, "fill": "x" * (409_601 - used)})
    error = refused.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert "Item size has exceeded the maximum allowed size" in error["Message"]
    table.delete_item(Key=item)
