"""Legacy parameters in the operations that take them: what goes together, order, effect.

Sources: recorded answers of October 2026; dynalite test/query.js, test/scan.js, test/updateItem.js;
Alternator test_returnvalues.py, test_scan.py; ExtendDB's tests, run on the real service.
"""

from typing import Any

import pytest

from tests.engine.in_memory import ENV, INV, VE, Caller

MIXED = (
    "Can not use both expression and non-expression parameters in the same request: "
    "Non-expression parameters: {%s} Expression parameters: {%s}"
)
NAMES_ALONE = "ExpressionAttributeNames can only be specified when using expressions"
KEY = {"pk": {"S": "k"}, "sk": {"N": "1"}}
BAD: dict[str, Any] = {"a": {"ComparisonOperator": "EQ"}}
COUNT = "Invalid number of argument(s) for the EQ ComparisonOperator"


@pytest.fixture
def caller() -> Caller:
    """A caller with a table of items k/1 to k/4, whose attribute n is the sort key."""
    caller = Caller()
    caller.create(
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "N"},
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    )
    for number in "1234":
        item = {"pk": {"S": "k"}, "sk": {"N": number}, "n": {"N": number}, "x.y": {"S": "z"}}
        caller.call("PutItem", TableName="music", Item=item)
    return caller


def on(operator: str, *arguments: object) -> dict[str, object]:
    return {"ComparisonOperator": operator, "AttributeValueList": list(arguments)}


def stored(caller: Caller) -> object:
    return caller.call("GetItem", TableName="music", Key=KEY).get("Item")


def numbers(answer: dict[str, Any]) -> list[str]:
    return [item["n"]["N"] for item in answer["Items"]]


PK = {"pk": on("EQ", {"S": "k"})}


@pytest.mark.parametrize(
    ("operation", "members", "replaced", "given"),
    [
        (
            "PutItem",
            {"Item": KEY, "Expected": BAD, "ConditionalOperator": "OR", "ConditionExpression": ""},
            "Expected, ConditionalOperator",
            "ConditionExpression",
        ),
        (
            "DeleteItem",
            {"Key": KEY, "Expected": BAD, "ConditionExpression": ""},
            "Expected",
            "ConditionExpression",
        ),
        (
            "UpdateItem",
            {
                "Key": KEY,
                "ConditionalOperator": "OR",
                "Expected": BAD,
                "AttributeUpdates": {"a": {}},
                "ConditionExpression": "",
                "UpdateExpression": "",
            },
            "AttributeUpdates, Expected, ConditionalOperator",
            "UpdateExpression, ConditionExpression",
        ),
        (
            "GetItem",
            {"Key": KEY, "AttributesToGet": ["a", "a"], "ProjectionExpression": ""},
            "AttributesToGet",
            "ProjectionExpression",
        ),
        (
            "Scan",
            {"ScanFilter": BAD, "ProjectionExpression": "", "ExpressionAttributeNames": {}},
            "ScanFilter",
            "ProjectionExpression",
        ),
        (
            "Query",
            {
                "KeyConditions": PK,
                "QueryFilter": BAD,
                "AttributesToGet": ["a"],
                "FilterExpression": "",
                "ProjectionExpression": "",
            },
            "AttributesToGet, QueryFilter",
            "ProjectionExpression, FilterExpression",
        ),
        (
            "Query",
            {"KeyConditions": PK, "KeyConditionExpression": "", "FilterExpression": ""},
            "KeyConditions",
            "FilterExpression, KeyConditionExpression",
        ),
    ],
)
def test_expressions_and_what_they_replace(
    caller: Caller, operation: str, members: dict[str, Any], replaced: str, given: str
) -> None:
    prefix = ENV if operation in ("PutItem", "DeleteItem", "UpdateItem") else VE
    refusal = caller.refusal(operation, TableName="music", **members)
    assert refusal == prefix + MIXED % (replaced, given)


