"""Answers that ExtendDB's tests and pull requests captured from the service with the AWS CLI.

Source: ExtendDB/extenddb, tests that run both against it and against the service, and pull requests
86, 181, 192, 194, 211 and 320 (us-east-1, May to August 2026). If a recorded answer of October 2026
shows that a text now begins with `1 validation error detected: `, the row has this prefix.
"""

import pytest

from tests.apis.dynamodb.operations.samples import number, string
from tests.captures.asked import ENV, INV, ITEM, KEY, VE, Members, Row, answered, refused
from tests.engine.in_memory import Caller, table, units

P = string("p")
YES: Members = {"BOOL": True}
NOT_ORDERED: dict[str, Members] = {
    "BOOL": YES,
    "NULL": {"NULL": True},
    "SS": {"SS": ["a", "b"]},
    "NS": {"NS": ["1", "2"]},
    "L": {"L": [string("a")]},
    "M": {"M": {"k": string("a")}},
}
OPERAND = (
    "Incorrect operand type for operator or function; operator or function: {}, operand type: {}"
)
CONDITION = ENV + "Invalid ConditionExpression: " + OPERAND
FAILED = "ConditionalCheckFailedException: The conditional request failed"
NESTED = (
    VE + "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested "
    "attributes"
)
LONG_NAME = "The expression attribute map contains a key that is too long;"
LONG_HASH = INV + "Size of hashkey has exceeded the maximum size limit of2048 bytes"
LONG_RANGE = INV + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"
LONG: Members = {"pk": string("x" * 2049), "sk": P}
CANCELLED = (
    "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for "
    "specific reasons [ValidationError]"
)


def put(condition: str, refusal: str, **values: object) -> Row:
    """A PutItem of the item that exists. `v=...` is the value of `:v`."""
    members: Members = {"Item": ITEM, "ConditionExpression": condition}
    if values:
        given = {f":{name}": value for name, value in values.items()}
        members["ExpressionAttributeValues"] = given
    return Row("PutItem", members, refusal)


def query(condition: str, refusal: str, **members: object) -> Row:
    """A Query. `:p` is the text `p`, and so are `:v` and `:w` where they occur."""
    given = {name: P for name in (":p", ":v", ":w") if name in condition}
    asked: Members = {"KeyConditionExpression": condition, "ExpressionAttributeValues": given}
    return Row("Query", {**asked, **members}, refusal)


def names(entries: dict[str, str], refusal: str, expression: str = "#a") -> Row:
    """A GetItem with these ExpressionAttributeNames."""
    members: Members = {"ProjectionExpression": expression, "ExpressionAttributeNames": entries}
    return Row("GetItem", members, VE + "ExpressionAttributeNames contains invalid " + refusal)


def values(entries: Members, refusal: str, expression: str = "foo = :v") -> Row:
    """A Scan with these ExpressionAttributeValues."""
    members: Members = {"FilterExpression": expression, "ExpressionAttributeValues": entries}
    return Row("Scan", members, VE + "ExpressionAttributeValues contains invalid " + refusal)


def transaction(kind: str, members: Members, refusal: str) -> Row:
    """A transaction of one action on `music`."""
    operation = "TransactGetItems" if kind == "Get" else "TransactWriteItems"
    return Row(operation, {"TransactItems": [{kind: {"TableName": "music", **members}}]}, refusal)


