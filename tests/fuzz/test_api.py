"""Any JSON sent to any operation gets an answer or a well-formed error, quickly, and never a crash.

Requests start as valid ones and are changed in a few places: a value of another type, an unusual
text, a member that is missing or repeated elsewhere. JEDLIK_FUZZ_REQUESTS sets their number,
JEDLIK_SEED the seed.
"""

import asyncio
import copy
import os
import random
from typing import Any

import orjson
import pytest

from jedlik.apis.api import Api
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb.operations import refused
from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS
from jedlik.apis.dynamodb_streams.shard_iterator import ShardIterator, iterator_to_text
from jedlik.core.keys.position import position_at
from jedlik.core.types.arn import stream_arn
from jedlik.engine.log_partitions import new_partition
from jedlik.features.streams.change import stream_label
from jedlik.features.streams.records import sequence_number
from jedlik.pipeline.stages import Pipeline
from jedlik.wire.http.message import HttpResponse
from tests.engine.in_memory import ACCOUNT, START_MS, api_of, arn_of, table, units
from tests.figures import count as count_figures
from tests.fuzz.backups import BACKUPS
from tests.fuzz.cpu_time import little_work
from tests.fuzz.statements import STATEMENTS
from tests.fuzz.transfers import ANSWERS, TRANSFERS
from tests.fuzz.vectors import SEARCHES, VECTOR_TABLE
from tests.pipeline.in_memory import pipeline, request

REQUESTS = int(os.environ.get("JEDLIK_FUZZ_REQUESTS", "18000"))
SEED = int(os.environ.get("JEDLIK_SEED", "1"))
CHUNKS = 6