def test_blocks_of_a_batch(caller: Caller) -> None:
    old = {"Keys": [KEY], "AttributesToGet": ["a"]}
    new = {"Keys": [KEY], "ProjectionExpression": "a"}
    mixed = VE + MIXED % ("AttributesToGet", "ProjectionExpression")
    assert caller.refusal("BatchGetItem", RequestItems={"music": {**old, **new}}) == mixed
    assert caller.refusal("BatchGetItem", RequestItems={"music": old, "other": new}) == mixed
    caller.create("other")
    other = {"Keys": [{"pk": {"S": "k"}}], "AttributesToGet": ["a"]}
    both = {"music": old, "other": other}
    assert caller.call("BatchGetItem", RequestItems=both)["Responses"] == {
        "music": [{}],
        "other": [],
    }


def test_names_without_an_expression(caller: Caller) -> None:
    names = {"ExpressionAttributeNames": {"#a": "a"}, "TableName": "music"}
    assert caller.refusal("DeleteItem", Key=KEY, Expected=BAD, **names) == ENV + NAMES_ALONE
    assert caller.refusal("Query", KeyConditions=PK, **names) == VE + NAMES_ALONE


@pytest.mark.parametrize("operation", ["PutItem", "DeleteItem", "UpdateItem"])
def test_expected(caller: Caller, operation: str) -> None:
    target = {"TableName": "music", ("Item" if operation == "PutItem" else "Key"): KEY}
    before = stored(caller)
    failed = "ConditionalCheckFailedException: The conditional request failed"
    assert caller.refusal(operation, **target, Expected={"n": {"Exists": False}}) == failed
    assert caller.refusal(operation, **target, Expected={"n": on("GT", {"N": "1"})}) == failed
    assert stored(caller) == before
    assert caller.refusal(operation, **target, Expected=BAD) == (
        f"{ENV}{INV.removeprefix(VE)}Value or AttributeValueList must be used with "
        "ComparisonOperator: EQ for Attribute: a"
    )
    assert caller.refusal(operation, **target, ConditionalOperator="AND") == (
        ENV + "ConditionalOperator cannot be used without Filter or Expected"
    )
    both = {"n": {"Value": {"N": "9"}}, "absent": on("NULL")}
    caller.call(operation, **target, Expected=both, ConditionalOperator="OR")


def test_attribute_updates(caller: Caller) -> None:
    answer = caller.call(
        "UpdateItem",
        TableName="music",
        Key=KEY,
        AttributeUpdates={
            "n": {"Action": "ADD", "Value": {"N": "9"}},
            "x.y": {"Action": "DELETE"},
            "l": {"Action": "ADD", "Value": {"L": [{"S": "a"}]}},
        },
        Expected={"n": {"Value": {"N": "1.0"}}},
        ReturnValues="UPDATED_NEW",
    )
    assert answer == {"Attributes": {"n": {"N": "10"}, "l": {"L": [{"S": "a"}]}}}
    assert stored(caller) == {**KEY, "n": {"N": "10"}, "l": {"L": [{"S": "a"}]}}
    old = caller.call(
        "UpdateItem",
        TableName="music",
        Key=KEY,
        AttributeUpdates={"n": {"Value": {"S": "new"}}, "z": {"Value": {"S": "new"}}},
        ReturnValues="UPDATED_OLD",
    )
    assert old == {"Attributes": {"n": {"N": "10"}}}


def test_attribute_updates_that_do_not_fit_the_item(caller: Caller) -> None:
    def refusal(**updates: object) -> str:
        return caller.refusal("UpdateItem", TableName="music", Key=KEY, AttributeUpdates=updates)

    assert refusal(n={"Action": "ADD", "Value": {"SS": ["a"]}}) == (
        VE + "Type mismatch for attribute to update"
    )
    assert refusal(n={"Action": "ADD", "Value": {"N": "9e125"}}, sk={"Value": {"N": "2"}}) == (
        INV + "Cannot update attribute sk. This attribute is part of the key"
    )
    assert refusal(n={}) == (
        f"{ENV}{INV.removeprefix(VE)}Only DELETE action is allowed when no attribute value is "
        "specified"
    )


