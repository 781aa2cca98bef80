"""The two modes of authentication."""

from base64 import b64encode

import pytest

from jedlik.core.errors import Reject
from jedlik.core.principal import Principal, account_root
from jedlik.core.sigv4.authorization import read_claim
from jedlik.core.sigv4.verify import basic_date
from jedlik.engine.sealing import ACCESS_KEYS
from jedlik.features.identity.directory import Directory
from jedlik.features.identity.records import last_use_entry
from jedlik.pipeline.authenticate import Authenticator, Enforced, open_to_all
from tests.core.sigv4.requests import ACCESS_KEY_ID, SECRET, Request, signed
from tests.engine.in_memory import ACCOUNT, Caller, result_of, run_once, values
from tests.features.identity.stored import access_key, store, user
from tests.pipeline.in_memory import enforcing

ROOT = account_root(ACCOUNT)


def principal_of(authenticator: Authenticator, request: Request, service: str) -> Principal:
    claim = read_claim(request)
    known = authenticator.known(request, claim, service)
    return (known or result_of(authenticator.load(request, claim))).principal


def check_time(request: Request, later_s: int = 0) -> Enforced:
    """Returns what checks signatures of the root, at the time of the request or later."""
    return enforcing({ACCESS_KEY_ID: SECRET}, lambda: signed_s(request) + later_s)


def signed_s(request: Request) -> float:
    """Returns when a request was signed, in seconds since 1970."""
    return basic_date(read_claim(request).date)[1]


def test_open_believes_every_well_formed_authorization() -> None:
    header = b"AWS4-HMAC-SHA256 Credential=me/x/mars-1/y/z, SignedHeaders=a, Signature=b"
    request = Request(b"POST", b"/", {b"authorization": header, b"date": b"long ago"}, b"")
    assert principal_of(open_to_all(ROOT), request, "dynamodb") is ROOT


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b"AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=b", "Incomplete"),
        (b"AWS4-ECDSA Credential=a/b/c/d/e, SignedHeaders=host, Signature=b", "Incomplete"),
    ],
)
def test_both_modes_refuse_a_malformed_authorization(header: bytes, code: str) -> None:
    headers = {b"date": b"20261123T183000Z", b"host": b"x", b"authorization": header}
    request = Request(b"POST", b"/", headers, b"")
    for authenticate in (open_to_all(ROOT), enforcing({}, lambda: 1_795_458_600.0)):
        with pytest.raises(Reject) as rejected:
            principal_of(authenticate, request, "dynamodb")
        assert rejected.value.error.code == f"{code}SignatureException"


@pytest.mark.parametrize("presigned_s", [None, 60])
def test_enforced_accepts_what_the_secret_signed(presigned_s: int | None) -> None:
    request = signed({}, presigned_s=presigned_s)
    authenticator = check_time(request)
    for _ in range(2):  # the second time it is cached
        assert principal_of(authenticator, request, "dynamodb").arn == ROOT.arn


def test_enforced_refuses_unknown_keys_and_wrong_secrets() -> None:
    request = signed({})
    with pytest.raises(Reject) as rejected:
        principal_of(enforcing({}, lambda: signed_s(request)), request, "dynamodb")
    assert rejected.value.error.code == "UnrecognizedClientException"
    assert rejected.value.error.message == (
        "The security token included in the request is invalid."
    )
    wrong = enforcing({ACCESS_KEY_ID: "wrong"}, lambda: signed_s(request))
    with pytest.raises(Reject) as rejected:
        principal_of(wrong, request, "dynamodb")
    assert rejected.value.error.code == "InvalidSignatureException"


@pytest.mark.parametrize(("later_s", "service"), [(600, "dynamodb"), (0, "iam")])
def test_enforced_checks_the_time_and_the_service(later_s: int, service: str) -> None:
    request = signed({})
    authenticate = check_time(request, later_s)
    with pytest.raises(Reject) as rejected:
        principal_of(authenticate, request, service)
    assert rejected.value.error.code == "InvalidSignatureException"


def test_the_use_of_a_stored_key_is_noted_once_a_minute() -> None:
    caller = Caller()
    anna = user(AccessKeys=[ACCESS_KEY_ID])
    sealed = caller.node.sealing.seal(ACCESS_KEYS, SECRET.encode(), ACCESS_KEY_ID.encode())
    key = access_key(caller.node, Id=ACCESS_KEY_ID, Sealed=b64encode(sealed).decode())
    store(caller.node, anna, key)
    request = signed({})
    times = [signed_s(request)] * 4 + [signed_s(request) + 61] * 4
    authenticator = Enforced(Directory(caller.node, {}), lambda: times.pop(0))

    def uses() -> object:
        assert authenticator.last_uses is not None
        result_of(run_once(authenticator.last_uses.job, caller.node))
        entry = last_use_entry(ACCESS_KEY_ID)
        return entry.decoded(values(caller).get(entry.key))

    for _ in range(2):
        principal_of(authenticator, request, "dynamodb")
    assert uses() == {
        "TimeS": int(signed_s(request)),
        "Service": "dynamodb",
        "Region": "us-east-1",
    }
    principal_of(authenticator, request, "dynamodb")
    assert uses() == {
        "TimeS": int(signed_s(request)) + 61,
        "Service": "dynamodb",
        "Region": "us-east-1",
    }
