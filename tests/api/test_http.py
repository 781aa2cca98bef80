"""Tests of HTTP: headers, checksums, and answers to requests that no SDK sends."""

import json
import zlib
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPResponse
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.api.clients import REGION

pytestmark = pytest.mark.usefixtures("plain_http")

JSON_1_0 = {"Content-Type": "application/x-amz-json-1.0"}


class Answer(NamedTuple):
    """A whole answer. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@pytest.fixture
def plain_http(endpoint: str) -> None:
    if not endpoint.startswith("http://"):
        pytest.skip("speaks plain HTTP")


def send(
    endpoint: str, method: str, headers: Mapping[str, str], body: bytes = b"", *, path: str = "/"
) -> Answer:
    connection = HTTPConnection(urlsplit(endpoint).netloc, timeout=20)
    try:
        connection.request(method, path, body, dict(headers))
        response: HTTPResponse = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    finally:
        connection.close()


def signed(endpoint: str, operation: str, body: bytes, **headers: str) -> Answer:
    """Sends a signed request for `operation` without an SDK."""
    target = {"X-Amz-Target": f"DynamoDB_20120810.{operation}"}
    request = AWSRequest("POST", endpoint + "/", {**JSON_1_0, **target, **headers}, body)
    SigV4Auth(Credentials("jedlik", "jedlik"), "dynamodb", REGION).add_auth(request)
    return send(endpoint, "POST", dict(request.headers.items()), body)


def test_every_answer_has_an_id_and_a_checksum(endpoint: str) -> None:
    answers = [
        signed(endpoint, "ListTables", b"{}"),
        signed(endpoint, "ListTables", b"{"),
        signed(endpoint, "GetItem", b"{}"),
    ]
    assert [answer.status for answer in answers] == [200, 400, 400]
    for answer in answers:
        headers = answer.headers
        assert int(headers["x-amz-crc32"]) == zlib.crc32(answer.body)
        assert headers["content-type"] == "application/x-amz-json-1.0"
        assert headers["server"] == "Server"
        assert int(headers["content-length"]) == len(answer.body)
    ids = {answer.headers["x-amzn-requestid"] for answer in answers}
    assert len(ids) == 3
    assert all(len(each) == 52 and each.isalnum() and each.isupper() for each in ids)


@pytest.mark.parametrize(
    ("operation", "body", "code", "message"),
    [
        ("ListTables", b"{", "com.amazon.coral.service#SerializationException", None),
        ("NoSuchOperation", b"{}", "com.amazon.coral.service#UnknownOperationException", None),
        (
            "GetItem",
            b'{"TableName": "absent", "Key": {"a": {"S": "b"}}}',
            "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
            "Requested resource not found",
        ),
        (
            "ListTables",
            b'{"Limit": 0}',
            "com.amazon.coral.validate#ValidationException",
            "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: "
            "Member must have value greater than or equal to 1",
        ),
    ],
)
def test_bodies_of_errors(
    endpoint: str, operation: str, body: bytes, code: str, message: str | None
) -> None:
    answer = signed(endpoint, operation, body)
    decoded = json.loads(answer.body)
    assert answer.status == 400
    assert decoded["__type"] == code
    if message is None:
        assert not decoded.get("message")
    else:
        assert decoded["message"] == message


def test_an_unsigned_request(endpoint: str) -> None:
    headers = {**JSON_1_0, "X-Amz-Target": "DynamoDB_20120810.ListTables"}
    answer = send(endpoint, "POST", headers, b"{}")
    assert answer.status == 400
    decoded = json.loads(answer.body)
    assert decoded["__type"].endswith("#MissingAuthenticationTokenException")


def test_the_health_check(endpoint: str) -> None:
    answer = send(endpoint, "GET", {})
    assert answer.status == 200
    assert answer.body.startswith(b"healthy: ")


def test_requests_outside_the_api(endpoint: str) -> None:
    assert send(endpoint, "PUT", JSON_1_0, b"{}").status == 404
    answer = send(endpoint, "POST", {"Content-Type": "text/plain"}, b"{}")
    assert (answer.status, answer.body) == (404, b"<UnknownOperationException/>\n")


def test_a_connection_is_reused(endpoint: str) -> None:
    connection = HTTPConnection(urlsplit(endpoint).netloc, timeout=20)
    try:
        for _ in range(3):
            connection.request("GET", "/")
            response = connection.getresponse()
            response.read()
            assert not response.will_close
    finally:
        connection.close()
