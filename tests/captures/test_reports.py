"""Errors of the service that users have posted, with the requests that caused them.

Each row has the year of its post. Sources: issues of architect/dynalite (35, 184),
facebook/ThreatExchange (1324), aws-cloudformation/cfn-lint (1037), scylladb/scylladb (13870, 9270),
getmoto/moto (4428, 7345), nextauthjs/next-auth (5827), nubo-db/dynoxide (179),
wellcomecollection/platform (2285), aws/aws-sdk-ruby (2456), aws-amplify/amplify-js (6759),
formkiq/formkiq-core (271), floci-io/floci (3389).
"""

import pytest

from tests.apis.dynamodb.operations.samples import number, string
from tests.captures.asked import ENV, INV, VE, Members, Row, refused
from tests.engine.in_memory import keys
from tests.features.secondary_indexes.samples import defined, index

P = string("p")
ITEM: Members = {"pk": P, "sk": P}
GIVEN: Members = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": P}}
LONG = string("x" * 2175)
LONG_HASH = "Size of hashkey has exceeded the maximum size limit of2048 bytes"


def create(attributes: str, *elements: str, **members: object) -> Members:
    """A request for a table `posted`, billed per request."""
    return {
        "TableName": "posted",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": defined(attributes),
        "KeySchema": keys(*elements),
        **members,
    }


KEYS = [
    # 2015 and 2018
    Row("PutItem", {"Item": {**ITEM, "g": LONG}},
        INV + "Size limit exceeded for Index Key g Actual Size: 2175 bytes Max Size: 2048 bytes "
        "IndexName: slim"),
    # 2018; for Query 2023; for Query on an index 2024
    Row("PutItem", {"Item": {**ITEM, "pk": LONG}}, INV + LONG_HASH),
    Row("GetItem", {"Key": {**ITEM, "pk": LONG}}, INV + LONG_HASH),
    Row("Query", {**GIVEN, "ExpressionAttributeValues": {":p": LONG}}, INV + LONG_HASH),
    Row("Query", {"IndexName": "slim", "KeyConditionExpression": "g = :p AND r = :p",
                  "ExpressionAttributeValues": {":p": LONG}}, INV + LONG_HASH),
    # 2024
    Row("PutItem", {"Item": {**ITEM, "sk": string("x" * 1025)}},
        INV + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"),
    # 2020 and 2024
    Row("PutItem", {"Item": {**ITEM, "h": string(""), "r": P, "q": number(1)}},
        VE + "One or more parameter values are not valid. A value specified for a secondary index "
        "key is not supported. The AttributeValue for a key attribute cannot contain an empty "
        "string value. IndexName: ranges, IndexKey: h"),
]  # fmt: skip
TABLES = [
    # 2019
    Row("CreateTable", create("a:S b:S c:S", "a HASH", "b RANGE"),
        INV + "Number of attributes in KeySchema does not exactly match number of attributes "
        "defined in AttributeDefinitions"),
    Row("CreateTable", create("a:S b:S c:S d:S", "a HASH", "b RANGE",
                              GlobalSecondaryIndexes=[index("ccc", "c HASH")]),
        INV + "Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, c, d], "
        "keys used: [a, b, c]"),
    # 2021 and 2026
    Row("CreateTable", create("ProductId:S CreatedTime:S ProductDescription:S ProductName:S",
                              "ProductId HASH", "CreatedTime RANGE",
                              GlobalSecondaryIndexes=[index("names", "ProductName HASH")]),
        INV + "Some AttributeDefinitions are not used. AttributeDefinitions: [ProductId, "
        "CreatedTime, ProductDescription, ProductName], keys used: [CreatedTime, ProductName, "
        "ProductId]"),
    Row("CreateTable", create("sk:S a:S b:S pk:S c:S", "pk HASH", "sk RANGE",
                              GlobalSecondaryIndexes=[index("aaa", "a HASH")]),
        INV + "Some AttributeDefinitions are not used. AttributeDefinitions: [sk, a, b, pk, c], "
        "keys used: [a, sk, pk]"),
    Row("CreateTable", create("a:S", "a HASH", "b RANGE"),
        VE + "Invalid KeySchema: Some index key attribute have no definition"),
    # 2023: DynamoDB Local says `Cannot have two attributes with the same name`.
    Row("CreateTable", create("p:S x:S x:N", "p HASH",
                              GlobalSecondaryIndexes=[index("xxx", "x HASH")]),
        VE + "Attribute Name is duplicated: x"),
    # 2024
    Row("CreateTable", create("a:S b:S", "a HASH", "b RANGE", "c RANGE"),
        ENV + "Value '[KeySchemaElement(attributeName=a, keyType=HASH), "
        "KeySchemaElement(attributeName=b, keyType=RANGE), "
        "KeySchemaElement(attributeName=c, keyType=RANGE)]' at 'keySchema' failed to satisfy "
        "constraint: Member must have length less than or equal to 2"),
]  # fmt: skip
READS = [
    # 2020
    Row("Query", {**GIVEN, "KeyConditionExpression": "pk = :p AND sk < :s",
                  "ExpressionAttributeValues": {":p": P, ":s": string("m")},
                  "ExclusiveStartKey": {"pk": P, "sk": string("z")}},
        VE + "The provided starting key does not match the range key predicate"),
    # 2026
    Row("Query", {**GIVEN, "ExclusiveStartKey": {"pk": string("other"), "sk": P}},
        VE + "The provided starting key is outside query boundaries based on provided conditions"),
    # 2021
    Row("Scan", {"Segment": 0, "TotalSegments": 1_000_000,
                 "ExclusiveStartKey": {"pk": P, "sk": P}},
        VE + "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
        "ExclusiveStartKey with correct Segment. TotalSegments: 1000000 Segment: 0"),
    # 2026
    Row("ExecuteStatement", {"Statement": 'SELECT * FROM "music"."nosuchindex"'},
        VE + "The table does not have the specified index"),
]  # fmt: skip


@pytest.mark.parametrize("row", [*KEYS, *TABLES, *READS])
def test_refusals(row: Row) -> None:
    assert refused(row) == row.refusal