KEY = {"pk": {"S": "a"}}
ITEM: dict[str, Any] = {
    **KEY,
    "n": {"N": "5"},
    "b": {"B": "AQI="},
    "t": {"BOOL": True},
    "z": {"NULL": True},
    "ss": {"SS": ["a", "b"]},
    "ns": {"NS": ["1", "2"]},
    "bs": {"BS": ["AQ==", "Ag=="]},
    "l": {"L": [{"S": "x"}, {"M": {"y": {"N": "1"}}}]},
    "m": {"M": {"k": {"L": []}, "n": {"N": "1"}}},
}
VALUES = {":n": {"N": "1"}, ":l": {"L": [{"S": "q"}]}, ":s": {"SS": ["c"]}, ":p": {"S": "a"}}
CONDITION = {
    "ConditionExpression": "(n = :n OR contains(ss, :p)) AND size(#m) > :n AND NOT l[0] IN (:p)",
    "ExpressionAttributeNames": {"#m": "m"},
    "ExpressionAttributeValues": {":n": {"N": "1"}, ":p": {"S": "a"}},
}
COMPARED = {"n": {"ComparisonOperator": "GT", "AttributeValueList": [{"N": "1"}]}}
ALL = {"ReturnConsumedCapacity": "INDEXES"}
ON = {"TableName": "music"}
TIME_TO_LIVE = {"Enabled": True, "AttributeName": "expires"}
STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
STREAMED = {**table(), "StreamSpecification": STREAM}
LABEL = stream_label(START_MS)
STREAM_ARN = stream_arn(arn_of(), LABEL)
SHARD_ID = new_partition(LABEL, START_MS, 0)["ShardId"]
SHARD = {"StreamArn": STREAM_ARN, "ShardId": SHARD_ID}
ITERATOR = iterator_to_text(ShardIterator(STREAM_ARN, 1, SHARD_ID, 0, START_MS))
POLICY = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"'
    + ACCOUNT
    + '"},"Action":"dynamodb:GetItem","Resource":"*"}]}'
)
VALID: dict[str, list[dict[str, Any]]] = {
    **STATEMENTS,
    **(BACKUPS | TRANSFERS),
    "PutItem": [
        {**ON, "Item": ITEM, **ALL, "ReturnValues": "ALL_OLD"},
        {**ON, "Item": ITEM, **CONDITION, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"},
        {
            **ON,
            "Item": ITEM,
            "Expected": {"m": {"Exists": True, "Value": {"N": "5"}}, **COMPARED},
            "ConditionalOperator": "OR",
        },
    ],
    "GetItem": [
        {**ON, "Key": KEY, "ConsistentRead": True, **ALL},
        {
            **ON,
            "Key": KEY,
            "ProjectionExpression": "n, l[1].y, #m.k",
            "ExpressionAttributeNames": {"#m": "m"},
        },
        {**ON, "Key": KEY, "AttributesToGet": ["n", "l"]},
    ],
    "UpdateItem": [
        {
            **ON,
            "Key": KEY,
            "UpdateExpression": "SET n = if_not_exists(n, :n) + :n, l[7] = :p, m.k = "
            "list_append(m.k, :l) REMOVE b ADD x :n DELETE ss :s",
            "ExpressionAttributeValues": VALUES,
            "ReturnValues": "UPDATED_NEW",
            **ALL,
        },
        {
            **ON,
            "Key": KEY,
            "AttributeUpdates": {
                "n": {"Action": "ADD", "Value": {"N": "1"}},
                "ss": {"Action": "DELETE", "Value": {"SS": ["b"]}},
                "q": {"Value": {"S": "x"}},
            },
            "Expected": {"absent": {"Exists": False}},
            "ReturnValues": "ALL_NEW",
        },
    ],
    "DeleteItem": [{**ON, "Key": KEY, **CONDITION}, {**ON, "Key": KEY, "Expected": COMPARED}],
    "Query": [
        {
            **ON,
            "KeyConditionExpression": "pk = :p",
            "FilterExpression": "n BETWEEN :n AND :n OR attribute_type(l, :t)",
            "ProjectionExpression": "n, m",
            "ExpressionAttributeValues": {":p": {"S": "a"}, ":n": {"N": "5"}, ":t": {"S": "L"}},
            "Limit": 3,
            "ScanIndexForward": False,
            **ALL,
        },
        {
            **ON,
            "KeyConditions": {
                "pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}
            },
            "QueryFilter": COMPARED,
            "Select": "COUNT",
        },
    ],
    "Scan": [
        {**ON, "Segment": 0, "TotalSegments": 2, "ExclusiveStartKey": KEY, "Limit": 1, **ALL},
        {
            **ON,
            "FilterExpression": "begins_with(pk, :p)",
            "ExpressionAttributeValues": {":p": {"S": "a"}},
        },
        {**ON, "ScanFilter": {**COMPARED, "l": {"ComparisonOperator": "NULL"}}},
    ],
    "BatchGetItem": [
        {"RequestItems": {"music": {"Keys": [KEY, {"pk": {"S": "b"}}], "ConsistentRead": True}}},
        {"RequestItems": {"music": {"Keys": [KEY], "ProjectionExpression": "n, l[0]"}}, **ALL},
    ],
    "BatchWriteItem": [
        {
            "RequestItems": {
                "music": [
                    {"PutRequest": {"Item": ITEM}},
                    {"DeleteRequest": {"Key": {"pk": {"S": "z"}}}},
                ]
            },
            **ALL,
        }
    ],
    "TransactWriteItems": [
        {
            "TransactItems": [
                {"Put": {**ON, "Item": {**ITEM, "pk": {"S": "t"}}}},
                {"ConditionCheck": {**ON, "Key": KEY, "ConditionExpression": "n <> l[3]"}},
                {"Delete": {**ON, "Key": {"pk": {"S": "z"}}}},
            ],
            "ClientRequestToken": "token",
            **ALL,
        }
    ],
    "TransactGetItems": [{"TransactItems": [{"Get": {**ON, "Key": KEY}}], **ALL}],
    "CreateTable": [
        table("created"),
        VECTOR_TABLE,
        {
            **{name: value for name, value in table("made").items() if name != "BillingMode"},
            "ProvisionedThroughput": units(1, 2),
            "Tags": [{"Key": "k", "Value": "v"}],
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
            "SSESpecification": {"Enabled": True, "SSEType": "KMS"},
            "DeletionProtectionEnabled": False,
            "TableClass": "STANDARD",
        },
    ],
    "SearchVectors": SEARCHES,
    "UpdateTable": [{**ON, "BillingMode": "PROVISIONED", "ProvisionedThroughput": units(3, 4)}],
    "DeleteTable": [{"TableName": "created"}],
    "DescribeTable": [ON],
    "ListTables": [{"Limit": 2, "ExclusiveStartTableName": "aaa"}],
    "UpdateTimeToLive": [{**ON, "TimeToLiveSpecification": TIME_TO_LIVE}],
    "DescribeTimeToLive": [ON],
    "TagResource": [{"ResourceArn": arn_of(), "Tags": [{"Key": "a", "Value": "b"}]}],
    "UntagResource": [{"ResourceArn": arn_of(), "TagKeys": ["a"]}],
    "ListTagsOfResource": [{"ResourceArn": arn_of()}],
    "PutResourcePolicy": [{"ResourceArn": arn_of(), "Policy": POLICY}],
    "GetResourcePolicy": [{"ResourceArn": arn_of()}],
    "DeleteResourcePolicy": [{"ResourceArn": arn_of()}],
    "DescribeEndpoints": [{}],
    "DescribeLimits": [{}],
    "ListStreams": [{**ON, "Limit": 5, "ExclusiveStartStreamArn": STREAM_ARN}],
    "DescribeStream": [
        {"StreamArn": STREAM_ARN, "Limit": 5, "ExclusiveStartShardId": SHARD_ID},
        {
            "StreamArn": STREAM_ARN,
            "ShardFilter": {"Type": "CHILD_SHARDS", "ShardId": SHARD_ID},
        },
    ],
    "GetShardIterator": [
        {**SHARD, "ShardIteratorType": "LATEST"},
        {**SHARD, "ShardIteratorType": "AT_TIMESTAMP", "Timestamp": START_MS / 1000},
        {
            **SHARD,
            "ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
            "SequenceNumber": sequence_number(position_at(START_MS)),
        },
    ],
    "GetRecords": [{"ShardIterator": ITERATOR, "Limit": 10}],
}

PIECES = """
    a b pk n :n :p #m m.k l[0] l[99999999999999999999] SET REMOVE size( ( ) AND BETWEEN IN
    NONE ALL_OLD ALL_NEW COUNT TOTAL SPECIFIC_ATTRIBUTES EQ PUT ADD music absent bad!name x
    5 -1e125 1e126 1e-130 1e99999999999999999999 NaN 0x10 AQ== A=== %%
"""
TEXTS = PIECES.split()
ODD: list[Any] = [
    *TEXTS,
    "",
    " ",
    "\0",
    "\U0001d11e\uffff",
    "x" * 70_000,
    "(" * 3_000,
    "a" + ".a" * 3_000,
    "9" * 5_000,
    None,
    True,
    False,
    0,
    -1,
    1.5,
    2**31,
    2**63,
    1e300,
    [],
    {},
    [[]],
    {"": {}},
    {"S": "a"},
    {"N": "1"},
    {"X": "a"},
    {"S": None},
    {"S": "a", "N": "1"},
    {"M": {}},
    {"L": []},
    {"SS": []},
    {"NS": ["1", "1.0"]},
    {"B": "!"},
    ITEM,
]


def nested(levels: int) -> bytes:
    """Returns the JSON text of a value in alternating lists and maps.

    It is a text because no JSON encoder of ours can nest that deeply.
    """
    pairs = [(b'{"L":[', b"]}"), (b'{"M":{"m":', b"}}")]
    opened = b"".join(pairs[at % 2][0] for at in range(levels))
    closed = b"".join(pairs[at % 2][1] for at in reversed(range(levels)))
    return opened + b'{"S":"leaf"}' + closed


# Placeholders for values that are nested too deeply for a Python value.
DEEP = {f"@deep {levels}": nested(levels) for levels in (31, 32, 63, 400, 600, 5000)}
ODD += DEEP


def body_of(members: object) -> bytes:
    """Returns a request as JSON."""
    body = orjson.dumps(members)
    if b"@deep" in body:
        for name, value in DEEP.items():
            body = body.replace(b'"%b"' % name.encode(), value)
    return body


def places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Returns every (container, key or index) inside a request."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for at, inner in entries:
        found.append((value, at))
        if isinstance(inner, dict | list):
            places(inner, found)
    return found


def mutated(chance: random.Random, right: dict[str, Any]) -> dict[str, Any]:
    """Returns a valid request, changed in zero to three places."""
    members = copy.deepcopy(right)
    for _ in range(chance.choice([0, 1, 1, 1, 2, 3])):
        found = places(members, [])
        if not found:
            return {chance.choice(TEXTS): copy.deepcopy(chance.choice(ODD))}
        container, at = chance.choice(found)
        way = chance.random()
        if way < 0.6:
            container[at] = copy.deepcopy(chance.choice(ODD))
        elif way < 0.75:
            del container[at]
        elif way < 0.9 and isinstance(container, dict):
            container[chance.choice([*TEXTS, "", "S", "N", "M", "Limit", "Key"])] = container[at]
        elif isinstance(container[at], str):
            cut = chance.randrange(len(container[at]) + 1)
            container[at] = container[at][:cut] + chance.choice(TEXTS) + container[at][cut:]
        else:
            container[at] = [container[at]] * 30
    return members


def check_form(answer: HttpResponse, api: Api) -> None:
    """Asserts that an answer is a success with JSON or no body, or an error of the service."""
    decoded = orjson.loads(answer.body) if answer.body else {}
    assert isinstance(decoded, dict)
    if answer.status == 200:
        assert not answer.error_code
        return
    row = api.errors[answer.error_code]
    assert answer.status == row.http_status == 400
    assert decoded["__type"] == f"{row.namespace}#{row.code}"
    message = decoded.get("message", decoded.get("Message", ""))
    assert isinstance(message, str)


async def send(to: Pipeline, name: str, members: object) -> int:
    """Sends a request and checks the answer. Returns its status."""
    body = body_of(members)
    with little_work(f"seed {SEED}: {name} {body[:2000]!r}"):
        answer = await to.respond(request(name, body))
    details = f"seed {SEED}: {name} {body[:2000]!r} -> {answer.status} {answer.body[:300]!r}"
    try:
        check_form(answer, api_of(name))
    except (AssertionError, KeyError, ValueError) as error:
        raise AssertionError(details) from error
    return answer.status


def test_every_operation_has_a_valid_request() -> None:
    names = {*DYNAMODB.names, *DYNAMODB_STREAMS.names}
    assert VALID.keys() == names - {each.name for each in refused.OPERATIONS}

    async def all_right() -> None:
        to = pipeline()
        await send(to, "CreateTable", STREAMED)
        for name, examples in VALID.items():
            for members in examples:
                answer = await to.respond(request(name, orjson.dumps(members)))
                assert answer.error_code in ANSWERS, (name, answer.body)

    asyncio.run(all_right())


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_changed_requests(chunk: int) -> None:
    chance, count = random.Random(f"{SEED} {chunk}"), REQUESTS // CHUNKS

    async def run() -> int:
        to, accepted = pipeline(), 0
        for at in range(count):
            if at % 50 == 0:  # a request may have deleted them
                await send(to, "CreateTable", STREAMED)
                await send(to, "PutItem", {**ON, "Item": ITEM})
            name = chance.choice(list(VALID))
            status = await send(to, name, mutated(chance, chance.choice(VALID[name])))
            accepted += status == 200
        return accepted

    count_figures(mutated_requests=count)
    # Some requests must be accepted, and some must be refused.
    assert 0.1 < asyncio.run(run()) / count < 0.9


@pytest.mark.parametrize("name", VALID)
def test_json_that_is_no_request(name: str) -> None:
    async def run() -> None:
        to = pipeline()
        for members in ODD:
            await send(to, name, members)
        for members in VALID[name]:
            for member in members:
                await send(to, name, {member: "@deep 63"})

    asyncio.run(run())
