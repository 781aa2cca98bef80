"""The stages of a request and their order: as dynalite's `test/connection.js` recorded it.

What a stage refuses is tested where its rules are. These tests check which of two errors is
reported, and what reaches the operation.
"""

import gzip
import logging
from collections.abc import Awaitable
from typing import Any

import orjson
import pytest

from jedlik.apis.api import Answer, Api, Operation
from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.core.errors import Reject, ServiceError
from jedlik.core.iam import request as iam
from jedlik.core.principal import Principal
from jedlik.core.sigv4.authorization import Claim, SignedRequest
from jedlik.engine.context import Context
from jedlik.pipeline.exchange import Exchange
from jedlik.pipeline.pages import Folder
from jedlik.pipeline.stages import Pipeline
from jedlik.pipeline.web_access import WebAccess
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.engine.in_memory import ACCOUNT, Caller, arn_of, result_of, table
from tests.pipeline.in_memory import Asking, Believing, pipeline, request, services

NO_CLAIM = ServiceError("MissingAuthenticationTokenException", "Request is missing a token")
DENIED = ServiceError("AccessDeniedException", "User is not authorized")
THROTTLED = ServiceError("ThrottlingException", "Rate exceeded")
KEY = [{"AttributeName": "pk", "KeyType": "HASH"}]
ATTRIBUTES = {"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}]}
SERIALIZATION = "com.amazon.coral.service#SerializationException"
UNKNOWN = "com.amazon.coral.service#UnknownOperationException"
VALIDATION = "com.amazon.coral.validate#ValidationException"


def respond(sent: HttpRequest, to: Pipeline | None = None) -> HttpResponse:
    return result_of((to or pipeline()).respond(sent))


def members_of(answer: HttpResponse) -> tuple[object, ...]:
    """Returns all parts of an answer."""
    known = (answer.operation, answer.error_code, answer.access_key_id)
    return answer.status, answer.headers, answer.body, *known


def type_of(answer: HttpResponse) -> str:
    """Returns the `__type` of an error."""
    found: str = orjson.loads(answer.body)["__type"]
    return found


def refuse(*_: object) -> Principal:
    raise Reject(NO_CLAIM)


def deny(_: Exchange) -> ServiceError:
    return DENIED


def throttle(_: Exchange) -> ServiceError:
    return THROTTLED


# --- answers -------------------------------------------------------------------------------------


def test_an_answer() -> None:
    answer = respond(request())
    assert members_of(answer) == (
        200,
        b"Content-Type: application/x-amz-json-1.0\r\n",
        b'{"TableNames":[]}',
        ("DynamoDB", "ListTables"),
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
        ("DynamoDB", "GetItem"),
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
    answer = respond(sent, pipeline(services(authenticator=Believing(refuse))))
    assert answer.status == 400
    assert type_of(answer).endswith("#MissingAuthenticationTokenException")


def test_memory_is_reserved_for_what_a_compressed_body_becomes() -> None:
    plain = orjson.dumps(table())
    sent = request("CreateTable", gzip.compress(plain), content_encoding=b"gzip")
    assert respond(sent, pipeline(services(reserve=len))).status == 200
    assert sent.held_bytes == len(plain)
    sent = request("CreateTable", gzip.compress(plain), content_encoding=b"gzip")
    answer = respond(sent, pipeline(services(reserve=lambda _: 0)))
    assert (answer.status, answer.error_code) == (503, "ServiceUnavailable")
    assert sent.held_bytes == 0


def test_a_request_that_is_shed_gets_the_error_of_its_protocol() -> None:
    answer = pipeline().shed(request("PutItem", b""))
    assert (answer.status, answer.operation) == (503, ("DynamoDB", "PutItem"))
    assert type_of(answer) == "com.amazon.coral.availability#ServiceUnavailable"
    assert pipeline().shed(request(method=b"PUT")).status == 404


def test_files_of_the_console_come_before_all_protocols() -> None:
    shown = Folder(b"/console", lambda: lambda _: HttpResponse(200, b"", b"file"))
    to = pipeline(folder=shown)
    for method, target, is_file in (
        (b"GET", b"/console/?Action=ListUsers&Version=2010-05-08", True),
        (b"HEAD", b"/console/a.js", True),
        (b"POST", b"/console/", False),
        (b"GET", b"/?Action=ListUsers&Version=2010-05-08", False),
        (b"GET", b"/", False),
    ):
        sent = request(method=method, target=target)
        for answer in (respond(sent, to), to.shed(sent)):
            assert (answer.body == b"file") is is_file, (method, target)
    refusing = WebAccess(origins=(), hosts=(), checks_hosts=True)
    sent = request(method=b"GET", target=b"/console/", host=b"evil.example")
    assert respond(sent, pipeline(services(web_access=refusing), folder=shown)).status == 421


# --- order ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "status", "found"),
    [
        # Another method or media type is no request of the API, whatever else is wrong.
        (request(body=b"{", content_type=b"text/plain", method=b"PUT"), 404, None),
        (request(body=b"{", content_type=b"text/plain"), 404, None),
        # Then the body must be JSON. The target is looked at later.
        (request("NoSuchOperation", b"{", without="authorization"), 400, SERIALIZATION),
        (request(body=b"[]", without="x-amz-target"), 400, SERIALIZATION),
        # Then the target must be known. The signature is looked at later.
        (request("NoSuchOperation", b"{}", without="authorization"), 400, UNKNOWN),
        (request("NoSuchOperation", b"", without="authorization"), 400, UNKNOWN),
        (request(without="x-amz-target"), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDBStreams_20120810.GetItem"), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDB_20120810.GetItem.a"), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDB_20120810.Get\xffItem"), 400, UNKNOWN),
        (request(x_amz_target=b" "), 400, UNKNOWN),
        (request(x_amz_target=b"DynamoDB_20111205.GetItem"), 400, UNKNOWN),
        # Then the request must be signed. An empty body and the members are looked at later.
        (request("GetItem", b"", without="authorization"), 400, "#MissingAuthentication"),
        (request("GetItem", b'{"Key":3}', without="authorization"), 400, "#MissingAuthentication"),
        (request("GetItem", b""), 400, SERIALIZATION),
        (request("GetItem", b'{"Key":3}'), 400, SERIALIZATION),
        (request("GetItem", b"{}"), 400, VALIDATION),
    ],
)
def test_of_two_errors_that_of_the_earlier_stage_is_reported(
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


def test_a_refused_request_changes_nothing() -> None:
    closed = pipeline(services(authenticator=Believing(refuse)))
    answer = respond(request("CreateTable", orjson.dumps(table())), closed)
    assert (answer.status, answer.error_code, answer.access_key_id) == (400, NO_CLAIM.code, "")


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        (b'{"Key":3}', ["SerializationException"] * 2),
        (b"{}", ["ValidationException"] * 2),
        # What the request alone decides comes before authorization, which reads its expressions.
        (b'{"TableName":"absent","Key":{"a":{"N":"x"}}}', ["ValidationException"] * 2),
        # Nobody learns without permission whether a table exists.
        (b'{"TableName":"absent","Key":{"a":{"S":"b"}}}', [DENIED.code, THROTTLED.code]),
    ],
)
def test_authorization_and_admission(body: bytes, codes: list[str]) -> None:
    sent = request("GetItem", body)
    for shared, code in zip(
        (services(authorize=Asking(deny), admission=throttle), services(admission=throttle)),
        codes,
        strict=True,
    ):
        answer = respond(sent, pipeline(shared))
        assert (answer.status, answer.error_code) == (400, code)


