"""Which condition keys an action has, and the values of those with one value.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
DynamoDB"; Developer Guide, "Using IAM policy conditions for fine-grained access control" and "Using
IAM with DynamoDB transactions".
"""

from typing import Any

import pytest

from tests.apis.dynamodb.condition_keys.asked import CALLER, all_keys, is_undecidable, values
from tests.engine.in_memory import arn_of

KEY = {"pk": {"S": "a"}, "sk": {"S": "1"}}
B_KEY = {"pk": {"S": "b"}, "sk": {"S": "1"}}
ON = {"TableName": "music"}
ON_KEY = {**ON, "Key": KEY}
OLD = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
WHERE = "WHERE pk = 'a' AND sk = '1'"
QUERY = {
    **ON,
    "KeyConditionExpression": "pk = :v",
    "ExpressionAttributeValues": {":v": {"S": "a"}},
}


def one(text: str, **members: object) -> dict[str, object]:
    return {"Statement": text, **members}


# L: LeadingKeys and its relatives, A: Attributes, S: Select, V: ReturnValues, C:
# ReturnConsumedCapacity, E: EnclosingOperation, F: FullTableScan. The Reference lists E for GetItem
# and the writes, which have it only inside of transactions.
@pytest.mark.parametrize(
    ("name", "request_", "letters"),
    [
        ("GetItem", ON_KEY, "LACS"),
        ("BatchGetItem", {"RequestItems": {"music": {"Keys": [KEY]}}}, "LACS"),
        ("PutItem", {**ON, "Item": KEY}, "LACV"),
        ("UpdateItem", ON_KEY, "LACV"),
        ("DeleteItem", ON_KEY, "LACV"),
        ("BatchWriteItem", {"RequestItems": {"music": [{"PutRequest": {"Item": KEY}}]}}, "LAC"),
        ("Query", QUERY, "LACS"),
        ("Scan", {**ON, "ProjectionExpression": "a"}, "ACS"),
        ("TransactGetItems", {"TransactItems": [{"Get": ON_KEY}]}, "LACSE"),
        ("TransactWriteItems", {"TransactItems": [{"Delete": ON_KEY}]}, "LACVE"),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"ConditionCheck": {**ON_KEY, "ConditionExpression": "attribute_exists(pk)"}}
                ]
            },
            "LACVE",
        ),
        ("ExecuteStatement", one(f"SELECT * FROM music {WHERE}"), "LASF"),
        ("ExecuteStatement", one("INSERT INTO music VALUE {'pk': 'a', 'sk': 'b'}"), "LA"),
        ("ExecuteStatement", one(f"UPDATE music SET a = 1 {WHERE}"), "LAV"),
        ("ExecuteStatement", one(f"DELETE FROM music {WHERE}"), "LAV"),
        ("ExecuteTransaction", {"TransactStatements": [one(f"DELETE FROM music {WHERE}")]}, "LAVE"),
        ("DescribeTable", ON, ""),
        (
            "SearchVectors",
            {**ON, "IndexName": "near", "SearchVector": [{"N": "1"}], "TopK": 1},
            "",
        ),
    ],
)
def test_the_keys_of_an_action(name: str, request_: dict[str, Any], letters: str) -> None:
    keys = {
        "L": "leadingkeys",
        "A": "attributes",
        "S": "select",
        "V": "returnvalues",
        "C": "returnconsumedcapacity",
        "E": "enclosingoperation",
        "F": "fulltablescan",
    }
    found = {letter for letter, key in keys.items() if values(name, request_, f"dynamodb:{key}")[0]}
    assert found == set(letters)
    assert values(name, request_, "dynamodb:other")[0] is None
    assert values(name, request_, "aws:username")[0] is None


@pytest.mark.parametrize(
    ("name", "request_", "selected"),
    [
        ("GetItem", ON_KEY, "ALL_ATTRIBUTES"),
        ("GetItem", {**ON_KEY, "ProjectionExpression": "a"}, "SPECIFIC_ATTRIBUTES"),
        ("GetItem", {**ON_KEY, "AttributesToGet": ["a"]}, "SPECIFIC_ATTRIBUTES"),
        ("BatchGetItem", {"RequestItems": {"music": {"Keys": [KEY]}}}, "ALL_ATTRIBUTES"),
        ("Query", QUERY, "ALL_ATTRIBUTES"),
        ("Query", {**QUERY, "Select": "COUNT"}, "COUNT"),
        ("Query", {**QUERY, "ProjectionExpression": "a"}, "SPECIFIC_ATTRIBUTES"),
        ("Query", {**QUERY, "IndexName": "by_year"}, "ALL_PROJECTED_ATTRIBUTES"),
        ("Scan", {**ON, "Select": "ALL_ATTRIBUTES"}, "ALL_ATTRIBUTES"),
        ("ExecuteStatement", one("SELECT * FROM music"), "ALL_ATTRIBUTES"),
        ("ExecuteStatement", one("SELECT a FROM music"), "SPECIFIC_ATTRIBUTES"),
        ("ExecuteStatement", one("SELECT * FROM music.by_year"), "ALL_PROJECTED_ATTRIBUTES"),
        ("ExecuteStatement", one("SELECT COUNT(*) FROM music.by_year"), "ALL_PROJECTED_ATTRIBUTES"),
    ],
)
def test_what_a_read_selects(name: str, request_: dict[str, Any], selected: str) -> None:
    assert values(name, request_, "dynamodb:select") == [(selected,)]


