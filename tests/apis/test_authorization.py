"""What a request needs, for every operation of every API.

Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
DynamoDB"; answers of the service, named at the row.
"""

from typing import Any

import pytest

from jedlik.apis.api import Operation
from jedlik.apis.authorization import ANYTHING, TableRule, table_resource
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb.operations.refused import OPERATIONS as REFUSED
from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS
from jedlik.apis.dynamodb_streams.shard_iterator import ShardIterator, iterator_to_text
from jedlik.apis.iam.api import IAM
from jedlik.apis.sts.api import STS
from tests.engine.in_memory import ACCOUNT, Caller, arn_of, result_of
from tests.features.resource_policies.sample import document

Pair = tuple[str, str] | tuple[str, str, str]

MUSIC, FILMS = arn_of("music"), arn_of("films")
ELSEWHERE = arn_of("music", region="eu-west-1", account_id="210987654321")
STREAM = f"{MUSIC}/stream/2026-10-08T00:00:00.000"
KEY = {"pk": {"S": "a"}}
OTHER = {"pk": {"S": "b"}}
ON = {"TableName": "music"}
SCHEMA = {
    **ON,
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    "BillingMode": "PAY_PER_REQUEST",
}
POLICY = document()
TAGS = [{"Key": "k", "Value": "v"}]
CHECK = {"ConditionExpression": "attribute_exists(pk)"}
SELECT = """SELECT * FROM "music" WHERE pk = 'a'"""
BY_INDEX = """SELECT * FROM "music"."by_year" WHERE pk = 'a'"""
INSERT = """INSERT INTO "films" VALUE {'pk': 'a'}"""
UPDATE = """UPDATE "music" SET a = 1 WHERE pk = 'a'"""
DELETE = """DELETE FROM "music" WHERE pk = 'a'"""
EXISTS = """EXISTS(SELECT * FROM "music" WHERE pk = 'b' AND a = 1)"""


def statements(*texts: str) -> list[dict[str, str]]:
    return [{"Statement": text} for text in texts]


def same(name: str, *resources: str) -> list[Pair]:
    return [(name, resource) for resource in resources or (MUSIC,)]


# An operation, a request, and the pairs that it needs. The name of a table is the last part of the
# resource's ARN, unless it is a third element.
BACKUP = f"{MUSIC}/backup/01791504762511-2779fadd"
EXPORT = f"{MUSIC}/export/01791504762511-2779fadd"
IMPORT = f"{MUSIC}/import/01791504762511-2779fadd"
BULK = f"{MUSIC}/bulk-operation/01791504762511-2779fadd"
JSON_IN = {"S3Bucket": "data", "S3KeyPrefix": "a/", "InputFormat": "DYNAMODB_JSON"}
READ_DATA: list[Pair] = [
    ("s3:ListBucket", "arn:aws:s3:::data", ""),
    ("s3:GetObject", "arn:aws:s3:::data/a/*", ""),
]
FILMS_WRITTEN = [
    (name, FILMS)
    for name in (
        *("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem"),
    )
]
LATEST = {"TargetTableName": "films", "UseLatestRestorableTime": True}
RECOVERY = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}