def test_an_authorizer_sees_who_wants_to_do_what() -> None:
    seen: list[object] = []

    def authorizer(exchange: Exchange) -> ServiceError | None:
        context = exchange.context
        needed = exchange.operation.rule(exchange.request, exchange.checked, context)
        seen.append((context.principal.arn, context.region, needed))
        return None

    to = pipeline(services(authorize=Asking(authorizer), region="eu-west-2"))
    answer = respond(request("DescribeTable", b'{"TableName":"music"}'), to)
    assert answer.error_code == "ResourceNotFoundException"
    resource = arn_of("music", region="eu-west-2")
    assert seen == [
        (
            f"arn:aws:iam::{ACCOUNT}:root",
            "eu-west-2",
            (Authorization("dynamodb:DescribeTable", resource, "music"),),
        )
    ]


# --- principals and Regions ----------------------------------------------------------------------


def names(to: Pipeline, region: str) -> list[str]:
    found: list[str] = orjson.loads(respond(request(region=region), to).body)["TableNames"]
    return found


@pytest.mark.parametrize("region", [None, "eu-west-2"])
def test_regions(region: str | None) -> None:
    to = pipeline(services(region=region))
    respond(request("CreateTable", orjson.dumps(table())), to)
    assert names(to, "us-east-1") == ["music"]
    assert names(to, "us-west-2") == ([] if region is None else ["music"])