@pytest.mark.parametrize(
    ("name", "request_", "returned"),
    [
        ("PutItem", {**ON, "Item": KEY}, "NONE"),
        ("PutItem", {**ON, "Item": KEY, "ReturnValues": "ALL_OLD"}, "ALL_OLD"),
        ("UpdateItem", {**ON_KEY, "ReturnValues": "UPDATED_NEW"}, "UPDATED_NEW"),
        ("UpdateItem", {**ON_KEY, "ReturnValues": "ALL_NEW", **OLD}, "ALL_NEW"),
        # A failed condition would show the item, whatever ReturnValues is.
        ("UpdateItem", {**ON_KEY, "ReturnValues": "UPDATED_NEW", **OLD}, "ALL_OLD"),
        ("DeleteItem", {**ON_KEY, **OLD}, "ALL_OLD"),
        ("TransactWriteItems", {"TransactItems": [{"Delete": ON_KEY}]}, "NONE"),
        ("TransactWriteItems", {"TransactItems": [{"Delete": {**ON_KEY, **OLD}}]}, "ALL_OLD"),
        ("ExecuteStatement", one(f"UPDATE music SET a = 1 {WHERE}"), "NONE"),
        (
            "ExecuteStatement",
            one(f"UPDATE music SET a = 1 {WHERE} RETURNING MODIFIED OLD *"),
            "UPDATED_OLD",
        ),
        ("ExecuteStatement", one(f"DELETE FROM music {WHERE} RETURNING ALL OLD *"), "ALL_OLD"),
        ("ExecuteStatement", one(f"DELETE FROM music {WHERE}", **OLD), "ALL_OLD"),
    ],
)
def test_what_a_write_returns(name: str, request_: dict[str, Any], returned: str) -> None:
    assert values(name, request_, "dynamodb:returnvalues") == [(returned,)]


def test_actions_that_show_different_things_are_authorized_apart() -> None:
    """So one of them cannot hide what another one shows, and each has its own leading keys."""
    request = {
        "TransactItems": [
            {"Get": ON_KEY},
            {"Get": {**ON, "Key": B_KEY, "ProjectionExpression": "a"}},
        ]
    }
    assert values("TransactGetItems", request, "dynamodb:select") == [
        ("ALL_ATTRIBUTES",),
        ("SPECIFIC_ATTRIBUTES",),
    ]
    assert values("TransactGetItems", request, "dynamodb:leadingkeys") == [("a",), ("b",)]
    texts = [
        f"UPDATE music SET a = 1 {WHERE} RETURNING ALL NEW *",
        "UPDATE music SET a = 1 WHERE pk = 'b' AND sk = '1' RETURNING ALL OLD *",
    ]
    batch = {"Statements": [one(text) for text in texts]}
    returned = values("BatchExecuteStatement", batch, "dynamodb:returnvalues")
    assert returned == [("ALL_NEW",), ("ALL_OLD",)]


def test_a_table_and_its_index_are_authorized_apart_within_a_batch() -> None:
    texts = [f"SELECT * FROM music {WHERE}", 'SELECT * FROM music.by_year WHERE "year" = 7']
    batch = {"Statements": [one(text) for text in texts]}
    assert values("BatchExecuteStatement", batch, "dynamodb:leadingkeys") == [("a",), ("7",)]


def test_one_table_by_name_and_by_arn_is_authorized_twice() -> None:
    blocks = {"music": {"Keys": [KEY]}, arn_of("music"): {"Keys": [B_KEY]}}
    found = all_keys("BatchGetItem", {"RequestItems": blocks})
    assert [each.resource for each, _ in found] == [arn_of("music")] * 2
    assert [keys.get("dynamodb:leadingkeys") for _, keys in found] == [("a",), ("b",)]


@pytest.mark.parametrize(
    ("text", "scans"),
    [
        ("SELECT * FROM music", "true"),
        ("SELECT * FROM music WHERE pk = 'a'", "false"),
        ("SELECT * FROM music WHERE pk IN ('a', 'b')", "false"),
        ("SELECT * FROM music WHERE pk = 'a' OR sk = 'b'", "true"),
        # A key of the table is none of the index.
        ("SELECT * FROM music.by_year WHERE pk = 'a'", "true"),
    ],
)
def test_whether_a_select_reads_everything(text: str, scans: str) -> None:
    assert values("ExecuteStatement", one(text), "dynamodb:fulltablescan") == [(scans,)]


