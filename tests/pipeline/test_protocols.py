"""Two protocols and three APIs on one endpoint."""

import asyncio
import socket
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from jedlik.apis.registry import APIS, PROTOCOLS
from jedlik.core.principal import account_root
from jedlik.edge.http.server import Server
from jedlik.edge.metrics import Metrics
from jedlik.pipeline.authenticate import Authenticate, enforced
from jedlik.pipeline.stages import Pipeline
from jedlik.wire.http.message import HttpRequest, HttpResponse
from tests.engine.in_memory import ACCOUNT, result_of, table
from tests.pipeline.in_memory import CREDENTIAL, pipeline, request, services
from tests.pipeline.query import FORM, QUERY, STS


def both(authenticate: Authenticate | None = None) -> Pipeline:
    """Returns a pipeline of all APIs and STS."""
    return pipeline(services(authenticate=authenticate), (*APIS, STS), (QUERY, *PROTOCOLS))


def form(body: bytes, *, signed: bool = True) -> HttpRequest:
    headers = {b"content-type": FORM + b"; charset=utf-8", b"x-amz-date": b"20261008T120000Z"}
    if signed:
        headers[b"authorization"] = CREDENTIAL % b"us-east-1"
    return HttpRequest(b"POST", b"/", headers, body, "", b"ID")


def respond(sent: HttpRequest, to: Pipeline | None = None) -> HttpResponse:
    return result_of((to or both()).respond(sent))


def test_each_protocol_answers_in_its_own_form() -> None:
    to = both()
    assert respond(request("ListTables"), to).body == b'{"TableNames":[]}'
    answer = respond(form(b"Version=2011-06-15&Action=GetCallerIdentity"), to)
    assert (answer.status, answer.headers) == (200, b"Content-Type: text/xml\r\n")
    assert f"<Arn>arn:aws:iam::{ACCOUNT}:root</Arn>".encode() in answer.body


def test_operations_of_one_name_are_those_of_their_api() -> None:
    to = both()
    answer = respond(form(b"Action=GetRecords&Version=2011-06-15&Token=a%26b"), to)
    assert (answer.operation, answer.error_code) == (("STS", "GetRecords"), "")
    assert b"<Token>a&amp;b</Token>" in answer.body
    streams = respond(request("GetRecords", b'{"ShardIterator":""}'), to)
    assert streams.operation == ("DynamoDBStreams", "GetRecords")
    assert streams.error_code == "ValidationException"


@pytest.mark.parametrize(
    "body", [b"", b"Action=GetItem&Version=2011-06-15", b"Action=GetRecords&Version=2012-08-10"]
)
def test_an_unknown_operation_is_refused_in_the_protocol_of_the_request(body: bytes) -> None:
    answer = respond(form(body))
    assert (answer.status, answer.operation) == (400, ("", ""))
    assert answer.error_code == "UnknownOperationException"
    assert b"<Code>UnknownOperationException</Code>" in answer.body


def test_a_request_is_recognised_before_its_body_is_decoded() -> None:
    # The row of the API is used although the request was refused before it was dispatched.
    QUERY.decoded.clear()
    sent = form(b"\x1f\x8bAction=GetRecords&Version=2011-06-15", signed=False)
    sent.headers[b"content-encoding"] = b"gzip"
    unsigned = respond(sent)
    assert unsigned.error_code == "UnknownOperationException"
    sent = form(b"Version=2011-06-15&Action=GetRecords&X=\x1f", signed=False)
    sent.headers[b"content-encoding"] = b"gzip"
    answer = respond(sent)
    assert answer.operation == ("STS", "GetRecords")
    assert answer.error_code == "MissingAuthenticationTokenException"
    assert not QUERY.decoded


def test_an_api_writes_its_own_codes_and_statuses() -> None:
    # 12:00 on 8 October 2026, when CREDENTIAL is from.
    no_key = enforced(account_root(ACCOUNT), lambda _: None, lambda: 1_791_460_800.0)
    sent = form(b"Version=2011-06-15&Action=GetRecords")
    assert respond(sent, both(no_key)).error_code == "InvalidSignatureException"  # scoped wrongly
    sent.headers[b"authorization"] = sent.headers[b"authorization"].replace(b"/dynamodb/", b"/sts/")
    answer = respond(sent, both(no_key))
    assert (answer.status, answer.error_code) == (403, "InvalidClientTokenId")
    assert b"<Code>InvalidClientTokenId</Code>" in answer.body


def test_boto3_reaches_both_apis_at_one_endpoint() -> None:
    labels = [(api.name, name) for api in (*APIS, STS) for name in api.operations]
    codes = sorted({row.code for api in (*APIS, STS) for row in api.errors.values()})
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
    counted = metrics.page(form(b"")).body.decode()
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
            sts.get_session_token()
        assert refused.value.response["Error"]["Code"] == "UnknownOperationException"
        return created, identity, dynamodb.list_tables()
    finally:
        for each in clients:
            each.close()
