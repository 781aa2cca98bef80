"""Tests of dates, scopes and signatures, against the service's texts and botocore's signer."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from jedlik.core.sigv4.authorization import read_claim
from jedlik.core.sigv4.signing_key import signing_key
from jedlik.core.sigv4.verify import basic_date, check_claim, check_form, verify_signature
from tests.core.sigv4.requests import SECRET, SERVICE, Request, signed
from tests.memory import retained_bytes

BAD_LIFETIMES = ("0", "000", "604801", "x", "9" * 5000, "-1", "0" * 9 + "999999999")
NOW_S = datetime(2026, 11, 23, 18, 30, tzinfo=UTC).timestamp()
TODAY = "20261123"
DATE = b"20261123T183000Z"


def claiming(
    credential: str = f"id/{TODAY}/us-east-1/dynamodb/aws4_request",
    *,
    date: bytes = DATE,
    names: str = "host;x-amz-date",
    algorithm: str = "AWS4-HMAC-SHA256",
) -> Request:
    header = f"{algorithm} Credential={credential}, SignedHeaders={names}, Signature={'0' * 64}"
    return Request(b"POST", b"/", {b"authorization": header.encode(), b"x-amz-date": date}, b"")


def rejection(request: Request) -> tuple[str, str | None]:
    with pytest.raises(Reject) as rejected:
        check_claim(request, read_claim(request), now_s=NOW_S, service=SERVICE)
    return rejected.value.error.code, rejected.value.error.message


@pytest.mark.parametrize(
    ("request_", "code", "message"),
    [
        (claiming(date=b"201"), "IncompleteSignatureException",
         "Date must be in ISO-8601 'basic format'. Got '201'. "
         "See http://en.wikipedia.org/wiki/ISO_8601"),
        (claiming(date=b"20261399T990000Z"), "IncompleteSignatureException",
         "Date must be in ISO-8601 'basic format'. Got '20261399T990000Z'. "
         "See http://en.wikipedia.org/wiki/ISO_8601"),
        # Source: Alternator test_authorization.py::test_expired_signature. The date is checked
        # before the scope.
        (claiming("cassandra/2/3/4/aws4_request", date=b"20170101T010101Z"),
         "InvalidSignatureException",
         "Signature expired: 20170101T010101Z is now earlier than 20261123T182500Z "
         "(20261123T183000Z - 5 min.)"),
        (claiming("cassandra/2/3/4/aws4_request", date=b"30200101T010101Z"),
         "InvalidSignatureException",
         "Signature not yet current: 30200101T010101Z is still later than 20261123T183500Z "
         "(20261123T183000Z + 5 min.)"),
        (claiming(names="x-amz-date"), "InvalidSignatureException",
         "'Host' must be a 'SignedHeader' in the AWS Authorization."),
        (claiming(algorithm="AWS4-HMAC-SHA25"), "IncompleteSignatureException",
         "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). "),
        (claiming("a/b/c/d"), "IncompleteSignatureException",
         "Credential must have exactly 5 slash-delimited elements, "
         "e.g. keyid/date/region/service/term, got 'a/b/c/d'"),
        (claiming("a/b//d/e"), "InvalidSignatureException",
         "Credential should be scoped to a valid region, not ''. "
         "Credential should be scoped to correct service: 'dynamodb'. "
         "Credential should be scoped with a valid terminator: 'aws4_request', not 'e'. "
         "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
         "HTTP: 'b' != '20261123', from '20261123T183000Z'."),
        (claiming(f"a/{TODAY}/us-east-1/execute-api/aws4_request"), "InvalidSignatureException",
         "Credential should be scoped to correct service: 'dynamodb'. "),
        (claiming("a/20261122/us-east-1/dynamodb/aws4_request"), "InvalidSignatureException",
         "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
         "HTTP: '20261122' != '20261123', from '20261123T183000Z'."),
    ],
)  # fmt: skip
def test_claims_refused(request_: Request, code: str, message: str) -> None:
    assert rejection(request_) == (code, message)


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_skew_of_five_minutes_passes(seconds: int) -> None:
    date = datetime.fromtimestamp(NOW_S + seconds, UTC).strftime("%Y%m%dT%H%M%SZ").encode()
    request = claiming(date=date)
    check_claim(request, read_claim(request), now_s=NOW_S, service=SERVICE)


@pytest.mark.parametrize("name", [b"x-amz-target", b"x-amz-security-token"])
def test_headers_with_a_meaning_must_be_signed(name: bytes) -> None:
    request = claiming()
    request.headers[name] = b"a"
    assert rejection(request)[0] == "InvalidSignatureException"
    request = claiming(names=f"host;x-amz-date;{name.decode()}")
    request.headers[name] = b"a"
    check_claim(request, read_claim(request), now_s=NOW_S, service=SERVICE)


def test_date_header_in_the_form_of_http() -> None:
    assert basic_date(b"Mon, 23 Nov 2026 18:30:00 GMT") == (DATE.decode(), NOW_S)
    assert basic_date(DATE) == (DATE.decode(), NOW_S)


VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=8)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,9}", fullmatch=True).map(lambda name: "M-" + name)
VALUES = st.lists(VISIBLE, min_size=1, max_size=3).map("  ".join)


@given(st.dictionaries(NAMES, VALUES, max_size=3), st.binary(max_size=64), st.booleans())
def test_botocore_signatures_are_accepted(
    headers: dict[str, str], body: bytes, presigned: bool
) -> None:
    one_case = {name.lower(): value for name, value in headers.items()}
    target = {"X-Amz-Target": "DynamoDB_20120810.PutItem", **one_case}
    request = signed(target, body=body, presigned_s=900 if presigned else None, token="token")
    claim = read_claim(request)
    check_claim(request, claim, now_s=time.time(), service=SERVICE)
    verify_signature(request, claim, SECRET)


@given(st.binary(min_size=1, max_size=64), st.integers(0, 3))
def test_changed_requests_are_refused(change: bytes, part: int) -> None:
    request = signed({"X-Amz-Target": "DynamoDB_20120810.PutItem"}, body=b"{}")
    if part == 0:
        request = request._replace(body=request.body + change)
    elif part == 1:
        request = request._replace(method=b"PUT" + change)
    elif part == 2:
        request.headers[b"x-amz-target"] += b"x" + change.hex().encode()
    else:
        request = request._replace(target=b"/?a=" + change.hex().encode())
    with pytest.raises(Reject) as rejected:
        verify_signature(request, read_claim(request), SECRET)
    assert rejected.value.error.code == "InvalidSignatureException"


def test_other_secret_is_refused() -> None:
    request = signed({})
    with pytest.raises(Reject) as rejected:
        verify_signature(request, read_claim(request), SECRET + "x")
    assert rejected.value.error.message == (
        "The request signature we calculated does not match the signature you provided. Check "
        "your AWS Secret Access Key and signing method. Consult the service documentation for "
        "details."
    )


@pytest.mark.parametrize(("age_s", "expires_s", "good"), [(800, 900, True), (1000, 900, False)])
def test_presigned_requests_are_valid_as_long_as_they_say(
    age_s: int, expires_s: int, good: bool
) -> None:
    request = signed({}, presigned_s=expires_s)
    claim, now_s = read_claim(request), basic_date(read_claim(request).date)[1] + age_s
    if good:
        check_claim(request, claim, now_s=now_s, service=SERVICE)
        verify_signature(request, claim, SECRET)
    else:
        with pytest.raises(Reject) as rejected:
            check_claim(request, claim, now_s=now_s, service=SERVICE)
        assert "Signature expired" in str(rejected.value.error.message)
        assert "- 15 min.)" in str(rejected.value.error.message)


@pytest.mark.parametrize("expires", BAD_LIFETIMES)
def test_presigned_lifetime_is_bounded(expires: str) -> None:
    request = signed({}, presigned_s=900)
    target = request.target.replace(b"X-Amz-Expires=900", b"X-Amz-Expires=" + expires.encode())
    request = request._replace(target=target)
    claim = read_claim(request)
    with pytest.raises(Reject) as rejected:
        check_claim(request, claim, now_s=time.time(), service=SERVICE)
    assert rejected.value.error.code == "IncompleteSignatureException"


def test_presigned_without_lifetime_has_the_usual_skew() -> None:
    request = signed({}, presigned_s=900)
    request = request._replace(target=request.target.replace(b"&X-Amz-Expires=900", b""))
    claim, now_s = read_claim(request), time.time()
    check_claim(request, claim, now_s=now_s, service=SERVICE)
    with pytest.raises(Reject):
        check_claim(request, claim, now_s=now_s + 400, service=SERVICE)


def test_form_alone_ignores_dates_and_scopes() -> None:
    check_form(read_claim(claiming("a/b/c/d/e", date=b"x")).authorization)


def test_lifetime_may_be_padded_with_zeros() -> None:
    request = signed({}, presigned_s=900)
    padding = b"X-Amz-Expires=" + b"0" * 5000 + b"900"
    target = request.target.replace(b"X-Amz-Expires=900", padding)
    check_claim(
        request, read_claim(request._replace(target=target)), now_s=time.time(), service=SERVICE
    )


def test_only_short_texts_of_clients_are_cached() -> None:
    def read(number: int) -> None:
        region = f"r{number}" + "r" * 10_000
        claim = read_claim(claiming(f"id/{TODAY}/{region}/dynamodb/aws4_request"))
        signing_key(SECRET, claim.authorization.scope)
        with pytest.raises(Reject):
            basic_date(b"%d" % number + b"x" * 10_000)

    assert retained_bytes(read, 100) < 100_000
