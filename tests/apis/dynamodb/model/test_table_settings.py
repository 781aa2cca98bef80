"""Requests that make and change tables: recorded answers, October 2026; dynalite's tests."""

from typing import Any

import pytest

from jedlik.apis.dynamodb.model.table_settings import (
    CREATE_TABLE,
    LIST_TAGS_OF_RESOURCE,
    TAG_RESOURCE,
    UNTAG_RESOURCE,
    UPDATE_TABLE,
    UPDATE_TIME_TO_LIVE,
)
from jedlik.apis.dynamodb.model.tables import DELETE_TABLE, DESCRIBE_TABLE, DESCRIBE_TIME_TO_LIVE
from jedlik.wire.shapes.request import Request
from tests.apis.dynamodb.model.faults import AT, NAME_PATTERN, NOT_NULL, ONE, Body, message, several

MIN_3 = "Member must have length greater than or equal to 3"
LEAST_1 = "Member must have value greater than or equal to 1"
NO_NAME = "The parameter 'TableName' is required but was not present in the request"
ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/table"


def key_element(name: str, kind: str) -> Body:
    return {"AttributeName": name, "KeyType": kind}


def create(**members: object) -> Body:
    return {
        "TableName": "table",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [key_element("pk", "HASH")],
        **members,
    }


def index(name: str) -> Body:
    return {
        "IndexName": name,
        "KeySchema": [key_element("pk", "HASH")],
        "Projection": {"ProjectionType": "ALL"},
    }


EXPIRY: Body = {"Enabled": True, "AttributeName": "a"}
SOUND: list[tuple[Request[Any], Body]] = [
    (CREATE_TABLE, create(BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=[index("abc")])),
    (CREATE_TABLE, create(Tags=[{"Key": "a", "Value": ""}])),
    (CREATE_TABLE, create(StreamSpecification={"StreamEnabled": True})),
    (UPDATE_TABLE, {"TableName": ARN, "GlobalSecondaryIndexUpdates": [{}]}),
    (TAG_RESOURCE, {"ResourceArn": "", "Tags": [{"Key": ""}]}),
    (UNTAG_RESOURCE, {"ResourceArn": ARN, "TagKeys": ["a"]}),
    (LIST_TAGS_OF_RESOURCE, {"ResourceArn": ARN}),
    (UPDATE_TIME_TO_LIVE, {"TableName": "abc", "TimeToLiveSpecification": EXPIRY}),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "body"), SOUND)
def test_sound(shape: Request[Any], body: Body) -> None:
    assert shape.check(body) is body


@pytest.mark.parametrize(
    "shape",
    [
        CREATE_TABLE,
        UPDATE_TABLE,
        DELETE_TABLE,
        DESCRIBE_TIME_TO_LIVE,
        UPDATE_TIME_TO_LIVE,
    ],
)
def test_table_name(shape: Request[Any]) -> None:
    body = create(TimeToLiveSpecification=EXPIRY)
    assert message(shape, {}) == NO_NAME
    assert (
        message(shape, {**body, "TableName": "ab"}) == f"{ONE}Value 'ab' at 'tableName{AT}{MIN_3}"
    )
    assert message(shape, {**body, "TableName": ""}) == f"{ONE}Value '' at 'tableName{AT}{MIN_3}"
    assert message(shape, {**body, "TableName": "abc;"}) == (
        f"{ONE}Value 'abc;' at 'tableName{AT}{NAME_PATTERN}"
    )
    assert message(shape, {**body, "TableName": "a;"}) == several(
        f"Value 'a;' at 'tableName{AT}{NAME_PATTERN}", f"Value 'a;' at 'tableName{AT}{MIN_3}"
    )


def test_the_name_of_a_table_to_describe() -> None:
    """Source: ack-api-quirks, DDB-TABLE-457, October 2026."""
    assert message(DESCRIBE_TABLE, {}) == NO_NAME
    assert message(DESCRIBE_TABLE, {"TableName": ""}) == several(
        f"Value '' at 'tableName{AT}{MIN_3}", f"Value '' at 'tableName{AT}{NAME_PATTERN}"
    )
    assert (
        message(DESCRIBE_TABLE, {"TableName": "ab"}) == f"{ONE}Value 'ab' at 'tableName{AT}{MIN_3}"
    )


