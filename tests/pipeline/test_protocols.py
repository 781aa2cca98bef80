"""Several protocols and APIs on one endpoint."""

import asyncio
import socket
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as Xml

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from jedlik.apis.registry import APIS
from jedlik.edge.http.server import Server
from jedlik.edge.metrics import Metrics
from jedlik.pipeline.authenticate import Authenticator
from jedlik.pipeline.stages import Pipeline
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.engine.in_memory import ACCOUNT, result_of, table
from tests.pipeline.in_memory import CREDENTIAL, enforcing, pipeline, request, services
from tests.pipeline.query import NAMESPACE, SHOP, shop

VERSION = "2026-10-08"
FORM = b"application/x-www-form-urlencoded; charset=utf-8"


def both(authenticator: Authenticator | None = None) -> Pipeline:
    """Returns a pipeline of all APIs and the shop."""
    return pipeline(services(authenticator=authenticator), (*APIS, SHOP))


def form(
    *, signed: bool = True, method: bytes = b"POST", target: bytes = b"/", **members: str
) -> HttpRequest:
    headers = {b"content-type": FORM, b"x-amz-date": b"20261008T120000Z"}
    if signed:
        headers[b"authorization"] = CREDENTIAL % b"us-east-1"
    body = urlencode({"Version": VERSION, **members}).encode()
    if method == b"GET":
        return HttpRequest(method, target + b"?" + body, headers, b"", "", b"ID")
    return HttpRequest(method, target, headers, body, "", b"ID")


def respond(sent: HttpRequest, to: Pipeline | None = None) -> HttpResponse:
    return result_of((to or both()).respond(sent))


def error(answer: HttpResponse) -> tuple[int, str | None, str | None]:
    """Returns the status, the code and the message of an error in XML."""
    tree = Xml.fromstring(answer.body)
    name = "" if not tree.tag.startswith("{") else tree.tag[: tree.tag.index("}") + 1]
    found = tree.find(f"{name}Error")
    assert found is not None
    code = found.findtext(f"{name}Code")
    assert code == answer.error_code
    return answer.status, code, found.findtext(f"{name}Message")


def test_each_protocol_answers_in_its_own_form() -> None:
    to = both()
    assert respond(request("ListTables"), to).body == b'{"TableNames":[]}'
    answer = respond(form(Action="GetRecords", Token="a&b"), to)
    assert (answer.status, answer.headers) == (200, b"Content-Type: text/xml\r\n")
    assert answer.body.decode() == (
        f'<GetRecordsResponse xmlns="{NAMESPACE}"><GetRecordsResult><Token>a&amp;b</Token>'
        "</GetRecordsResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata>"
        "</GetRecordsResponse>"
    )


@pytest.mark.parametrize("method", [b"POST", b"GET"])
def test_operations_of_one_name_are_those_of_their_api(method: bytes) -> None:
    to = both()
    answer = respond(form(Action="GetRecords", Token="a&b", method=method), to)
    assert (answer.status, answer.operation) == (200, ("Shop", "GetRecords"))
    streams = respond(request("GetRecords", b'{"ShardIterator":""}'), to)
    assert streams.operation == ("DynamoDBStreams", "GetRecords")
    assert streams.error_code == "ValidationException"


def test_parameters_may_be_in_the_query_string_and_in_the_body() -> None:
    sent = form(Token="a", target=b"/?Action=GetRecords&Names.member.2=d&Names.member.1=c")
    assert b"<member>c</member><member>d</member>" in respond(sent).body


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Action": "GetItem"}, "Could not find operation GetItem for version 2026-10-08"),
        (
            {"Action": "GetRecords", "Version": "2012-08-10"},
            "Could not find operation GetRecords for version 2012-08-10",
        ),
        (
            {"Action": "GetRecords", "Version": ""},
            "Could not find operation GetRecords for version NO_VERSION_SPECIFIED",
        ),
    ],
)
def test_an_unknown_operation_is_refused_in_xml(members: dict[str, str], message: str) -> None:
    sent = form()
    sent.body = urlencode({"Version": VERSION, **members}).encode()
    answer = respond(sent)
    assert error(answer) == (400, "InvalidAction", message)
    assert answer.operation == ("", "")


def test_a_form_without_action_is_for_no_api() -> None:
    answer = respond(form(Token="a"))
    assert (answer.status, answer.body) == (404, b"<UnknownOperationException/>\n")


@pytest.mark.parametrize("target", [b"/", b"/?a=b", b"/other?Action=GetRecords"])
def test_other_gets_are_pages(target: bytes) -> None:
    answer = respond(HttpRequest(b"GET", target, {b"host": b"h"}, b"", "", b"ID"))
    is_health = target.partition(b"?")[0] == b"/"
    assert answer.status == (200 if is_health else 404)
    assert answer.body.startswith(b"healthy: h") is is_health