OPERANDS = [
    *[
        put(f"n {operator} :v", CONDITION.format(operator, tag), v=value)
        for operator in ("<", "<=", ">", ">=")
        for tag, value in NOT_ORDERED.items()
    ],
    put("n BETWEEN :v AND :w", CONDITION.format("BETWEEN", "BOOL"), v=YES, w={"BOOL": False}),
    put(":x > :v", CONDITION.format(">", "BOOL"), x=number(1), v=YES),
    put(":v > :x", CONDITION.format(">", "BOOL"), x=number(1), v=YES),
    *[
        put(condition, CONDITION.format(">", "BOOL"), v=YES)
        for condition in (
            "attribute_not_exists(zzz) OR n > :v",
            "attribute_exists(zzz) AND n > :v",
            "NOT (n > :v)",
            "absent > :v",
            "size(plain) > :v",
        )
    ],
    Row(
        "Scan",
        {"FilterExpression": "n > :v", "ExpressionAttributeValues": {":v": YES}},
        VE + "Invalid FilterExpression: " + OPERAND.format(">", "BOOL"),
    ),
    query(
        "pk = :p",
        VE + "Invalid FilterExpression: " + OPERAND.format(">", "BOOL"),
        FilterExpression="n > :b",
        ExpressionAttributeValues={":p": P, ":b": YES},
    ),
    Row(
        "DeleteItem",
        {"ConditionExpression": "n > :v", "ExpressionAttributeValues": {":v": YES}},
        CONDITION.format(">", "BOOL"),
    ),
    Row(
        "UpdateItem",
        {
            "UpdateExpression": "SET plain = :w",
            "ConditionExpression": "n > :v",
            "ExpressionAttributeValues": {":v": YES, ":w": P},
        },
        CONDITION.format(">", "BOOL"),
    ),
    *[
        transaction(
            kind,
            {**where, "ConditionExpression": "n > :v", "ExpressionAttributeValues": {":v": YES}},
            VE + "Invalid ConditionExpression: " + OPERAND.format(">", "BOOL"),
        )
        for kind, where in (
            ("Put", {"Item": ITEM}),
            ("Delete", {"Key": KEY}),
            ("ConditionCheck", {"Key": KEY}),
        )
    ],
    # The types of the item's attributes cause no error. `size` of an attribute without a size has
    # no value.
    put("n = :v", FAILED, v=YES),
    *[put(f"{path} > :v", FAILED, v=number(0)) for path in ("flag", "nothing", "absent")],
    put("flag > n", FAILED),
    put("strings > n", FAILED),
    *[put(f"size({path}) > :v", FAILED, v=number(0)) for path in ("flag", "nothing", "n")],
]
KEY_CONDITIONS = [
    *[
        query(condition, NESTED)
        for condition in (
            "pk.foo = :v",
            "pk[0] = :v",
            "pk = :p AND sk.foo = :v",
            "pk = :p AND sk[0] = :v",
            "pk = :p AND begins_with(sk.foo, :v)",
            "pk = :p AND begins_with(sk[0], :v)",
            "pk = :p AND sk.foo BETWEEN :v AND :w",
            "pk = :p AND :v < sk.foo",
            "pk.foo > :v",
            "foo.bar = :v",
        )
    ],
    query("#d.foo = :v", NESTED, ExpressionAttributeNames={"#d": "pk"}),
    query(
        "data.foo = :v",
        VE + "Invalid KeyConditionExpression: Attribute name is a reserved keyword; "
        "reserved keyword: data",
    ),
    query("foo = :v", VE + "Query condition missed key schema element: pk"),
]
MAPS = [
    names({"#": "foo"}, 'key: Syntax error; key: "#"', "#"),
    names({"#a-b": "foo"}, 'key: Syntax error; key: "#a-b"'),
    names({"#" + "a" * 255: "foo"}, f"key: {LONG_NAME} size of key: 256"),
    names({"#" + "a" * 255 + "-x": "foo"}, f"key: {LONG_NAME} size of key: 258"),
    names({"#a": ""}, "value: Empty attribute name for key #a"),
    values({":": P}, 'key: Syntax error; key: ":"', "foo = :"),
    values({":a-b": P}, 'key: Syntax error; key: ":a-b"'),
    values({":" + "a" * 255: P}, f"key: {LONG_NAME}"),
    values(
        {":v": {}},
        "value: Supplied AttributeValue is empty, must contain exactly one of the supported "
        "datatypes for key :v",
    ),
]
SIZES = [
    Row("GetItem", {"Key": LONG}, LONG_HASH),
    Row("DeleteItem", {"Key": LONG}, LONG_HASH),
    Row("PutItem", {"Item": LONG}, LONG_HASH),
    Row("GetItem", {"Key": {"pk": P, "sk": string("x" * 1025)}}, LONG_RANGE),
    Row("DeleteItem", {"Key": {"pk": P, "sk": string("x" * 1025)}}, LONG_RANGE),
    Row("UpdateItem", {"Key": {"pk": P, "sk": string("x" * 1025)}}, LONG_RANGE),
    Row("BatchGetItem", {"RequestItems": {"music": {"Keys": [LONG]}}}, LONG_HASH),
    transaction("Put", {"Item": LONG}, CANCELLED),
    transaction("Delete", {"Key": LONG}, CANCELLED),
    transaction(
        "Update",
        {
            "Key": LONG,
            "UpdateExpression": "SET d = :v",
            "ExpressionAttributeValues": {":v": P},
        },
        CANCELLED,
    ),
    transaction(
        "ConditionCheck", {"Key": LONG, "ConditionExpression": "attribute_exists(pk)"}, CANCELLED
    ),
    transaction("Get", {"Key": LONG}, CANCELLED),
]
ABSENT: Members = {"TableName": "absent"}
BEFORE_THE_TABLE = [
    Row(
        "PutItem",
        {**ABSENT, "Item": ITEM, "Expected": {"a": {"ComparisonOperator": "EQ"}}},
        ENV + "One or more parameter values were invalid: Value or AttributeValueList must be used "
        "with ComparisonOperator: EQ for Attribute: a",
    ),
    Row(
        "BatchGetItem",
        {"RequestItems": {"absent": {"Keys": [KEY, KEY]}}},
        VE + "Provided list of item keys contains duplicates",
    ),
    *[
        Row(
            operation,
            {**ABSENT, "ProjectionExpression": "a, a.b"},
            VE + "Invalid ProjectionExpression: Two document paths overlap with each other; must "
            "remove or rewrite one of these paths; path one: [a], path two: [a, b]",
        )
        for operation in ("GetItem", "Scan")
    ],
    Row("PutItem", {**ABSENT, "Item": ITEM, "ReturnValues": "UPDATED_OLD"},
        ENV + "ReturnValues can only be ALL_OLD or NONE"),
    Row("DeleteItem", {**ABSENT, "ReturnValues": "UPDATED_OLD"},
        ENV + "ReturnValues can only be ALL_OLD or NONE"),
]  # fmt: skip
BAD_START = "The provided starting key is invalid"
STARTS = [
    Row(operation, {**asked, "ExclusiveStartKey": start}, VE + BAD_START + rest)
    for operation, asked, rest in (
        ("Scan", {}, ": The provided key element does not match the schema"),
        (
            "Query",
            {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": P}},
            "",
        ),
    )
    for start in ({"pk": P}, {"sk": P}, {}, {**KEY, "extra": P})
]


@pytest.mark.parametrize(
    "row", [*OPERANDS, *KEY_CONDITIONS, *MAPS, *SIZES, *BEFORE_THE_TABLE, *STARTS]
)
def test_refusals(row: Row) -> None:
    assert refused(row) == row.refusal


@pytest.mark.parametrize(
    ("condition", "given"),
    [
        ("n > :v", {":v": number(0)}),
        ("size(plain) > :v", {":v": number(0)}),
        ("size(strings) > :v", {":v": number(0)}),
        ("size(n) <> :v", {":v": number(0)}),
    ],
)
def test_conditions_that_hold(condition: str, given: Members) -> None:
    members = {"ConditionExpression": condition, "ExpressionAttributeValues": given}
    assert answered("PutItem", {"Item": ITEM, **members}) == {}


def action(kind: str, **members: object) -> Members:
    """A transaction of one action."""
    return {"TransactItems": [{kind: {"TableName": "music", **members}}]}


NAMES: Members = {"ExpressionAttributeNames": {"#n": "foo"}}
GIVEN: Members = {"ExpressionAttributeValues": {":v": number(1)}}


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("TransactWriteItems", action("Put", Item=ITEM, **NAMES)),
        ("TransactWriteItems", action("Put", Item=ITEM, **GIVEN)),
        ("TransactWriteItems", action("Delete", Key=KEY, **NAMES)),
        ("TransactWriteItems", action("Delete", Key=KEY, **GIVEN)),
        ("TransactGetItems", action("Get", Key=KEY, **NAMES)),
    ],
)
def test_transactions_take_names_and_values_without_an_expression(
    operation: str, members: Members
) -> None:
    assert answered(operation, members).keys() <= {"Responses"}


