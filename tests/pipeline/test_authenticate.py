"""The two modes of authentication."""

import time

import pytest

from jedlik.core.errors import Reject
from jedlik.pipeline.authenticate import enforced, open_to_all
from tests.core.sigv4.requests import ACCESS_KEY_ID, SECRET, Request, signed

ACCOUNT_ID = "123456789012"
SECRETS = {ACCESS_KEY_ID: SECRET}


def test_open_believes_every_well_formed_claim() -> None:
    authenticate = open_to_all(ACCOUNT_ID)
    header = b"AWS4-HMAC-SHA256 Credential=me/x/mars-1/y/z, SignedHeaders=a, Signature=b"
    request = Request(b"POST", b"/", {b"authorization": header, b"date": b"long ago"}, b"")
    caller = authenticate(request, "dynamodb")
    assert (caller.access_key_id, caller.region) == ("me", "mars-1")
    assert caller.account_id == ACCOUNT_ID


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "MissingAuthenticationTokenException"),
        (b"Basic abc", "MissingAuthenticationTokenException"),
        (b"AWS4-HMAC-SHA256 Credential=a/b", "IncompleteSignatureException"),
        (
            b"AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=a, Signature=b",
            "IncompleteSignatureException",
        ),
    ],
)
def test_both_modes_refuse_what_is_no_claim(header: bytes | None, code: str) -> None:
    headers = {b"date": b"20261123T183000Z", b"host": b"x"}
    if header is not None:
        headers[b"authorization"] = header
    request = Request(b"POST", b"/", headers, b"")
    for authenticate in (
        open_to_all(ACCOUNT_ID),
        enforced(ACCOUNT_ID, SECRETS.get, lambda: 1_795_458_600.0),
    ):
        with pytest.raises(Reject) as rejected:
            authenticate(request, "dynamodb")
        if header is None or b"SignedHeaders" not in header:
            assert rejected.value.error.code == code


@pytest.mark.parametrize("presigned_s", [None, 60])
def test_enforced_accepts_what_the_secret_signed(presigned_s: int | None) -> None:
    authenticate = enforced(ACCOUNT_ID, SECRETS.get, time.time)
    request = signed({}, presigned_s=presigned_s, token="token")
    caller = authenticate(request, "dynamodb")
    assert (caller.access_key_id, caller.region) == (ACCESS_KEY_ID, "us-east-1")
    assert caller.account_id == ACCOUNT_ID


def test_enforced_refuses_unknown_keys_and_wrong_secrets() -> None:
    request = signed({})
    with pytest.raises(Reject) as rejected:
        enforced(ACCOUNT_ID, lambda _: None, time.time)(request, "dynamodb")
    assert rejected.value.error.code == "UnrecognizedClientException"
    assert rejected.value.error.message == (
        "The security token included in the request is invalid."
    )
    with pytest.raises(Reject) as rejected:
        enforced(ACCOUNT_ID, lambda _: "wrong", time.time)(request, "dynamodb")
    assert rejected.value.error.code == "InvalidSignatureException"


def test_enforced_knows_the_time_and_the_service() -> None:
    request = signed({})
    for authenticate, service in (
        (enforced(ACCOUNT_ID, SECRETS.get, lambda: time.time() + 600), "dynamodb"),
        (enforced(ACCOUNT_ID, SECRETS.get, time.time), "iam"),
    ):
        with pytest.raises(Reject) as rejected:
            authenticate(request, service)
        assert rejected.value.error.code == "InvalidSignatureException"
