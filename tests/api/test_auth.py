"""Tests of `--auth enforce`: which signatures are accepted, and how others are refused.

Source of the texts: dynalite's and Alternator's tests, recorded on the real service.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from tests.api.clients import REGION, client
from tests.api.test_http import JSON_1_0, Answer, send
from tests.app.server import run, serving

pytestmark = pytest.mark.usefixtures("own_server")

PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
TARGET = {"X-Amz-Target": "DynamoDB_20120810.ListTables"}
SKEW = timedelta(minutes=5, seconds=5)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("--memory", "--auth", "enforce", extra=ROOT) as server:
        yield server.url


def signed(
    url: str, *, at: datetime | None = None, service: str = "dynamodb", body: bytes = b"{}"
) -> Mapping[str, str]:
    """Returns the headers of a ListTables request, signed with the root key pair."""
    request = AWSRequest("POST", url + "/", {**JSON_1_0, **TARGET}, body)
    now = at or datetime.now(UTC)
    with patch("botocore.auth.get_current_datetime", lambda: now):
        SigV4Auth(Credentials(*PAIR), service, REGION).add_auth(request)
    return dict(request.headers.items())


def refused(answer: Answer) -> tuple[str, str]:
    """Returns the code and the message of an error."""
    assert answer.status == 400
    error = json.loads(answer.body)
    return error["__type"].partition("#")[2], error.get("message", "")


def test_the_right_key_pair(url: str) -> None:
    with client(url, keys=PAIR) as dynamodb:
        assert dynamodb.list_tables()["TableNames"] == []
    assert send(url, "POST", signed(url), b"{}").status == 200


@pytest.mark.parametrize(
    ("pair", "code", "message"),
    [
        (
            (PAIR[0], "wrong"),
            "InvalidSignatureException",
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. Consult the service "
            "documentation for details.",
        ),
        (
            ("AKIAUNKNOWN", PAIR[1]),
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        ),
    ],
)
def test_wrong_key_pairs(url: str, pair: tuple[str, str], code: str, message: str) -> None:
    with client(url, keys=pair) as dynamodb, pytest.raises(ClientError) as error:
        dynamodb.list_tables()
    assert error.value.response["Error"] == {"Code": code, "Message": message}


def test_a_request_is_good_for_five_minutes(url: str) -> None:
    now = datetime.now(UTC)
    for at in (now - SKEW + timedelta(seconds=20), now + SKEW - timedelta(seconds=20)):
        assert send(url, "POST", signed(url, at=at), b"{}").status == 200
    code, message = refused(send(url, "POST", signed(url, at=now - SKEW), b"{}"))
    assert code == "InvalidSignatureException"
    assert message.startswith("Signature expired: ")
    code, message = refused(send(url, "POST", signed(url, at=now + SKEW), b"{}"))
    assert code == "InvalidSignatureException"
    assert message.startswith("Signature not yet current: ")


def test_what_was_signed_cannot_be_changed(url: str) -> None:
    code, _ = refused(send(url, "POST", signed(url), b'{"Limit":1}'))
    assert code == "InvalidSignatureException"
    headers = {**signed(url), "X-Amz-Target": "DynamoDB_20120810.DescribeLimits"}
    code, _ = refused(send(url, "POST", headers, b"{}"))
    assert code == "InvalidSignatureException"


def test_a_signature_for_another_service(url: str) -> None:
    code, message = refused(send(url, "POST", signed(url, service="s3"), b"{}"))
    assert code == "InvalidSignatureException"
    assert "service" in message


def test_no_signature(url: str) -> None:
    code, message = refused(send(url, "POST", {**JSON_1_0, **TARGET}, b"{}"))
    assert code == "MissingAuthenticationTokenException"
    assert message == "Request is missing Authentication Token"


@pytest.mark.folder("a root key pair that nobody has given is stored in the folder")
def test_local_credentials_prints_the_pair_of_the_server(tmp_path: Any) -> None:
    flags = ("--data", str(tmp_path / "data"), "--auth", "enforce")
    printed = run("local-credentials", *flags).stdout
    made = dict(line.removeprefix("export ").split("=", 1) for line in printed.splitlines())
    pair = (made["AWS_ACCESS_KEY_ID"], made["AWS_SECRET_ACCESS_KEY"])
    with serving(*flags) as server, client(server.url, keys=pair) as dynamodb:
        dynamodb.list_tables()
    assert run("local-credentials", *flags).stdout == printed


def test_open_mode_accepts_any_claim(endpoint: str) -> None:
    with client(endpoint, keys=("anyone", "anything")) as dynamodb:
        assert "TableNames" in dynamodb.list_tables()