ROWS: list[tuple[str, dict[str, Any], list[Pair] | None]] = [
    ("CreateBackup", {**ON, "BackupName": "backup"}, same("CreateBackup")),
    ("DescribeBackup", {"BackupArn": BACKUP}, [("DescribeBackup", BACKUP, BACKUP)]),
    ("DeleteBackup", {"BackupArn": BACKUP}, [("DeleteBackup", BACKUP, BACKUP)]),
    ("ListBackups", {}, [("ListBackups", ANYTHING, "")]),
    ("DescribeContinuousBackups", ON, same("DescribeContinuousBackups")),
    ("UpdateContinuousBackups", {**ON, **RECOVERY}, same("UpdateContinuousBackups")),
    # Developer Guide, "Using IAM with DynamoDB backup and restore".
    (
        "RestoreTableFromBackup",
        {"BackupArn": BACKUP, "TargetTableName": "films"},
        [("RestoreTableFromBackup", BACKUP, BACKUP), *FILMS_WRITTEN],
    ),
    (
        "RestoreTableToPointInTime",
        {"SourceTableName": "music", **LATEST},
        [("RestoreTableToPointInTime", MUSIC), *FILMS_WRITTEN],
    ),
    (
        "RestoreTableToPointInTime",
        {"SourceTableArn": MUSIC, **LATEST},
        [("RestoreTableToPointInTime", MUSIC, MUSIC), *FILMS_WRITTEN],
    ),
    # Developer Guide, "Requesting a table export". The service asks for the puts later.
    (
        "ExportTableToPointInTime",
        {"TableArn": MUSIC, "S3Bucket": "exported", "S3Prefix": "a/b"},
        [
            ("ExportTableToPointInTime", MUSIC, MUSIC),
            ("s3:PutObject", "arn:aws:s3:::exported/a/b/AWSDynamoDB/*", ""),
        ],
    ),
    ("DescribeExport", {"ExportArn": EXPORT}, [("DescribeExport", EXPORT, EXPORT)]),
    ("ListExports", {"TableArn": MUSIC}, [("ListExports", ANYTHING, "")]),
    # Developer Guide, "Requesting a table import in DynamoDB": IAM permissions.
    (
        "ImportTable",
        {
            "ClientToken": "token",
            "S3BucketSource": {"S3Bucket": "data", "S3KeyPrefix": "a/"},
            "InputFormat": "DYNAMODB_JSON",
            "TableCreationParameters": SCHEMA,
        },
        [("ImportTable", MUSIC), *READ_DATA],
    ),
    ("DescribeImport", {"ImportArn": IMPORT}, [("DescribeImport", IMPORT, IMPORT)]),
    ("ListImports", {}, [("ListImports", ANYTHING, "")]),
    (
        "StartBulkPutItems",
        {
            **ON,
            "InputS3Configuration": JSON_IN,
            "OutputS3Configuration": {"S3Bucket": "report", "OutputType": ["ERROR"]},
        },
        [
            ("StartBulkPutItems", MUSIC),
            ("PutItem", MUSIC),
            *READ_DATA,
            ("s3:PutObject", "arn:aws:s3:::report/*", ""),
        ],
    ),
    (
        "DescribeBulkOperation",
        {"BulkOperationArn": BULK},
        [("DescribeBulkOperation", BULK, BULK)],
    ),
    ("CancelBulkOperation", {"BulkOperationArn": BULK}, [("CancelBulkOperation", BULK, BULK)]),
    ("ListBulkOperations", {}, [("ListBulkOperations", ANYTHING, "")]),
    ("GetItem", {**ON, "Key": KEY}, same("GetItem")),
    ("GetItem", {"TableName": ELSEWHERE, "Key": KEY}, [("GetItem", ELSEWHERE, ELSEWHERE)]),
    ("PutItem", {**ON, "Item": KEY}, same("PutItem")),
    ("UpdateItem", {**ON, "Key": KEY}, same("UpdateItem")),
    ("DeleteItem", {**ON, "Key": KEY}, same("DeleteItem")),
    (
        "Query",
        {
            **ON,
            "KeyConditionExpression": "pk = :v",
            "ExpressionAttributeValues": {":v": {"S": "a"}},
        },
        same("Query"),
    ),
    # ionic-team/starters issue 46 shows the text about an index.
    (
        "Query",
        {
            **ON,
            "IndexName": "by_year",
            "KeyConditionExpression": "pk = :v",
            "ExpressionAttributeValues": {":v": {"S": "a"}},
        },
        [("Query", f"{MUSIC}/index/by_year", "music")],
    ),
    ("Scan", ON, same("Scan")),
    ("Scan", {**ON, "IndexName": "by_year"}, [("Scan", f"{MUSIC}/index/by_year", "music")]),
    (
        "SearchVectors",
        {**ON, "IndexName": "near", "SearchVector": [{"N": "1"}], "TopK": 1},
        [("SearchVectors", f"{MUSIC}/index/near", "music"), ("SearchVectors", MUSIC)],
    ),
    (
        "BatchGetItem",
        {"RequestItems": {"films": {"Keys": [KEY]}, "music": {"Keys": [KEY, OTHER]}}},
        same("BatchGetItem", FILMS, MUSIC),
    ),
    # Never PutItem or DeleteItem: chanzuckerberg/napari-hub pull request 1048.
    (
        "BatchWriteItem",
        {
            "RequestItems": {
                "music": [{"PutRequest": {"Item": KEY}}],
                "films": [{"DeleteRequest": {"Key": KEY}}],
            }
        },
        same("BatchWriteItem", MUSIC, FILMS),
    ),
    (
        "TransactGetItems",
        {
            "TransactItems": [
                {"Get": {**ON, "Key": KEY}},
                {"Get": {"TableName": "films", "Key": KEY}},
                {"Get": {**ON, "Key": OTHER}},
            ]
        },
        same("GetItem", MUSIC, FILMS),
    ),
    # A refused transaction names DeleteItem: intrale/platform, evidence of its IAM policies, 2026.
    (
        "TransactWriteItems",
        {
            "TransactItems": [
                {"Delete": {**ON, "Key": KEY}},
                {"ConditionCheck": {**ON, "Key": OTHER, **CHECK}},
                {"Put": {"TableName": "films", "Item": KEY}},
                {"Update": {**ON, "Key": {"pk": {"S": "c"}}, "UpdateExpression": "SET a = pk"}},
                {"Delete": {**ON, "Key": {"pk": {"S": "d"}}}},
            ]
        },
        [
            ("DeleteItem", MUSIC),
            ("ConditionCheckItem", MUSIC),
            ("PutItem", FILMS),
            ("UpdateItem", MUSIC),
        ],
    ),
    ("ExecuteStatement", {"Statement": SELECT}, same("PartiQLSelect")),
    (
        "ExecuteStatement",
        {"Statement": BY_INDEX},
        [("PartiQLSelect", f"{MUSIC}/index/by_year", "music")],
    ),
    ("ExecuteStatement", {"Statement": INSERT}, same("PartiQLInsert", FILMS)),
    ("ExecuteStatement", {"Statement": UPDATE}, same("PartiQLUpdate")),
    ("ExecuteStatement", {"Statement": DELETE}, same("PartiQLDelete")),
    (
        "BatchExecuteStatement",
        {"Statements": statements(UPDATE, INSERT, "no statement", UPDATE)},
        [("PartiQLUpdate", MUSIC), ("PartiQLInsert", FILMS)],
    ),
    # The answer has only the error of the statement.
    ("BatchExecuteStatement", {"Statements": statements("no statement")}, None),
    (
        "ExecuteTransaction",
        {"TransactStatements": statements(DELETE, EXISTS)},
        [("PartiQLDelete", MUSIC), ("PartiQLSelect", MUSIC)],
    ),
    ("CreateTable", SCHEMA, same("CreateTable")),
    ("CreateTable", {**SCHEMA, "Tags": []}, same("CreateTable")),
    (
        "CreateTable",
        {**SCHEMA, "Tags": TAGS},
        [("CreateTable", MUSIC), ("TagResource", MUSIC)],
    ),
    (
        "CreateTable",
        {**SCHEMA, "Tags": TAGS, "ResourcePolicy": POLICY},
        [("CreateTable", MUSIC), ("TagResource", MUSIC), ("PutResourcePolicy", MUSIC)],
    ),
    (
        "PutResourcePolicy",
        {"ResourceArn": MUSIC, "Policy": POLICY},
        [("PutResourcePolicy", MUSIC, MUSIC)],
    ),
    ("GetResourcePolicy", {"ResourceArn": STREAM}, [("GetResourcePolicy", STREAM, STREAM)]),
    ("DeleteResourcePolicy", {"ResourceArn": MUSIC}, [("DeleteResourcePolicy", MUSIC, MUSIC)]),
    ("UpdateTable", {**ON, "DeletionProtectionEnabled": True}, same("UpdateTable")),
    ("DescribeTable", ON, same("DescribeTable")),
    ("DeleteTable", ON, same("DeleteTable")),
    ("DescribeTimeToLive", ON, same("DescribeTimeToLive")),
    (
        "UpdateTimeToLive",
        {**ON, "TimeToLiveSpecification": {"AttributeName": "a", "Enabled": True}},
        same("UpdateTimeToLive"),
    ),
    ("TagResource", {"ResourceArn": MUSIC, "Tags": TAGS}, [("TagResource", MUSIC, MUSIC)]),
    ("UntagResource", {"ResourceArn": MUSIC, "TagKeys": ["k"]}, [("UntagResource", MUSIC, MUSIC)]),
    ("ListTagsOfResource", {"ResourceArn": MUSIC}, [("ListTagsOfResource", MUSIC, MUSIC)]),
    # AntonShuvaev/intellij-dynamodb issue 20.
    ("ListTables", {}, [("ListTables", arn_of("*"), "")]),
    ("DescribeLimits", {}, [("DescribeLimits", ANYTHING, "")]),
    ("DescribeEndpoints", {}, [("DescribeEndpoints", ANYTHING, "")]),
    ("ListStreams", ON, [("ListStreams", ANYTHING, "")]),
    ("DescribeStream", {"StreamArn": STREAM}, [("DescribeStream", STREAM, STREAM)]),
    (
        "GetShardIterator",
        {"StreamArn": STREAM, "ShardId": f"shardId-{0:021}", "ShardIteratorType": "LATEST"},
        [("GetShardIterator", STREAM, STREAM)],
    ),
    (
        "GetRecords",
        {"ShardIterator": iterator_to_text(ShardIterator(STREAM, 1, "shardId-1", 1, 1))},
        [("GetRecords", STREAM, STREAM)],
    ),
]