def test_no_updates_make_an_item_and_deletions_do_not(caller: Caller) -> None:
    caller.call("DeleteItem", TableName="music", Key=KEY)
    update = {"TableName": "music", "Key": KEY}
    caller.call("UpdateItem", **update, AttributeUpdates={"a": {"Action": "DELETE"}})
    assert stored(caller) is None
    assert caller.call(
        "UpdateItem", **update, AttributeUpdates={}, ReturnValues="UPDATED_NEW"
    ) == {}  # fmt: skip
    assert stored(caller) == KEY
    assert caller.call("UpdateItem", **update, AttributeUpdates={}, ReturnValues="ALL_NEW") == {
        "Attributes": KEY
    }


def test_attribute_updates_are_measured_by_the_finished_item(caller: Caller) -> None:
    key = {"pk": {"S": "k"}, "sk": {"N": "5"}}  # 2 + 1 + 2 + 2 bytes
    room = 409_600 - 7 - len("a")

    def put(size_bytes: int) -> dict[str, object]:
        updates = {"a": {"Value": {"S": "x" * size_bytes}}}
        return {"TableName": "music", "Key": key, "AttributeUpdates": updates}

    too_large = VE + "Item size to update has exceeded the maximum allowed size"
    assert caller.refusal("UpdateItem", **put(room + 1)) == too_large
    caller.call("UpdateItem", **put(room))
    charged = {
        "UpdateExpression": "SET a = :a",
        "ExpressionAttributeValues": {":a": {"S": "x" * room}},
    }
    assert caller.refusal("UpdateItem", TableName="music", Key=key, **charged) == too_large


def test_attributes_to_get(caller: Caller) -> None:
    wanted = {"AttributesToGet": ["x.y", "absent"]}
    found = {"x.y": {"S": "z"}}
    assert caller.call("GetItem", TableName="music", Key=KEY, **wanted) == {"Item": found}
    batch = caller.call("BatchGetItem", RequestItems={"music": {"Keys": [KEY], **wanted}})
    assert batch["Responses"] == {"music": [found]}
    for operation, members in (("Query", {"KeyConditions": PK}), ("Scan", {})):
        answer = caller.call(operation, TableName="music", **members, **wanted)
        assert answer["Items"] == [found] * 4
        chosen = {**members, **wanted, "Select": "SPECIFIC_ATTRIBUTES"}
        assert caller.call(operation, TableName="music", **chosen)["Items"] == [found] * 4
        for select, text in (("ALL_ATTRIBUTES", "ALL_ATTRIBUTES"), ("COUNT", "only the Count")):
            refusal = caller.refusal(
                operation, TableName="music", **members, **wanted, Select=select
            )
            prefix = VE + "1 validation error detected: " if operation == "Query" else VE
            assert (
                refusal
                == prefix + f"Cannot specify the AttributesToGet when choosing to get {text}"
            )


def test_a_name_asked_for_twice(caller: Caller) -> None:
    twice = {"AttributesToGet": ["a", "a"]}
    duplicate = INV + "Duplicate value in attribute name: a"
    block = {"Keys": [{"pk": {"N": "bad"}}], **twice}
    assert caller.refusal("GetItem", TableName="music", Key=KEY, **twice) == duplicate
    assert caller.refusal("BatchGetItem", RequestItems={"music": block}) == duplicate
    start: dict[str, object] = {"ExclusiveStartKey": {"pk": {}}}
    assert caller.refusal("Query", TableName="music", **twice, **start) == duplicate
    # Query checks its filter before the names, Scan after them.
    assert caller.refusal("Query", TableName="music", QueryFilter=BAD, **twice) == INV + COUNT
    assert caller.refusal("Scan", TableName="music", ScanFilter=BAD, **twice) == duplicate


def test_key_conditions(caller: Caller) -> None:
    def query(**members: object) -> dict[str, Any]:
        return caller.call("Query", TableName="music", **members)

    assert numbers(query(KeyConditions=PK)) == ["1", "2", "3", "4"]
    between = {**PK, "sk": on("BETWEEN", {"N": "2"}, {"N": "3"})}
    assert numbers(query(KeyConditions=between, ScanIndexForward=False)) == ["3", "2"]
    filtered = query(
        KeyConditions=PK,
        FilterExpression="n > :n",
        ProjectionExpression="n",
        ExpressionAttributeValues={":n": {"N": "3"}},
    )
    assert filtered["Items"] == [{"n": {"N": "4"}}]


