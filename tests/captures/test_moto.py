"""Refusals from moto's tests marked `aws_verified`, which also run against the service.

Source: getmoto/moto, tests/test_dynamodb, August 2026 (us-east-1).
"""

import pytest

from tests.apis.dynamodb.operations.samples import number, string
from tests.captures.asked import ENV, INV, VE, Members, Row, refused

P, ONE = string("p"), number(1)
GIVEN = {":v": P}
UNUSED = "Value provided in ExpressionAttributeNames unused in expressions: keys: {#count}"
UNUSED_VALUE = "Value provided in ExpressionAttributeValues unused in expressions: keys: {:other}"
COUNT: Members = {"#count": "count"}
OVERLAP = (
    "Two document paths overlap with each other; must remove or rewrite one of these paths; "
    "path one: {}, path two: {}"
)
ONCE = 'Invalid UpdateExpression: The "{}" section can only be used once in an update expression;'
MISSED = "Query condition missed key schema element: "
BAD_KEY = 'ExpressionAttributeValues contains invalid key: Syntax error; key: "loc"'
MISMATCH = VE + "The provided key element does not match the schema"
RANGES = (
    VE + "RANGE key attributes r must have equality conditions specified in the query because a "
    "condition is present on key attribute q"
)
SELECTED = {
    "ALL_ATTRIBUTES": "ALL_ATTRIBUTES",
    "ALL_PROJECTED_ATTRIBUTES": "ALL_PROJECTED_ATTRIBUTES",
    "COUNT": "only the Count",
}
NO_WHOLE = (
    INV + "Select type ALL_ATTRIBUTES is not supported for global secondary index {} because its "
    "projection type is not ALL"
)
LOOSE = "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
CASE = (
    ENV + "Value 'count' at 'select' failed to satisfy constraint: Member must satisfy enum value "
    "set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]"
)
TWICE = VE + "Transaction request cannot include multiple operations on one item"


def query(condition: str, refusal: str, index: str | None = None, **members: object) -> Row:
    """A Query of the table or an index. `:v` is the text `p`."""
    asked: Members = {"KeyConditionExpression": condition, "ExpressionAttributeValues": GIVEN}
    if index is not None:
        asked["IndexName"] = index
    return Row("Query", {**asked, **members}, refusal)


def update(expression: str, refusal: str, **members: object) -> Row:
    """An UpdateItem. `:v` is the text `p`."""
    given = {"ExpressionAttributeValues": GIVEN}
    return Row("UpdateItem", {"UpdateExpression": expression, **given, **members}, refusal)


def transaction(*actions: dict[str, dict[str, object]], refusal: str) -> Row:
    """A TransactWriteItems. Its actions are on `music`."""
    items = [
        {kind: {"TableName": "music", **members} for kind, members in action.items()}
        for action in actions
    ]
    return Row("TransactWriteItems", {"TransactItems": items}, refusal)


