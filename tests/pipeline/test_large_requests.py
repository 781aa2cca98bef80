"""Requests with large bodies, and large answers."""

import gzip
from contextlib import suppress
from functools import partial

import orjson
import pytest

from jedlik.apis.api import Answer
from jedlik.apis.registry import APIS
from jedlik.core.errors import Reject
from jedlik.core.pauses import PAUSES
from jedlik.engine.context import Context
from jedlik.pipeline.stages import LARGE_BODY_BYTES
from tests.core.test_pauses import Looks
from tests.engine.in_memory import table
from tests.looping import count_turns, stepped_clock
from tests.pipeline.in_memory import Believing, pipeline, request, services
from tests.pipeline.test_stages import (
    ATTRIBUTES,
    KEY,
    SERIALIZATION,
    UNKNOWN,
    refuse,
    respond,
    type_of,
    with_operation,
)

LARGE = LARGE_BODY_BYTES + 1
NO_JSON = b"[" * LARGE
MANY = 20_000


def put(values: int) -> bytes:
    """Returns a PutItem whose list has so many small values."""
    item = {"pk": {"S": "a"}, "l": {"L": [{"N": "1.0"}, {"M": {"a": {"L": []}}}] * (values // 2)}}
    return orjson.dumps({"TableName": "music", "Item": item})


def test_a_large_body_is_decoded_after_the_signature() -> None:
    refusing = pipeline(services(authenticator=Believing(refuse)))
    answer = respond(request(body=NO_JSON), refusing)
    assert type_of(answer).endswith("#MissingAuthenticationTokenException")
    assert type_of(respond(request(body=NO_JSON[:-1]), refusing)) == SERIALIZATION
    without_claim = request(body=NO_JSON, without="authorization")
    assert type_of(respond(without_claim)).endswith("#MissingAuthenticationTokenException")


def test_a_large_body_that_is_no_json() -> None:
    assert type_of(respond(request(body=NO_JSON))) == SERIALIZATION
    assert type_of(respond(request("NoSuchOperation", NO_JSON))) == UNKNOWN


def test_a_large_request_takes_turns_and_is_answered_the_same() -> None:
    served = pipeline()
    created = request("CreateTable", orjson.dumps({**table(), "KeySchema": KEY, **ATTRIBUTES}))
    assert respond(created, served).status == 200
    for body, status in (
        (put(20_000), 200),
        (put(20_000).replace(b'"1.0"', b'"x"', 1), 400),
        (put(20_000).replace(b'"1.0"', b"1", 1), 400),
        (put(20_000)[:-1], 400),
    ):
        with stepped_clock():
            answer, turned = count_turns(partial(served.respond, request("PutItem", body)))
        assert answer.status == status, answer.body
        assert turned > 20
    key = orjson.dumps({"TableName": "music", "Key": {"pk": {"S": "a"}}})
    found = orjson.loads(respond(request("GetItem", key), served).body)["Item"]["l"]["L"]
    assert found == [{"N": "1"}, {"M": {"a": {"L": []}}}] * 10_000


HASH = [{"AttributeName": "a1", "KeyType": "HASH"}]
INDEX = {"KeySchema": HASH, "Projection": {"ProjectionType": "ALL"}}
ITEM = {"TableName": "music", "Item": {"pk": {"S": "a"}}}


def many(form: str) -> dict[str, object]:
    """Returns MANY members, each named by its number."""
    return {f"a{at}": orjson.loads(form) for at in range(MANY)}


def definitions() -> list[object]:
    return [{"AttributeName": f"a{at}", "AttributeType": "S"} for at in range(MANY)]


@pytest.mark.parametrize(
    ("operation", "members", "looks"),
    [
        ("CreateTable", {"AttributeDefinitions": definitions(), "KeySchema": HASH}, 500),
        (
            "CreateTable",
            {
                "AttributeDefinitions": definitions()[1:2],
                "KeySchema": HASH,
                "GlobalSecondaryIndexes": [{**INDEX, "IndexName": f"i-{at}"} for at in range(MANY)],
            },
            2_000,
        ),
        ("PutItem", {"Item": {"pk": {"S": "a"}, "l": {"L": list(many("{}").values())}}}, 300),
        ("PutItem", {**ITEM, "Expected": many('{"Exists":false}')}, 1_000),
        ("Query", {"KeyConditions": many('{"ComparisonOperator":"NULL"}')}, 1_000),
        (
            "UpdateItem",
            {"Key": {"pk": {"S": "a"}}, "AttributeUpdates": many('{"Action":"DELETE"}')},
            1_000,
        ),
        (
            "Scan",
            {
                "ScanFilter": {
                    "a": {
                        "ComparisonOperator": "IN",
                        "AttributeValueList": list(many('{"S":"a"}').values()),
                    }
                }
            },
            600,
        ),
        (
            "ExecuteStatement",
            {
                "Statement": "SELECT * FROM music WHERE pk = ?",
                "Parameters": list(many('{"S":"a"}').values()),
            },
            500,
        ),
    ],
    ids=[
        *("definitions", "indexes", "values without type", "Expected", "KeyConditions"),
        *("AttributeUpdates", "ScanFilter", "parameters"),
    ],
)
def test_each_walk_through_many_members_pauses(
    operation: str, members: dict[str, object], looks: int
) -> None:
    checked = APIS[0].operations[operation]
    asked: dict[str, object] = {"BillingMode": "PAY_PER_REQUEST"} | members
    with Looks(100) as looked, suppress(Reject):
        checked.check(checked.shape.check({"TableName": "music", **asked}))
    assert looked.count > looks


WRONG = {"b": {"Exists": True}}


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("PutItem", {**ITEM, "Expected": many('{"Exists":false}')}),
        ("PutItem", {**ITEM, "Expected": many('{"Exists":false}') | WRONG}),
        ("Query", {"KeyConditions": many('{"ComparisonOperator":"NULL"}')}),
        ("Scan", {"ScanFilter": many('{"ComparisonOperator":"NULL"}')}),
        (
            "UpdateItem",
            {"Key": {"pk": {"S": "a"}}, "AttributeUpdates": many('{"Action":"DELETE"}')},
        ),
    ],
)
def test_what_legacy_parameters_become_is_freed_in_pieces(
    operation: str, members: dict[str, object]
) -> None:
    """A list keeps it until the work is over, also if the request is refused."""
    checked = APIS[0].operations[operation]
    leftovers: list[list[object]] = []
    with Looks(100) as looked, suppress(Reject):
        PAUSES.begin(looked, 100, leftovers)
        checked.check(checked.shape.check({"TableName": "music", **members}))
    assert len(leftovers) == 1
    assert len(leftovers[0]) == MANY


@pytest.mark.parametrize(
    "value",
    [
        "[" + '"",' * (1 << 19) + '""]',
        "{" + ",".join([f'"{at}":0' for at in range((1 << 18) + 1)]) + "}",
        '{"' + "a" * 300_000 + '":0}',
    ],
    ids=["list", "object", "name"],
)
def test_what_is_larger_than_any_valid_value_is_refused(value: str) -> None:
    answer = respond(request("PutItem", b'{"Item":%b}' % value.encode()))
    assert type_of(answer) == SERIALIZATION
    assert b"larger than any valid one" in answer.body


def test_a_small_request_takes_no_turn() -> None:
    assert count_turns(lambda: pipeline().respond(request()))[1] == 0


def test_a_large_answer_is_compressed_before_it_is_written() -> None:
    async def answer_large(_: object, __: Context) -> Answer:
        return {"Text": "x" * LARGE}

    served = pipeline(apis=[with_operation(answer_large)])
    plain = respond(request(), served)
    assert not plain.is_encoded
    answer = respond(request(accept_encoding=b"gzip"), served)
    assert answer.is_encoded
    assert b"Content-Encoding: gzip\r\n" in answer.headers
    assert gzip.decompress(answer.body) == plain.body
    refused = respond(request(accept_encoding=b"br"), served)
    assert (refused.is_encoded, refused.body) == (False, plain.body)