MODE: Members = {"TableThroughputMode": "PAY_PER_REQUEST"}
SUMMARIES: Members = {
    "BillingModeSummary": {"BillingMode": "PAY_PER_REQUEST"},
    "TableThroughputModeSummary": {"TableThroughputMode": "PAY_PER_REQUEST"},
}
PROVISIONED: Members = {"BillingMode": "PROVISIONED", "ProvisionedThroughput": units(1, 1)}


def plain_table(**members: object) -> Members:
    """A request for a table, without a billing mode."""
    return {**{name: value for name, value in table().items() if name != "BillingMode"}, **members}


def test_billing_mode_has_a_second_name() -> None:
    caller = Caller()
    created = caller.call("CreateTable", **plain_table(**MODE))["TableDescription"]
    assert created.items() >= SUMMARIES.items()
    described = caller.describe()["TableThroughputModeSummary"]
    assert described.keys() == {"TableThroughputMode", "LastUpdateToPayPerRequestDateTime"}


def test_billing_mode_wins_over_its_second_name() -> None:
    caller = Caller()
    caller.call("CreateTable", **plain_table(**MODE, **PROVISIONED))
    assert "TableThroughputModeSummary" not in caller.describe()
    updated = caller.call("UpdateTable", TableName="music", **MODE)["TableDescription"]
    assert updated["TableStatus"] == "UPDATING"
    assert updated.items() >= SUMMARIES.items()