OPERATIONS = {
    each.name: each for api in (DYNAMODB, DYNAMODB_STREAMS) for each in api.operations.values()
}
# Members that rules of the other APIs read.
NAMES = {
    **dict.fromkeys(("UserName", "NewUserName", "GroupName", "RoleName", "PolicyName"), "n"),
    **dict.fromkeys(("InstanceProfileName", "Name", "AccessKeyId"), "n"),
    **dict.fromkeys(
        ("PolicyArn", "PolicySourceArn", "RoleArn"), f"arn:aws:iam::{ACCOUNT}:policy/n"
    ),
    "Arn": f"arn:aws:iam::{ACCOUNT}:user/n",
    "Url": "https://issuer.example",
    "OpenIDConnectProviderArn": f"arn:aws:iam::{ACCOUNT}:oidc-provider/issuer.example",
    "AWSServiceName": "dax.amazonaws.com",
    "DeletionTaskId": "task/aws-service-role/dax.amazonaws.com/n/1",
}


def expected(pair: Pair) -> tuple[str, str, str]:
    action, resource, *name = pair
    named = action if ":" in action else f"dynamodb:{action}"
    return named, resource, name[0] if name else resource.rpartition("/")[2]


@pytest.mark.parametrize(("name", "request_", "pairs"), ROWS)
def test_what_a_request_needs(
    name: str, request_: dict[str, Any], pairs: list[Pair] | None
) -> None:
    operation = OPERATIONS[name]
    operation.shape.check(request_)
    checked = operation.check(request_)
    needed = result_of(operation.authorizations(request_, checked, Caller().context))
    assert (None if needed is None else [each[:3] for each in needed]) == (
        None if pairs is None else [expected(pair) for pair in pairs]
    )