def test_whether_an_absent_table_is_read_cannot_be_decided() -> None:
    request = one("SELECT * FROM absent WHERE pk = 'a'")
    assert is_undecidable("ExecuteStatement", request, "dynamodb:fulltablescan")


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("TransactGetItems", {"TransactItems": [{"Get": ON_KEY}]}),
        ("TransactWriteItems", {"TransactItems": [{"Put": {**ON, "Item": KEY}}]}),
        ("ExecuteTransaction", {"TransactStatements": [one(f"SELECT * FROM music {WHERE}")]}),
    ],
)
def test_the_enclosing_operation(name: str, request_: dict[str, Any]) -> None:
    assert values(name, request_, "dynamodb:enclosingoperation") == [(name,)]


@pytest.mark.parametrize("given", [None, "TOTAL", "INDEXES", "NONE"])
def test_the_consumed_capacity(given: str | None) -> None:
    asked = {} if given is None else {"ReturnConsumedCapacity": given}
    found = values("GetItem", {**ON_KEY, **asked}, "dynamodb:returnconsumedcapacity")
    assert found == [(given or "NONE",)]


# --- tags ----------------------------------------------------------------------------------------

TAGS = [{"Key": "Team", "Value": "green"}, {"Key": "b", "Value": ""}]
NEW = {
    "TableName": "films",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}


@pytest.mark.parametrize(
    ("name", "request_", "count"),
    [
        ("CreateTable", {**NEW, "Tags": TAGS}, 2),
        ("TagResource", {"ResourceArn": arn_of("music"), "Tags": TAGS}, 1),
    ],
)
def test_tags_of_a_request(name: str, request_: dict[str, Any], count: int) -> None:
    assert values(name, request_, "aws:requesttag/team") == [("green",)] * count
    assert values(name, request_, "aws:requesttag/b") == [("",)] * count
    assert values(name, request_, "aws:requesttag/c") == [None] * count
    assert values(name, request_, "aws:tagkeys") == [("Team", "b")] * count


def test_only_requests_that_tag_have_tags() -> None:
    untag = {"ResourceArn": arn_of("music"), "TagKeys": ["x", "Y"]}
    assert values("UntagResource", untag, "aws:tagkeys") == [("x", "Y")]
    assert values("UntagResource", untag, "aws:requesttag/x") == [None]
    assert values("DescribeTable", ON, "aws:tagkeys") == [None]
    assert values("GetItem", {**ON_KEY, "Tags": TAGS}, "aws:requesttag/team") == [None]


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("GetItem", ON_KEY),
        ("GetItem", {"TableName": arn_of("music"), "Key": KEY}),
        ("Scan", {**ON, "IndexName": "by_year"}),
        ("DeleteTable", ON),
    ],
)
def test_a_table_and_its_indexes_have_the_tags_of_the_table(
    name: str, request_: dict[str, Any]
) -> None:
    assert values(name, request_, "aws:resourcetag/team") == [("blue",)]
    assert values(name, request_, "aws:resourcetag/teams") == [None]


def test_a_stream_has_tags_of_its_own() -> None:
    CALLER.create("streamed", Tags=TAGS, StreamSpecification={"StreamEnabled": False})
    stream = f"{arn_of('streamed')}/stream/2026-10-08T00:00:00.000"
    found = values("ListTagsOfResource", {"ResourceArn": stream}, "aws:resourcetag/team")
    assert found == [None]


def test_tags_that_differ_only_in_case_cannot_be_decided() -> None:
    assert is_undecidable(
        "GetItem",
        {"TableName": "bytes", "Key": {**KEY, "pk": {"B": "YQ=="}}},
        "aws:resourcetag/team",
    )
    both = [*TAGS, {"Key": "team", "Value": "red"}]
    request = {"ResourceArn": arn_of("music"), "Tags": both}
    assert is_undecidable("TagResource", request, "aws:requesttag/team")


def test_an_absent_table_has_no_tags() -> None:
    request = {"TableName": "absent", "Key": KEY}
    assert values("GetItem", request, "aws:resourcetag/team") == [None]
    assert not is_undecidable("GetItem", request, "aws:resourcetag/team")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("RestoreTableFromBackup", {"BackupArn": arn_of() + "/backup/01791504762511-2779fadd"}),
        (
            "RestoreTableToPointInTime",
            {"SourceTableName": "music", "UseLatestRestorableTime": True},
        ),
    ],
)
def test_a_restore_may_write_any_item(name: str, source: dict[str, object]) -> None:
    request = {**source, "TargetTableName": "restored"}
    for key in ("leadingkeys", "attributes", "returnvalues"):
        (keys,) = [each for needed, each in all_keys(name, request) if needed.action == PUT]
        assert keys.get(f"dynamodb:{key}") is None
        assert keys.is_undecidable


PUT = "dynamodb:PutItem"