@pytest.mark.parametrize("operation", ["CreateTable", "UpdateTable"])
def test_the_second_name_is_checked_as_the_first(operation: str) -> None:
    members = plain_table(BillingMode="BOGUS", TableThroughputMode="BOGUS")
    words = "Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]"
    assert Caller().refusal(operation, **members) == (
        f"{VE}2 validation errors detected: Value 'BOGUS' at 'billingMode' failed to satisfy "
        f"constraint: {words}; Value 'BOGUS' at 'tableThroughputMode' failed to satisfy "
        f"constraint: {words}"
    )


AA = string("aa")
CAPACITY: list[tuple[Members, float]] = [
    ({"L": [AA] * 500}, 2.0),
    ({"L": [AA] * 1500}, 5.0),
    ({"L": [AA] * 3000}, 9.0),
    ({"L": [AA] * 130_000}, 381.0),
    ({"M": {f"k{i}": string("v") for i in range(800)}}, 5.0),
    ({"L": [{"M": {"a": string("b")}}] * 500}, 4.0),
    ({"M": {f"k{i}": {"L": [string("b")]} for i in range(500)}}, 5.0),
    (string("hello"), 1.0),
]


@pytest.mark.parametrize(("value", "units"), CAPACITY)
def test_capacity_of_lists_and_maps(value: Members, units: float) -> None:
    """The table of the source has no sort key and a partition key of a few bytes."""
    caller = Caller()
    caller.create()
    asked: Members = {"TableName": "music", "ReturnConsumedCapacity": "TOTAL"}
    put = caller.call("PutItem", **asked, Item={"pk": string("l500"), "data": value})
    assert put["ConsumedCapacity"]["CapacityUnits"] == units
    updated = caller.call(
        "UpdateItem",
        **asked,
        Key={"pk": string("upd")},
        UpdateExpression="SET #d = :v",
        ExpressionAttributeNames={"#d": "data"},
        ExpressionAttributeValues={":v": value},
    )
    assert updated["ConsumedCapacity"]["CapacityUnits"] == units


def test_a_list_too_large_by_its_elements() -> None:
    item = {**KEY, "data": {"L": [AA] * 150_000}}
    message = refused(Row("PutItem", {"Item": item}, ""))
    assert message.endswith("Item size has exceeded the maximum allowed size")