@pytest.mark.parametrize(
    "operation", [each for api in (IAM, STS) for each in api.operations.values()]
)
def test_every_operation_of_other_apis_needs_something_or_says_that_it_does_not(
    operation: Operation,
) -> None:
    needed = result_of(operation.authorizations(NAMES, NAMES, Caller().context))
    if needed is None:
        assert operation.name in (
            *("GetCallerIdentity", "GetSessionToken"),
            *("AssumeRole", "AssumeRoleWithWebIdentity"),  # the role's trust policy decides
        )
    else:
        prefixes = {each.action.partition(":")[0] for each in needed}
        assert len(prefixes) == 1
        assert prefixes < {"iam", "sts"}


def test_every_operation_has_a_row() -> None:
    assert OPERATIONS.keys() == {name for name, _, _ in ROWS} | {each.name for each in REFUSED}


@pytest.mark.parametrize("operation", REFUSED)
def test_nothing_allows_a_refused_operation(operation: Operation) -> None:
    assert result_of(operation.authorizations({}, {}, Caller().context)) == ()


@pytest.mark.parametrize(("name", "request_", "pairs"), ROWS)
def test_the_target_of_a_table_rule_names_the_resource(
    name: str, request_: dict[str, Any], pairs: list[Pair] | None
) -> None:
    operation = OPERATIONS[name]
    if operation.table_rule is None:
        return
    assert pairs is not None
    assert len(pairs) == 1
    target = operation.table_rule.target(request_)
    assert table_resource(target, Caller().context) == pairs[0][1]


def test_actions_that_other_accounts_may_be_allowed() -> None:
    """Source: Developer Guide, "DynamoDB API operations supported by resource-based policies"."""
    asked = {
        action
        for name, request, pairs in ROWS
        if pairs is not None and not name.startswith(("Execute", "BatchExecute"))
        for action, *_ in pairs
    }
    refused = {
        *("CreateTable", "DescribeTimeToLive", "UpdateTimeToLive", "SearchVectors"),
        *("ListTables", "ListStreams", "DescribeLimits", "DescribeEndpoints"),
        *("PutResourcePolicy", "GetResourcePolicy", "DeleteResourcePolicy"),
        *("CreateBackup", "DescribeBackup", "DeleteBackup", "ListBackups"),
        *("DescribeContinuousBackups", "UpdateContinuousBackups"),
        *("RestoreTableFromBackup", "RestoreTableToPointInTime"),
        *("ExportTableToPointInTime", "DescribeExport", "ListExports", "s3:PutObject"),
        *("ImportTable", "DescribeImport", "ListImports", "StartBulkPutItems"),
        *("DescribeBulkOperation", "CancelBulkOperation", "ListBulkOperations"),
        *("s3:ListBucket", "s3:GetObject", "s3:PutObject"),
    }
    shared = {
        action for api in (DYNAMODB, DYNAMODB_STREAMS) for action in api.permissions.shared_actions
    }
    assert shared == {f"dynamodb:{action}" for action in asked - refused}


def test_operations_on_items_of_one_table_have_a_table_rule() -> None:
    items = {"GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"}
    ruled = {name for name, each in OPERATIONS.items() if isinstance(each.rule, TableRule)}
    assert items < ruled
    assert {name for name in ruled if OPERATIONS[name].table_rule is None} == set()
