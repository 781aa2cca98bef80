"""Errors of an S3 server. What every kind of bucket does is in test_conformance.py."""

import asyncio
import io
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from jedlik.buckets.interface import BucketError
from jedlik.buckets.s3 import S3Buckets, open_s3
from tests.app.server import free_port


class CarelessClient:
    """A client of a server that ignores ranges, and whose lists say that more follows."""

    def get_object(self, **_: object) -> dict[str, object]:
        return {"Body": io.BytesIO(b"abcdef")}

    def list_objects_v2(self, **_: object) -> dict[str, object]:
        return {"IsTruncated": True}


class FailingClient:
    """A client that gets one answer."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def head_object(self, **_: object) -> None:
        raise self._error


def failure(buckets: S3Buckets) -> BucketError:
    with pytest.raises(BucketError) as caught:
        asyncio.run(buckets.stat("bucket", "k"))
    return caught.value


def test_a_server_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very-secret")
    error = failure(open_s3(f"http://127.0.0.1:{free_port()}", "us-east-1", attempts=1))
    assert error.code == "Unavailable"
    assert error.retryable
    assert "EndpointConnectionError" in error.message
    assert "secret" not in error.message


@pytest.mark.parametrize(
    ("status", "answered", "code", "retryable"),
    [
        (403, "AccessDenied", "AccessDenied", False),
        (403, "403", "AccessDenied", False),
        (403, "InvalidAccessKeyId", "InvalidAccessKeyId", False),
        (404, "404", "NoSuchKey", False),
        (301, "301", "Unavailable", False),
        (500, "InternalError", "InternalError", True),
        (503, "SlowDown", "SlowDown", True),
        (429, "TooManyRequests", "TooManyRequests", True),
        (429, "", "Unavailable", True),
        (400, "RequestTimeout", "RequestTimeout", True),
        (400, "ExpiredToken", "ExpiredToken", False),
    ],
)
def test_answers(status: int, answered: str, code: str, retryable: bool) -> None:
    meta = {"HTTPStatusCode": status, "RequestId": "R1"}
    answer = {"Error": {"Code": answered, "Message": "A text"}, "ResponseMetadata": meta}
    error = failure(S3Buckets(FailingClient(ClientError(answer, "HeadObject"))))
    assert (error.code, error.retryable) == (code, retryable)
    assert error.message == (
        f"A text (Service: Amazon S3; Status Code: {status}; Error Code: {code}; Request ID: R1)"
    )


def test_a_server_that_ignores_ranges_is_not_read_again_and_again() -> None:
    buckets = S3Buckets(CarelessClient())
    assert asyncio.run(buckets.read("bucket", "k", at=0, size_bytes=9)) == b"abcdef"
    with pytest.raises(BucketError, match="the part that was asked for") as caught:
        asyncio.run(buckets.read("bucket", "k", at=6, size_bytes=9))
    assert not caught.value.retryable


@pytest.mark.timeout(10)
def test_a_list_that_never_ends() -> None:
    assert asyncio.run(S3Buckets(CarelessClient()).list("bucket", "")) == []


def test_no_endpoint_is_amazon_s3_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoints: list[str] = []
    made = boto3.client

    def client(*arguments: Any, **named: Any) -> Any:
        found = made(*arguments, **named)
        endpoints.append(found.meta.endpoint_url)
        return found

    # Clients of Jedlik, which may share the environment of the server, have these.
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:8000")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:8000")
    monkeypatch.setattr(boto3, "client", client)
    open_s3(None, "eu-west-1")
    open_s3("http://127.0.0.1:9000", "eu-west-1")
    assert endpoints == ["https://s3.eu-west-1.amazonaws.com", "http://127.0.0.1:9000"]


def test_without_credentials() -> None:
    error = failure(S3Buckets(FailingClient(NoCredentialsError())))
    assert (error.code, error.retryable) == ("Unavailable", True)
    assert "NoCredentialsError" in error.message