KEYS = [
    query("wrong = :v", VE + MISSED + "pk"),
    query("g = :v", VE + MISSED + "pk"),
    query("g = :v AND sk = :v", VE + MISSED + "pk"),
    query("pk = :v", VE + MISSED + "g", "whole"),
    query("pk = :v AND sk = :v", VE + "Query key condition not supported", "whole"),
    query("g = :v AND sk = :v", VE + "Query key condition not supported", "whole"),
    query("h = :v AND q > :n", RANGES, "ranges", ExpressionAttributeValues={**GIVEN, ":n": ONE}),
    query(
        "h = :v AND r > :v AND q = :n",
        RANGES,
        "ranges",
        ExpressionAttributeValues={**GIVEN, ":n": ONE},
    ),
    Row(
        "Query",
        {
            "IndexName": "ranges",
            "KeyConditions": {
                "h": {"ComparisonOperator": "EQ", "AttributeValueList": [P]},
                "q": {"ComparisonOperator": "GT", "AttributeValueList": [ONE]},
            },
        },
        RANGES,
    ),
    *[
        Row(operation, {"TableName": "hashed", "Key": {"pk": P, "sk": P}, **more}, MISMATCH)
        for operation, more in (
            ("GetItem", {}),
            ("DeleteItem", {}),
            ("UpdateItem", {"UpdateExpression": "SET a = :v", "ExpressionAttributeValues": GIVEN}),
        )
    ],
    update(
        "SET a = :v",
        INV + "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        Key={"pk": string("x" * 2049), "sk": P},
    ),
]
NAMES_AND_VALUES = [
    Row("GetItem", {"ExpressionAttributeNames": COUNT}, VE
        + "ExpressionAttributeNames can only be specified when using expressions"),
    Row("GetItem", {"ProjectionExpression": "pk", "ExpressionAttributeNames": COUNT}, VE + UNUSED),
    Row("BatchGetItem", {"RequestItems": {"absent": {
        "Keys": [{"pk": P}], "ProjectionExpression": "#a",
        "ExpressionAttributeNames": {"#a": "pk", "#count": "count"}}}}, VE + UNUSED),
    Row("PutItem", {"Item": {"pk": P}, "ConditionExpression": "attribute_not_exists(body)",
                    "ExpressionAttributeNames": COUNT}, ENV + UNUSED),
    Row("DeleteItem", {"ConditionExpression": "attribute_not_exists(body)",
                       "ExpressionAttributeNames": COUNT}, ENV + UNUSED),
    query("(#0 = x)", VE + UNUSED, ExpressionAttributeNames={"#0": "pk", **COUNT},
          ExpressionAttributeValues=None),
    Row("Scan", {"FilterExpression": "#h = :v", "ExpressionAttributeValues": GIVEN,
                 "ExpressionAttributeNames": {"#h": "pk", **COUNT}}, VE + UNUSED),
    update("SET m.#a = :v", ENV + UNUSED, ExpressionAttributeNames={"#a": "a", **COUNT}),
    update("ADD am :v", ENV + UNUSED, ExpressionAttributeNames=COUNT,
           ExpressionAttributeValues={":v": ONE}),
    update("SET m.#a = :v", ENV + UNUSED_VALUE, ExpressionAttributeNames={"#a": "a"},
           ExpressionAttributeValues={**GIVEN, ":other": ONE}),
    update("SET #d = :v", ENV + "ExpressionAttributeValues must not be empty",
           ExpressionAttributeNames={"#d": "d"}, ExpressionAttributeValues={}),
    Row("Scan", {"FilterExpression": "attr = loc", "ExpressionAttributeValues": {"loc": P}},
        VE + BAD_KEY),
    query("attr = loc", VE + BAD_KEY, ExpressionAttributeValues={"loc": P}),
    *[
        transaction(
            {kind: {where: {"pk": P, "sk": P}, **more,
                    "ExpressionAttributeNames": {"#i": "pk", **COUNT}}},
            refusal=VE + UNUSED,
        )
        for kind, where, more in (
            ("Put", "Item", {"ConditionExpression": "#i <> foo"}),
            ("Update", "Key", {"UpdateExpression": "SET #i = test"}),
            ("Delete", "Key", {"ConditionExpression": "#i <> foo"}),
            ("ConditionCheck", "Key", {"ConditionExpression": "attribute_exists(#i)"}),
        )
    ],
    transaction(
        {"Put": {"Item": {"pk": P, "sk": P}, "ConditionExpression": "attribute_not_exists(#n)",
                 "ExpressionAttributeNames": {"#n": "pk"}, "ExpressionAttributeValues": {}}},
        refusal=VE + "ExpressionAttributeValues must not be empty",
    ),
    transaction(
        {"Update": {"Key": {"pk": P, "sk": P}, "UpdateExpression": "SET #0 = {'S': 'a'}",
                    "ExpressionAttributeNames": {"#0": "a"}, "ExpressionAttributeValues": {}}},
        refusal=VE + "ExpressionAttributeValues must not be empty",
    ),
]  # fmt: skip
EXPRESSIONS = [
    update("ADD x :n SET a = :v ADD y :n", ENV + ONCE.format("ADD"),
           ExpressionAttributeValues={**GIVEN, ":n": ONE}),
    update("REMOVE l[0] SET a = :v REMOVE b", ENV + ONCE.format("REMOVE")),
    update("SET a = :v SET b = :v", ENV + ONCE.format("SET")),
    transaction(
        {"Update": {"Key": {"pk": P, "sk": P}, "UpdateExpression": "SET a = :v SET b = :v ADD c :n",
                    "ExpressionAttributeValues": {**GIVEN, ":n": ONE}}},
        refusal=VE + ONCE.format("SET"),
    ),
    *[
        update(expression, f"{ENV}Invalid UpdateExpression: {OVERLAP.format(one, two)}",
               **({"ExpressionAttributeNames": names} if names else {}),
               **({"ExpressionAttributeValues": values} if values else {}))
        for expression, names, values, one, two in (
            ("ADD #s :c DELETE #s :a", {"#s": "strings"},
             {":c": {"SS": ["c"]}, ":a": {"SS": ["a"]}}, "[strings]", "[strings]"),
            ("ADD #s :c REMOVE #s", {"#s": "a.b"}, {":c": {"SS": ["c"]}}, "[a.b]", "[a.b]"),
            ("REMOVE a SET a.b = :v", None, None, "[a]", "[a, b]"),
            ("SET a = :v, a.b = :v", None, None, "[a]", "[a, b]"),
            ("SET #s = :v, #s = :v", {"#s": "a"}, None, "[a]", "[a]"),
            ("SET a.b = :v, a.b = :v", None, None, "[a, b]", "[a, b]"),
            ("SET #s = :v, #t = :v", {"#s": "a", "#t": "a"}, None, "[a]", "[a]"),
        )
    ],
    Row("GetItem", {"ProjectionExpression": "#a, b, c, c", "ExpressionAttributeNames": {"#a": "a"}},
        f"{VE}Invalid ProjectionExpression: {OVERLAP.format('[c]', '[c]')}"),
    query("pk = :v", f"{VE}Invalid ProjectionExpression: {OVERLAP.format('[a]', '[a]')}",
          ProjectionExpression="a, b, a"),
    Row("Scan", {"ProjectionExpression": "a, b, b"},
        f"{VE}Invalid ProjectionExpression: {OVERLAP.format('[b]', '[b]')}"),
    update("", ENV + "Invalid UpdateExpression: The expression can not be empty;"),
    update("", ENV + "Invalid UpdateExpression: The expression can not be empty;",
           ExpressionAttributeValues=None),
    query("pk = :v", VE + "Invalid ProjectionExpression: The expression can not be empty;",
          ProjectionExpression=""),
    query("pk = sth", VE + "Invalid FilterExpression: The expression can not be empty;",
          FilterExpression="", ExpressionAttributeValues=None),
    query("pk = sth", VE + "Invalid KeyConditionExpression: Invalid condition in "
          "KeyConditionExpression: Multiple attribute names used in one condition",
          ExpressionAttributeValues=None),
]  # fmt: skip
SELECT = [
    *[
        row
        for select, described in SELECTED.items()
        for row in (
            query("g = :v", f"{ENV}Cannot specify the ProjectionExpression when choosing to get "
                  f"{described}", "whole", Select=select, ProjectionExpression="g"),
            Row("Scan", {"IndexName": "whole", "Select": select, "ProjectionExpression": "g"},
                f"{VE}Cannot specify the ProjectionExpression when choosing to get {described}"),
            Row("Query", {"IndexName": "whole", "Select": select, "AttributesToGet": ["g"],
                          "KeyConditions": {"g": {"ComparisonOperator": "EQ",
                                                  "AttributeValueList": [P]}}},
                f"{ENV}Cannot specify the AttributesToGet when choosing to get {described}"),
            Row("Scan", {"IndexName": "whole", "Select": select, "AttributesToGet": ["g"]},
                f"{VE}Cannot specify the AttributesToGet when choosing to get {described}"),
        )
    ],
    query("pk = :v", ENV + LOOSE, Select="ALL_PROJECTED_ATTRIBUTES"),
    Row("Scan", {"Select": "ALL_PROJECTED_ATTRIBUTES"}, VE + LOOSE),
    query("g = :v", NO_WHOLE.format("slim"), "slim", Select="ALL_ATTRIBUTES"),
    Row("Scan", {"IndexName": "slim", "Select": "ALL_ATTRIBUTES"}, NO_WHOLE.format("slim")),
    Row("Scan", {"IndexName": "binary", "Select": "ALL_ATTRIBUTES"}, NO_WHOLE.format("binary")),
    query("pk = :v", CASE, Select="count"),
    Row("Scan", {"Select": "count"}, CASE),
]  # fmt: skip
OTHERS = [
    transaction({"Put": {"Item": {"pk": P, "sk": P}}}, {"Delete": {"Key": {"sk": P, "pk": P}}},
                refusal=TWICE),
    transaction({"Update": {"Key": {"pk": string(""), "sk": P}, "UpdateExpression": "SET a = :v",
                            "ExpressionAttributeValues": GIVEN}},
                refusal=VE + "One or more parameter values are not valid. The AttributeValue for a "
                "key attribute cannot contain an empty string value. Key: pk"),
    Row("ExecuteStatement", {"Statement": "select * from music.absent"},
        VE + "The table does not have the specified index"),
    Row("ExecuteStatement", {"Statement": "select * from whatnow.absent"},
        "ResourceNotFoundException: Requested resource not found"),
]  # fmt: skip


@pytest.mark.parametrize("row", [*KEYS, *NAMES_AND_VALUES, *EXPRESSIONS, *SELECT, *OTHERS])
def test_refusals(row: Row) -> None:
    members = {name: each for name, each in row.members.items() if each is not None}
    assert refused(row._replace(members=members)) == row.refusal