def test_a_body_is_decoded_after_the_signature() -> None:
    sent = form(Action="GetRecords", signed=False)
    sent.body += b"&Token=%zz"
    answer = respond(sent)
    assert error(answer) == (
        403,
        "MissingAuthenticationToken",
        "Request is missing Authentication Token",
    )
    assert answer.operation == ("Shop", "GetRecords")
    sent.headers[b"authorization"] = CREDENTIAL % b"us-east-1"
    assert error(respond(sent))[:2] == (400, "MalformedInput")


def test_a_compressed_form_is_not_decompressed() -> None:
    sent = form(Action="GetRecords", Token="a")
    sent.headers[b"content-encoding"] = b"gzip"
    answer = asyncio.run(both().respond(sent))
    assert answer.error_code == "SerializationException" or answer.status >= 400


def test_an_api_writes_its_own_codes_and_statuses() -> None:
    assert error(respond(form(Action="GetRecords", Token="sold"))) == (
        409,
        "OutOfStock",
        "Sold <out>",
    )
    assert error(respond(form(Action="GetRecords"))) == (
        400,
        "ValidationError",
        "1 validation error detected: Value null at 'token' failed to satisfy constraint: "
        "Member must not be null",
    )
    # 12:00 on 8 October 2026, when CREDENTIAL is from.
    no_key = enforcing({}, lambda: 1_791_460_800.0)
    sent = form(Action="GetRecords", Token="a")
    assert error(respond(sent, both(no_key))) == (
        403,
        "SignatureDoesNotMatch",
        "Credential should be scoped to correct service: 'shop'. ",
    )
    sent.headers[b"authorization"] = sent.headers[b"authorization"].replace(
        b"/dynamodb/", b"/shop/"
    )
    assert error(respond(sent, both(no_key))) == (
        403,
        "InvalidClientTokenId",
        "The security token included in the request is invalid.",
    )


def test_an_operation_may_need_no_signature() -> None:
    no_key = enforcing({}, lambda: 0.0)
    answer = respond(form(Action="Visit", Token="a", signed=False), both(no_key))
    assert b"<Token>anonymous</Token><Names><member>us-east-1</member></Names>" in answer.body


def test_operations_are_loaded_at_the_first_request_for_one() -> None:
    loads: list[str] = []
    to = pipeline(services(), (*APIS, shop(loads)))
    respond(request("ListTables"), to)
    respond(form(Action="Unknown"), to)
    assert loads == []
    for _ in range(2):
        assert respond(form(Action="GetRecords", Token="a"), to).status == 200
    assert loads == ["loaded"]


def test_a_request_without_memory_is_answered_in_its_protocol() -> None:
    to = both()
    sent = form(Action="GetRecords", Token="a")
    assert error(to.shed(sent))[:2] == (503, "ServiceUnavailable")
    sent.is_shed = True
    sent.body = b""
    assert error(to.shed(sent))[:2] == (503, "ServiceUnavailable")


def test_boto3_reaches_several_apis_at_one_endpoint() -> None:
    labels = [(api.name, name) for api in APIS for name in api.names]
    codes = sorted({row.code for api in APIS for row in api.errors.values()})
    metrics = Metrics(labels, codes, 1)

    async def served() -> tuple[Any, Any, Any]:
        bound = socket.create_server(("127.0.0.1", 0))
        server = Server(both().respond, observers=[metrics.worker(0)])
        await server.start([bound])
        answers = await asyncio.to_thread(_asked, bound.getsockname()[1])
        await server.close(1.0)
        return answers

    created, identity, page = asyncio.run(served())
    assert created["TableDescription"]["TableArn"].endswith(f":{ACCOUNT}:table/music")
    assert (identity["Account"], identity["Arn"]) == (ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root")
    assert page["TableNames"] == ["music"]
    counted = metrics.page(form()).body.decode()
    for label in ('api="STS",code="OK",operation="GetCallerIdentity"',
                  'api="DynamoDB",code="OK",operation="ListTables"'):  # fmt: skip
        assert f"jedlik_requests_total{{{label}}} 1.0" in counted


def _asked(port: int) -> tuple[Any, Any, Any]:
    clients = [
        boto3.client(
            service,
            endpoint_url=f"http://127.0.0.1:{port}",
            region_name="us-east-1",
            aws_access_key_id="jedlik",
            aws_secret_access_key="jedlik",
            config=Config(retries={"total_max_attempts": 1}),
        )
        for service in ("dynamodb", "sts")
    ]
    dynamodb, sts = clients
    try:
        created = dynamodb.create_table(**table())
        identity = sts.get_caller_identity()
        with pytest.raises(ClientError) as refused:
            sts.assume_role_with_saml(RoleArn="a" * 20, PrincipalArn="a" * 20, SAMLAssertion="aaaa")
        assert refused.value.response["Error"] == {
            "Type": "Sender",
            "Code": "InvalidAction",
            "Message": "Could not find operation AssumeRoleWithSAML for version 2011-06-15",
        }
        return created, identity, dynamodb.list_tables()
    finally:
        for each in clients:
            each.close()