def test_query_filter(caller: Caller) -> None:
    def query(**members: object) -> dict[str, Any]:
        return caller.call("Query", TableName="music", KeyConditions=PK, **members)

    answer = query(QueryFilter={"n": on("IN", {"N": "1"}, {"N": "4"})}, AttributesToGet=["n"])
    assert answer["Items"] == [{"n": {"N": "1"}}, {"n": {"N": "4"}}]
    assert (answer["Count"], answer["ScannedCount"]) == (2, 4)
    either = {"n": on("LT", {"N": "2"}), "x.y": on("CONTAINS", {"S": "zz"})}
    assert numbers(query(QueryFilter=either, ConditionalOperator="OR")) == ["1"]
    assert numbers(query(QueryFilter=either)) == []
    assert numbers(query(QueryFilter={})) == ["1", "2", "3", "4"]


def test_refusals_of_query_in_their_order(caller: Caller) -> None:
    def refusal(**members: object) -> str:
        return caller.refusal("Query", **{"TableName": "music", **members})

    missing = (
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
        "request."
    )
    assert refusal(QueryFilter={}) == VE + missing
    assert refusal(ConditionalOperator="AND") == (
        VE + "ConditionalOperator cannot be used without Filter or Expected"
    )
    assert refusal(KeyConditions={}, TableName="absent") == (
        VE + "Conditions can be of length 1 or 2 only"
    )
    assert refusal(KeyConditions=BAD, TableName="absent") == INV + COUNT
    assert refusal(KeyConditions=BAD, FilterExpression="a = :a").startswith(
        VE + "Invalid FilterExpression: "
    )
    assert refusal(KeyConditions={"sk": on("NULL")}, TableName="absent") == (
        "ResourceNotFoundException: Requested resource not found"
    )
    assert refusal(KeyConditions={**PK, "sk": on("NE", {"N": "1"})}) == (
        VE + "Attempted conditional constraint is not an indexable operation"
    )
    for name in ("pk", "sk"):
        assert refusal(KeyConditions=PK, QueryFilter={"n": on("NULL"), name: on("NULL")}) == (
            VE + "QueryFilter can only contain non-primary key attributes: "
            f"Primary key attribute: {name}"
        )


def test_scan_filter(caller: Caller) -> None:
    def scan(**members: object) -> list[str]:
        return numbers(caller.call("Scan", TableName="music", **members))

    assert scan(ScanFilter={"sk": on("GE", {"N": "3"})}) == ["3", "4"]
    either = {"n": on("EQ", {"N": "1"}), "sk": on("EQ", {"N": "4"})}
    assert scan(ScanFilter=either, ConditionalOperator="OR") == ["1", "4"]
    assert scan(ScanFilter={"absent": on("NE", {"S": "x"})}) == ["1", "2", "3", "4"]
    assert caller.refusal("Scan", TableName="absent", ScanFilter=BAD, Segment=1) == INV + COUNT


def test_how_deep_a_value_is(caller: Caller) -> None:
    nest = (
        "Nesting Levels have exceeded supported limits: "
        "Attributes in the item have nested levels beyond supported limit"
    )

    def refusal(levels: int, name: str) -> str:
        value: object = {"S": "x"}
        for _ in range(levels):
            value = {"L": [value]}
        members: dict[str, object] = {name: {"a": {"Value": value}}}
        if name == "UpdateExpression":
            members = {name: "SET a = :v", "ExpressionAttributeValues": {":v": value}}
        return caller.refusal("UpdateItem", TableName="music", Key=KEY, **members)

    for name in ("AttributeUpdates", "Expected", "UpdateExpression"):
        assert refusal(32, name) == ENV + nest
    for name in ("AttributeUpdates", "Expected"):
        assert refusal(63, name) == VE + nest
    assert refusal(63, "UpdateExpression") == (
        f"{VE}ExpressionAttributeValues contains invalid value: {nest} for key :v"
    )