THREE_KEYS = [key_element("pk", "HASH"), key_element("sk", "RANGE"), key_element("extra", "RANGE")]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            {"KeySchema": THREE_KEYS},
            ONE + "Value '[KeySchemaElement(attributeName=pk, keyType=HASH), "
            "KeySchemaElement(attributeName=sk, keyType=RANGE), "
            "KeySchemaElement(attributeName=extra, keyType=RANGE)]' at 'keySchema"
            + AT + "Member must have length less than or equal to 2",
        ),
        (
            {"KeySchema": [key_element("pk", "INVALID")]},
            f"{ONE}Value 'INVALID' at 'keySchema.1.member.keyType{AT}"
            "Member must satisfy enum value set: [HASH, RANGE]",
        ),
        (
            {"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "INVALID"}]},
            f"{ONE}Value 'INVALID' at 'attributeDefinitions.1.member.attributeType{AT}"
            "Member must satisfy enum value set: [B, N, S]",
        ),
        (
            # This and the next ones: ack-api-quirks, DDB-TABLE-457, October 2026.
            {"AttributeDefinitions": [{}]},
            several(
                f"Value null at 'attributeDefinitions.1.member.attributeType{AT}{NOT_NULL}",
                f"Value null at 'attributeDefinitions.1.member.attributeName{AT}{NOT_NULL}",
            ),
        ),
        (
            {"GlobalSecondaryIndexes": [index("")]},
            several(
                f"Value '' at 'globalSecondaryIndexes.1.member.indexName{AT}{MIN_3}",
                f"Value '' at 'globalSecondaryIndexes.1.member.indexName{AT}{NAME_PATTERN}",
            ),
        ),
        (
            {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": ""}},
            f"{ONE}Value '' at 'streamSpecification.streamViewType{AT}Member must satisfy enum "
            "value set: [OLD_IMAGE, KEYS_ONLY, NEW_AND_OLD_IMAGES, NEW_IMAGE]",
        ),
        (
            {"SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": ""}},
            f"{ONE}Value '' at 'sSESpecification.kMSMasterKeyId{AT}"
            "Member must have length greater than or equal to 1",
        ),
        (
            {"BillingMode": "A", "KeySchema": [],
             "ProvisionedThroughput": {"ReadCapacityUnits": -1, "WriteCapacityUnits": -1}},
            several(
                f"Value 'A' at 'billingMode{AT}"
                "Member must satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]",
                f"Value '-1' at 'provisionedThroughput.writeCapacityUnits{AT}{LEAST_1}",
                f"Value '-1' at 'provisionedThroughput.readCapacityUnits{AT}{LEAST_1}",
                f"Value '[]' at 'keySchema{AT}Member must have length greater than or equal to 1",
            ),
        ),
        (
            {"LocalSecondaryIndexes": [index("l1")], "GlobalSecondaryIndexes": [index("g1")]},
            several(
                f"Value 'g1' at 'globalSecondaryIndexes.1.member.indexName{AT}{MIN_3}",
                f"Value 'l1' at 'localSecondaryIndexes.1.member.indexName{AT}{MIN_3}",
            ),
        ),
        (
            {"KeySchema": None, "AttributeDefinitions": None},
            several(
                f"Value null at 'attributeDefinitions{AT}{NOT_NULL}",
                f"Value null at 'keySchema{AT}{NOT_NULL}",
            ),
        ),
        (
            {"KeySchema": [None]},
            f"{ONE}Value null at 'keySchema.1.member{AT}{NOT_NULL}",
        ),
    ],
)  # fmt: skip
def test_create_table(members: Body, expected: str) -> None:
    assert message(CREATE_TABLE, create(**members)) == expected


def test_update_table() -> None:
    updates: list[Body] = [
        {"Update": {"IndexName": "a", "ProvisionedThroughput": {}}},
        {"Update": {"IndexName": "abc;", "ProvisionedThroughput": {
            "ReadCapacityUnits": 1000000000001, "WriteCapacityUnits": 0}}},
    ]  # fmt: skip
    at = "globalSecondaryIndexUpdates.{}.member.update."
    first, second = at.format(1), at.format(2)
    assert message(UPDATE_TABLE, {"TableName": "abc", "GlobalSecondaryIndexUpdates": updates}) == (
        several(
            f"Value 'a' at '{first}indexName{AT}{MIN_3}",
            f"Value null at '{first}provisionedThroughput.writeCapacityUnits{AT}{NOT_NULL}",
            f"Value null at '{first}provisionedThroughput.readCapacityUnits{AT}{NOT_NULL}",
            f"Value 'abc;' at '{second}indexName{AT}{NAME_PATTERN}",
            f"Value '0' at '{second}provisionedThroughput.writeCapacityUnits{AT}{LEAST_1}",
        )
    )


@pytest.mark.parametrize("shape", [TAG_RESOURCE, UNTAG_RESOURCE, LIST_TAGS_OF_RESOURCE])
def test_a_resource_must_be_named(shape: Request[Any]) -> None:
    assert message(shape, {}) == "Invalid TableArn"


def test_tags() -> None:
    assert message(TAG_RESOURCE, {"ResourceArn": ARN}) == f"{ONE}Value null at 'tags{AT}{NOT_NULL}"
    assert message(UNTAG_RESOURCE, {"ResourceArn": ARN}) == (
        f"{ONE}Value null at 'tagKeys{AT}{NOT_NULL}"
    )


def test_time_to_live() -> None:
    body: Body = {"TableName": "abc", "TimeToLiveSpecification": {"AttributeName": "a" * 256}}
    name = "timeToLiveSpecification"
    assert message(UPDATE_TIME_TO_LIVE, body) == several(
        f"Value '{'a' * 256}' at '{name}.attributeName{AT}"
        "Member must have length less than or equal to 255",
        f"Value null at '{name}.enabled{AT}{NOT_NULL}",
    )
    # Source: ack-api-quirks, DDB-TABLE-457, October 2026.
    assert message(UPDATE_TIME_TO_LIVE, {**body, "TimeToLiveSpecification": {}}) == several(
        f"Value null at '{name}.attributeName{AT}{NOT_NULL}",
        f"Value null at '{name}.enabled{AT}{NOT_NULL}",
    )
