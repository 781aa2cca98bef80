"""Facts of dynalite's tests, recorded on the service, that newer records do not contain.

Source: architect/dynalite, test/*.js, 2013 to 2020. The rows are those that no newer record
contradicts and that the tests of the operations do not contain.
"""

import pytest

from tests.apis.dynamodb.operations.samples import number, string
from tests.captures.asked import INV, KEY, VE, Members, Row, caller, refused

P, OTHER = string("p"), string("other")
SCALARS = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not "
INSIDE_KEY = VE + SCALARS + "allowed: Key: pk"
INSIDE_INDEX = VE + SCALARS + "allowed: IndexKey: g"
GIVEN: Members = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": P}}
BAD_START = "The provided starting key is invalid"
MISSED = VE + "Query condition missed key schema element: "
ONE_ROW = VE + "The query can return at most one row and cannot be restarted"
UNRANGED = VE + "The provided starting key does not match the range key predicate"
EMPTY = "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
TYPE = INV + "Type mismatch for Index Key g Expected: S Actual: N IndexName: slim"


def start(condition: str, given: Members, refusal: str, **members: object) -> Row:
    """A Query that starts after `given`. `:p` is the text `p`, `:m` is `m`."""
    values = {name: string(name[1:]) for name in (":p", ":m") if name in condition}
    asked: Members = {
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ExclusiveStartKey": given,
    }
    return Row("Query", {**asked, **members}, refusal)


def update(expression: str, refusal: str, value: Members | None = None) -> Row:
    """An UpdateItem of an item that does not exist."""
    members: Members = {"UpdateExpression": expression, "Key": {"pk": OTHER, "sk": P}}
    if value is not None:
        members["ExpressionAttributeValues"] = {":v": value}
    return Row("UpdateItem", members, refusal)


INSIDE = [
    *[
        Row("GetItem", {"ProjectionExpression": f"#a{step}", "ExpressionAttributeNames": {
            "#a": name}}, refusal)
        for name, refusal in (("pk", INSIDE_KEY), ("g", INSIDE_INDEX))
        for step in (".b.c", "[0]")
    ],
    Row("BatchGetItem", {"RequestItems": {"music": {
        "Keys": [KEY], "ProjectionExpression": "pk.b"}}}, INSIDE_KEY),
    Row("Scan", {"ProjectionExpression": "pk.b"}, INSIDE_KEY),
    Row("Scan", {"FilterExpression": "g[1] = :v", "ExpressionAttributeValues": {":v": P}},
        INSIDE_INDEX),
    Row("Query", {**GIVEN, "ProjectionExpression": "g.a"}, INSIDE_INDEX),
    Row("Query", {**GIVEN, "FilterExpression": "g.a = :p"}, INSIDE_INDEX),
    update("ADD g.b :v", INSIDE_INDEX, number(1)),
    update("SET g[1] = :v", INSIDE_INDEX, number(1)),
    update("SET e = list_append(pk, sk), f = g[1]", INSIDE_INDEX),
]  # fmt: skip
TYPES = [
    update("SET pp = :v ADD g :v", TYPE, number(1)),
    update("SET e = c[1], g = pk + :v", TYPE, number(1)),
    Row("UpdateItem", {"AttributeUpdates": {"g": {"Value": number(1)}}}, TYPE),
]
STARTS = [
    start("z = :p", {}, VE + BAD_START),
    start("z = :p", {"sk": P}, VE + BAD_START),
    start("z = :p", {"a": P, "sk": P}, VE + BAD_START),
    start("z = :p", {"pk": number(1), "sk": P}, VE + BAD_START),
    start("z = :p", {"pk": P, "sk": P}, MISSED + "pk"),
    start("z = :p", {"pk": P, "sk": number(1)}, MISSED + "pk"),
    start("z = :p", {**KEY, "g": P}, MISSED + "g", IndexName="whole"),
    start("z = :p", {**KEY, "g": number(1)}, VE + BAD_START, IndexName="whole"),
    start("pk = :p AND sk > :m", {"pk": OTHER, "sk": string("a")}, UNRANGED),
    start("pk = :p AND sk < :m", {"pk": OTHER, "sk": string("a")}, ONE_ROW),
    start("g = :p AND r > :m", {**KEY, "g": OTHER, "r": string("a")}, UNRANGED, IndexName="slim"),
    start("g = :p AND r < :m", {**KEY, "g": OTHER, "r": string("a")}, ONE_ROW, IndexName="slim"),
]
VALUES = [
    Row(operation, {**asked, "ExclusiveStartKey": {"pk": value}}, VE + message)
    for operation, asked in (("Query", GIVEN), ("Scan", {}))
    for value, message in (
        ({}, f"{BAD_START}: {EMPTY}"),
        ({"L": [{}]}, f"{BAD_START}: {EMPTY}"),
        ({"S": "a", "N": "1"}, f"{BAD_START}: Supplied AttributeValue has more than one datatypes "
         "set, must contain exactly one of the supported datatypes"),
        ({"N": "b"}, "The parameter cannot be converted to a numeric value: b"),
        ({"N": "1e126"}, "Number overflow. Attempting to store a number with magnitude larger than "
         "supported range"),
    )
] + [
    # Of a Query they keep their own message (dynoxide's captures, October 2026).
    Row("Scan", {"ExclusiveStartKey": {"pk": value}}, f"{VE}{BAD_START}: {INV[len(VE):]}{message}")
    for value, message in (
        ({"NULL": False}, "Null attribute value types must have the value of true"),
        ({"SS": []}, "An string set  may not be empty"),
        ({"BS": []}, "Binary sets should not be empty"),
    )
]  # fmt: skip
ABSENT = "ResourceNotFoundException: Requested resource not found"
UNITS = {"ReadCapacityUnits": 10**12, "WriteCapacityUnits": 10**12}
ORDER = [
    Row("BatchGetItem", {"RequestItems": {"absent": {"Keys": [KEY, KEY]}}},
        VE + "Provided list of item keys contains duplicates"),
    Row("BatchWriteItem", {"RequestItems": {"absent": [
        {"PutRequest": {"Item": KEY}}, {"DeleteRequest": {"Key": KEY}}]}}, ABSENT),
    Row("UpdateTable", {"TableName": "absent", "GlobalSecondaryIndexUpdates": [
        {"Update": {"IndexName": "abc", "ProvisionedThroughput": UNITS}}]},
        f"{ABSENT}: Table: absent not found"),
    Row("Query", {"KeyConditionExpression": "attribute_type(pk, :p)", "FilterExpression": "",
                  "ExpressionAttributeValues": {":p": string("S")}},
        VE + "Invalid FilterExpression: The expression can not be empty;"),
]  # fmt: skip


@pytest.mark.parametrize("row", [*INSIDE, *TYPES, *STARTS, *VALUES, *ORDER])
def test_refusals(row: Row) -> None:
    assert refused(row) == row.refusal


@pytest.mark.parametrize(
    ("expression", "attributes"),
    [
        ("SET z = if_not_exists(z, pk)", {"z": OTHER}),
        ("SET g = pk, r = sk, e = pk", {"g": OTHER, "r": P, "e": OTHER}),
    ],
)
def test_an_update_reads_the_key_of_the_item_it_creates(
    expression: str, attributes: Members
) -> None:
    answer = caller().call(
        "UpdateItem",
        TableName="music",
        Key={"pk": OTHER, "sk": P},
        UpdateExpression=expression,
        ReturnValues="UPDATED_NEW",
    )
    assert answer == {"Attributes": attributes}
