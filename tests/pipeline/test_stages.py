"""The stages of a request and their order: as dynalite's `test/connection.js` recorded it.

What each stage finds wrong is tested where the stage is; here, which of two faults is told.
"""

import asyncio
import gzip
import logging
from collections.abc import Awaitable
from typing import Any

import orjson
import pytest

from jedlik.apis.api import Answer
from jedlik.apis.registry import OPERATION_BY_NAME
from jedlik.core.errors import Reject, ServiceError
from jedlik.engine.context import Context
from jedlik.pipeline.authenticate import Caller
from jedlik.pipeline.stages import Pipeline
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.engine.in_memory import table
from tests.pipeline.in_memory import pipeline, request

NO_CLAIM = ServiceError("MissingAuthenticationTokenException", "Request is missing a token")
SERIALIZATION = "com.amazon.coral.service#SerializationException"
UNKNOWN = "com.amazon.coral.service#UnknownOperationException"
VALIDATION = "com.amazon.coral.validate#ValidationException"


def respond(sent: HttpRequest, to: Pipeline | None = None) -> HttpResponse:
    return asyncio.run((to or pipeline()).respond(sent))


def members_of(answer: HttpResponse) -> tuple[object, ...]:
    """All an answer says."""
    known = (answer.operation, answer.error_code, answer.access_key_id)
    return answer.status, answer.headers, answer.body, *known


def type_of(answer: HttpResponse) -> str:
    """The `__type` of an error."""
    found: str = orjson.loads(answer.body)["__type"]
    return found


def refuse(*_: object) -> Caller:
    raise Reject(NO_CLAIM)


# --- answers -------------------------------------------------------------------------------------


def test_an_answer() -> None:
    answer = respond(request())
    assert members_of(answer) == (
        200,
        b"Content-Type: application/x-amz-json-1.0\r\n",
        b'{"TableNames":[]}',
        "ListTables",
        "",
        "jedlik",
    )


def test_json_is_answered_as_json() -> None:
    answer = respond(request(content_type=b"application/json; charset=utf-8"))
    assert (answer.status, answer.headers) == (200, b"Content-Type: application/json\r\n")


def test_an_error() -> None:
    answer = respond(request("GetItem", b'{"TableName":"absent","Key":{"pk":{"S":"a"}}}'))
    assert members_of(answer) == (
        400,
        b"Content-Type: application/x-amz-json-1.0\r\n",
        b'{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",'
        b'"message":"Requested resource not found"}',
        "GetItem",
        "ResourceNotFoundException",
        "jedlik",
    )


def test_a_compressed_body() -> None:
    body = gzip.compress(orjson.dumps(table()))
    answer = respond(request("CreateTable", body, content_encoding=b"gzip"))
    assert orjson.loads(answer.body)["TableDescription"]["TableName"] == "music"


def test_a_body_is_not_inflated_for_a_request_without_a_claim() -> None:
    sent = request(body=b"not gzip", content_encoding=b"gzip")
    assert respond(sent).status == 500
    answer = respond(sent, pipeline(authenticate=refuse))
    assert answer.status == 400
    assert type_of(answer).endswith("#MissingAuthenticationTokenException")


# --- order ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "status", "found"),
    [
        # Another method or media type is no request of the API, whatever else is wrong.
        (request(body=b"{", content_type=b"text/plain", method=b"PUT"), 404, None),
        (request(body=b"{", content_type=b"text/plain"), 404, None),
        # Then the body must be JSON, before the target is looked at,
        (request("NoSuchOperation", b"{", without="authorization"), 400, SERIALIZATION),
        (request(body=b"[]", without="x-amz-target"), 400, SERIALIZATION),
        # then the target must be known, before anybody is asked who they are,
        (request("NoSuchOperation", b"{}", without="authorization"), 400, UNKNOWN),
        (request("NoSuchOperation", b"", without="authorization"), 400, UNKNOWN),
        (request(without="x-amz-target"), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDBStreams_20120810.GetItem"), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDB_20120810.GetItem.a"), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDB_20120810.Get\xffItem"), 400, UNKNOWN),
        (request(x_amz_target=b" "), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDB_20111205.GetItem"), 400, UNKNOWN),
        # then the claim, before an empty body and the members.
        (request("GetItem", b"", without="authorization"), 400, "#MissingAuthentication"),
        (request("GetItem", b'{"Key":3}', without="authorization"), 400, "#MissingAuthentication"),
        (request("GetItem", b""), 400, SERIALIZATION),
        (request("GetItem", b'{"Key":3}'), 400, SERIALIZATION),
        (request("GetItem", b"{}"), 400, VALIDATION),
    ],
)
def test_of_two_faults_the_earlier_stage_tells_its_own(
    sent: HttpRequest, status: int, found: str | None
) -> None:
    answer = respond(sent)
    assert answer.status == status
    if found is None:
        assert answer.body == b"<UnknownOperationException/>\n"
    else:
        assert found in type_of(answer)


def test_types_come_before_constraints_and_those_before_rules_across_members() -> None:
    stages: list[tuple[dict[str, Any], str]] = [
        ({"Item": 3, "ReturnValues": "BOGUS"}, SERIALIZATION),
        ({"Item": {}, "ReturnValues": "BOGUS", "ConditionExpression": ""}, VALIDATION),
    ]
    for members, found in stages:
        body = orjson.dumps({"TableName": "absent", **members})
        answer = respond(request("PutItem", body))
        assert type_of(answer) == found
    assert b"enum value set" in answer.body


def test_who_is_not_let_in_changes_nothing() -> None:
    closed = pipeline(authenticate=refuse)
    answer = respond(request("CreateTable", orjson.dumps(table())), closed)
    assert (answer.status, answer.error_code, answer.access_key_id) == (400, NO_CLAIM.code, "")


# --- callers -------------------------------------------------------------------------------------


def names(to: Pipeline, region: str) -> list[str]:
    found: list[str] = orjson.loads(respond(request(region=region), to).body)["TableNames"]
    return found


@pytest.mark.parametrize("single_region", [None, "eu-west-2"])
def test_regions(single_region: str | None) -> None:
    to = pipeline(single_region=single_region)
    respond(request("CreateTable", orjson.dumps(table())), to)
    assert names(to, "us-east-1") == ["music"]
    assert names(to, "us-west-2") == ([] if single_region is None else ["music"])


def test_any_number_of_callers() -> None:
    """Contexts of callers are kept, but not without bound."""

    def caller(account_id: str) -> Caller:
        return Caller(access_key_id="k", region="r", account_id=account_id)

    to = pipeline(authenticate=lambda sent, _: caller(sent.target.decode()))

    async def all_of_them() -> set[int]:
        sent = [request(target=b"/%d" % at) for at in range(2500)]
        return {(await to.respond(each)).status for each in sent}

    assert asyncio.run(all_of_them()) == {200}


# --- defects -------------------------------------------------------------------------------------


def test_a_defect_is_answered_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_: object, __: Context) -> Awaitable[Answer]:
        raise ZeroDivisionError("secret detail")

    operations = {"ListTables": OPERATION_BY_NAME["ListTables"]._replace(run=broken)}
    with caplog.at_level(logging.ERROR, logger="jedlik"):
        answer = respond(request(), pipeline(operations))
    assert answer.status == 500
    assert type_of(answer) == "com.amazonaws.dynamodb.v20120810#InternalServerError"
    assert answer.error_code == "InternalServerError"
    assert b"secret" not in answer.body
    assert "ZeroDivisionError: secret detail" in caplog.text
    assert "ListTables" in caplog.text
