"""Signing: what a client of Jedlik signs is what botocore signs."""

import pytest

from jedlik.core.sigv4.authorization import read_claim
from jedlik.core.sigv4.sign import Credentials, sign
from jedlik.core.sigv4.verify import verify_signature
from tests.core.sigv4.requests import ACCESS_KEY_ID, SECRET, Request, signed


@pytest.mark.parametrize("token", ["", "a token/with+signs="])
def test_a_signed_request_is_accepted_and_is_the_one_of_botocore(token: str) -> None:
    sent = signed({"Content-Type": "text/plain"}, body=b"a body", token=token or None)
    date = sent.headers[b"x-amz-date"].decode()
    covered = {b"host": sent.headers[b"host"], b"content-type": b"text/plain"}
    request = Request(b"POST", b"/", covered, b"a body")
    credentials = Credentials(ACCESS_KEY_ID, SECRET, token)
    headers = sign(request, credentials, "us-east-1/dynamodb", date)
    whole = {name.encode(): value.encode() for name, value in headers.items()}
    done = Request(b"POST", b"/", whole, b"a body")
    claim = read_claim(done)
    verify_signature(done, claim, SECRET)
    assert claim.signature == read_claim(sent).signature
