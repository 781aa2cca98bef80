"""STS by real clients, in open mode and with signatures, by POST and by GET."""

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from jedlik.core import limits
from tests.api.clients import client
from tests.api.test_aws_cli import run as run_commands
from tests.api.test_http import send
from tests.app.server import serving

pytestmark = pytest.mark.usefixtures("own_server")

PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}
ACCOUNT = "000000000000"
IDENTITY = {"UserId": ACCOUNT, "Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:root"}
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving("--memory", "--auth", "enforce", extra=ROOT) as server:
        yield server.url


@pytest.fixture(scope="module")
def open_url() -> Iterator[str]:
    with serving("--memory") as server:
        yield server.url


def without_metadata(answer: dict[str, Any]) -> dict[str, Any]:
    del answer["ResponseMetadata"]
    return answer


def test_who_am_i(url: str, open_url: str) -> None:
    with client(url, keys=PAIR, service="sts") as sts:
        answer = sts.get_caller_identity()
        request_id = answer["ResponseMetadata"]["RequestId"]
        assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amzn-requestid"] == request_id
        assert without_metadata(answer) == IDENTITY
    with client(open_url, service="sts") as sts:
        assert without_metadata(sts.get_caller_identity()) == IDENTITY


def test_the_aws_cli(url: str) -> None:
    (result,) = run_commands(url, PAIR, ("get-caller-identity",), service="sts")
    assert result.answer == IDENTITY


@pytest.mark.parametrize(
    ("pair", "code", "message"),
    [
        (
            (PAIR[0], "wrong"),
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method. Consult the service "
            "documentation for details.",
        ),
        (
            ("AKIAOTHEROTHEROTHERO", PAIR[1]),
            "InvalidClientTokenId",
            "The security token included in the request is invalid.",
        ),
    ],
)
def test_wrong_keys(url: str, pair: tuple[str, str], code: str, message: str) -> None:
    with (
        client(url, keys=pair, service="sts") as sts,
        pytest.raises(ClientError) as refused,
    ):
        sts.get_caller_identity()
    response = refused.value.response
    assert response["Error"] == {"Type": "Sender", "Code": code, "Message": message}
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 403


def presigned(url: str) -> str:
    """Returns an address that answers GetCallerIdentity, as tokens of Kubernetes clusters do."""
    with client(url, keys=PAIR, service="sts") as sts:
        found: str = sts.generate_presigned_url("get_caller_identity", HttpMethod="GET")
        return found


def test_a_presigned_get(url: str) -> None:
    address = presigned(url)
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert f"<Arn>{IDENTITY['Arn']}</Arn>" in answer.read().decode()
    path = address.removeprefix(url).replace("X-Amz-Signature=", "X-Amz-Signature=0")
    assert send(url, "GET", {}, path=path).status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"User-Agent": "Mozilla/5.0 (X11)"}, 403),
        ({"User-Agent": "Mozilla/5.0 (X11)", "Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost:3000", "User-Agent": "Mozilla/5.0 (X11)"}, 200),
    ],
)
def test_a_web_page_may_not_call_by_get(
    open_url: str, headers: dict[str, str], status: int
) -> None:
    path = presigned(open_url).removeprefix(open_url)
    answer = send(open_url, "GET", headers, path=path)
    assert answer.status == status
    assert (b"<Code>AccessDenied</Code>" in answer.body) is (status == 403)
    assert send(open_url, "GET", headers).status == (403 if "evil" in str(headers) else 200)


def test_a_large_form_is_answered_and_others_are_served(open_url: str) -> None:
    most = b"&a=1" * (limits.FORM_PARAMETERS - 2)
    long = b"&b=" + b"%41" * 3_000_000
    for rest, status in ((most, 403), (long, 403), (most + b"&a=1", 403)):
        body = b"Action=GetCallerIdentity&Version=2011-06-15" + rest
        answer = send(open_url, "POST", FORM, body)
        assert answer.status == status
        assert b"<Code>MissingAuthenticationToken</Code>" in answer.body


def test_too_many_parameters(open_url: str) -> None:
    path = presigned(open_url).removeprefix(open_url)
    answer = send(open_url, "POST", FORM, b"a=1&" * limits.FORM_PARAMETERS, path=path)
    assert answer.status == 400
    assert b"<Code>MalformedInput</Code>" in answer.body