def test_the_principal_of_the_signature_reaches_the_operation() -> None:
    arn = "arn:aws:iam::210987654321:user/Anna"
    user = Principal(iam.Caller(iam.CallerKind.USER, "210987654321", arn), "AIDA1")
    asked: list[tuple[str, bytes]] = []
    seen: list[Context] = []

    def authenticate(sent: SignedRequest, claim: Claim, service: str) -> Principal:
        asked.append((service, claim.signature))
        return user

    async def run(checked: object, context: Context) -> Answer:
        seen.append(context)
        return {}

    to = pipeline(services(authenticator=Believing(authenticate)), [with_operation(run)])
    answer = respond(request(region="eu-west-1"), to)
    assert (answer.status, answer.access_key_id) == (200, "jedlik")
    assert asked == [("dynamodb", b"0" * 64)]
    (context,) = seen
    assert context.principal is user
    assert (context.region, context.account_id) == ("eu-west-1", "210987654321")


# --- requests from within the process ------------------------------------------------------------


def test_a_call_passes_the_stages_of_every_request() -> None:
    caller = Caller()
    for shared, code in (
        (services(), "ResourceNotFoundException"),
        (services(admission=throttle), THROTTLED.code),
        (services(authorize=Asking(deny), admission=throttle), DENIED.code),
    ):
        call = pipeline(shared).call
        members: dict[str, Any] = {"TableName": "absent", "Key": {"pk": {"S": "a"}}}
        with pytest.raises(Reject) as rejected:
            result_of(call(DYNAMODB, "GetItem", members, caller.context))
        assert rejected.value.error.code == code
        with pytest.raises(Reject) as rejected:
            result_of(call(DYNAMODB, "GetItem", {"TableName": 3}, caller.context))
        assert rejected.value.error.code == "SerializationException"


def test_a_call_returns_the_answer_itself() -> None:
    caller = Caller()
    answer = result_of(pipeline().call(DYNAMODB, "ListTables", {}, caller.context))
    assert answer == {"TableNames": []}


# --- defects -------------------------------------------------------------------------------------


def with_operation(run: Any) -> Api:
    """Returns an API of DynamoDB that has only ListTables, with `run` as its work."""
    known = DYNAMODB.operations["ListTables"]
    operation = Operation(
        known.name, known.access, known.plane, known.shape, known.check, run, known.rule
    )
    return Api(
        DYNAMODB.name,
        protocols=DYNAMODB.protocols,
        target_prefix=DYNAMODB.target_prefix,
        signing_name=DYNAMODB.signing_name,
        iam_prefix=DYNAMODB.iam_prefix,
        errors=DYNAMODB.errors,
        operations=(operation,),
    )


def break_down(_: object, __: Context) -> Awaitable[Answer]:
    raise ZeroDivisionError("secret detail")


def refuse_oddly(_: object, __: Context) -> Awaitable[Answer]:
    raise Reject(ServiceError("NoSuchCode", "secret detail"))


async def answer_oddly(_: object, __: Context) -> Answer:
    return {"odd": object()}


@pytest.mark.parametrize(
    ("run", "logged"),
    [
        (break_down, "ZeroDivisionError: secret detail"),
        (refuse_oddly, "no row for the error NoSuchCode"),
        (answer_oddly, "JSON serializable"),
    ],
)
def test_a_defect_is_answered_and_logged(
    run: object, logged: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="jedlik"):
        answer = respond(request(), pipeline(apis=[with_operation(run)]))
    assert answer.status == 500
    assert type_of(answer) == "com.amazonaws.dynamodb.v20120810#InternalServerError"
    assert answer.error_code == "InternalServerError"
    assert b"secret" not in answer.body
    assert logged in caplog.text
    assert "ListTables" in caplog.text
