"""Tests of missing, doubled and incomplete claims. Source: dynalite `test/connection.js`."""

import pytest

from jedlik.core.errors import Reject
from jedlik.core.sigv4.authorization import read_claim
from tests.core.sigv4.requests import Request

CREDENTIAL = "AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request"


def asking(
    authorization: str | None = None, *, target: bytes = b"/", date: bytes | None = b"a"
) -> Request:
    headers = {b"host": b"localhost"}
    if authorization is not None:
        headers[b"authorization"] = authorization.encode("latin-1")
    if date is not None:
        headers[b"x-amz-date"] = date
    return Request(b"POST", target, headers, b"")


@pytest.mark.parametrize(
    ("request_", "code", "message"),
    [
        (asking(), "MissingAuthenticationTokenException",
         "Request is missing Authentication Token"),
        (asking("AWS4"), "MissingAuthenticationTokenException",
         "Request is missing Authentication Token"),
        (asking("X", target=b"/?X-Amz-Algorith"), "MissingAuthenticationTokenException",
         "Request is missing Authentication Token"),
        (asking(target=b"/?X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-SignedHeaders=c&X-Amz-Date=d"),
         "MissingAuthenticationTokenException", "Request is missing Authentication Token"),
        (asking("X", target=b"/?X-Amz-Algorithm"), "InvalidSignatureException",
         "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP "
         "header."),
        (asking("AWS4-", date=None), "IncompleteSignatureException",
         "Authorization header requires 'Credential' parameter. "
         "Authorization header requires 'Signature' parameter. "
         "Authorization header requires 'SignedHeaders' parameter. "
         "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
         "Authorization=AWS4-"),
        (asking("AWS4- Signature=b Credential=a"), "IncompleteSignatureException",
         "Authorization header requires 'SignedHeaders' parameter. "
         "Authorization=AWS4- Signature=b Credential=a"),
        (asking("AWS4- Signature=b,Credential=a"), "IncompleteSignatureException",
         "Authorization header requires 'SignedHeaders' parameter. "
         "Authorization=AWS4- Signature=b,Credential=a"),
        (asking("AWS4- Signature=b, Credential=a"), "IncompleteSignatureException",
         "Authorization header requires 'SignedHeaders' parameter. "
         "Authorization=AWS4- Signature=b, Credential=a"),
        (asking("AWS4- =b, Signature=b, SignedHeaders=c"), "IncompleteSignatureException",
         "Authorization header requires 'Credential' parameter. "
         "Authorization=AWS4- =b, Signature=b, SignedHeaders=c"),
        (asking("AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders"),
         "IncompleteSignatureException",
         "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: "
         "'AWS4-HMAC-SHA256 Signature=b,    Credential,    SignedHeaders'."),
        (asking(target=b"/?X-Amz-Algorithm"), "IncompleteSignatureException",
         "AWS query-string parameters must include 'X-Amz-Algorithm'. "
         "AWS query-string parameters must include 'X-Amz-Credential'. "
         "AWS query-string parameters must include 'X-Amz-Signature'. "
         "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
         "AWS query-string parameters must include 'X-Amz-Date'. "
         "Re-examine the query-string parameters."),
        (asking(target=b"/?X-Amz-Algorithm=a&X-Amz-Credential=b&X-Amz-Signature=c&X-Amz-Date=d"),
         "IncompleteSignatureException",
         "AWS query-string parameters must include 'X-Amz-SignedHeaders'. "
         "Re-examine the query-string parameters."),
    ],
)  # fmt: skip
def test_refused(request_: Request, code: str, message: str) -> None:
    with pytest.raises(Reject) as rejected:
        read_claim(request_)
    assert (rejected.value.error.code, rejected.value.error.message) == (code, message)


@pytest.mark.parametrize("separator", [", ", ",", " ", ",   "])
@pytest.mark.parametrize("signature", ["0" * 64, "short"])
def test_parts_are_split_by_commas_or_spaces(separator: str, signature: str) -> None:
    # Source: Alternator test_authorization.py::test_authorization_no_whitespace.
    parts = (f"Credential={CREDENTIAL}/", "SignedHeaders=x-b;Host;a", f"Signature={signature}")
    for ordered in (parts, parts[::-1]):
        claim = read_claim(asking("AWS4-HMAC-SHA256 " + separator.join(ordered)))
        authorization = claim.authorization
        assert authorization.algorithm == "AWS4-HMAC-SHA256"
        assert authorization.credential == tuple(CREDENTIAL.split("/"))
        assert (authorization.access_key_id, authorization.region) == ("AKIDEXAMPLE", "us-east-1")
        assert authorization.scope == b"20150830/us-east-1/dynamodb/aws4_request"
        assert authorization.signed_headers == {b"a", b"host", b"x-b"}
        assert claim.signature == signature.encode()
        assert claim.expires is None
