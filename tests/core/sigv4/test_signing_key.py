"""Tests of signing keys.

Source of the example: AWS General Reference, "Examples of how to derive a signing key for Signature
Version 4", and the signature of its string to sign.
"""

import hmac

from hypothesis import given
from hypothesis import strategies as st

from jedlik.core.sigv4.signing_key import SigningKey, signing_key
from tests.core.sigv4.requests import SECRET

SCOPE = b"20150830/us-east-1/iam/aws4_request"
STRING_TO_SIGN = b"\n".join(
    [
        b"AWS4-HMAC-SHA256",
        b"20150830T123600Z",
        SCOPE,
        b"f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59",
    ]
)
SIGNATURE = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"


def test_the_published_example() -> None:
    assert signing_key(SECRET, SCOPE).sign(STRING_TO_SIGN) == SIGNATURE


@given(st.binary(max_size=64), st.lists(st.binary(max_size=200), min_size=1, max_size=3))
def test_a_key_signs_any_number_of_texts(key: bytes, texts: list[bytes]) -> None:
    signer = SigningKey(key)
    for text in texts:
        assert signer.sign(text) == hmac.new(key, text, "sha256").hexdigest()


def test_a_key_is_derived_once_for_a_secret_and_a_scope() -> None:
    key = signing_key(SECRET, SCOPE)
    assert signing_key(SECRET, SCOPE) is key
    other_secret = signing_key(SECRET + "x", SCOPE)
    other_day = signing_key(SECRET, SCOPE.replace(b"20150830", b"20150831"))
    signatures = {each.sign(b"text") for each in (key, other_secret, other_day)}
    assert len(signatures) == 3


def test_a_scope_that_is_too_long_to_be_cached_signs_as_any_other() -> None:
    scope = b"20150830/" + b"r" * 200 + b"/dynamodb/aws4_request"
    key = b"AWS4" + SECRET.encode()
    for element in scope.split(b"/"):
        key = hmac.digest(key, element, "sha256")
    assert signing_key(SECRET, scope).sign(b"text") == SigningKey(key).sign(b"text")
    assert signing_key(SECRET, scope) is not signing_key(SECRET, scope)
