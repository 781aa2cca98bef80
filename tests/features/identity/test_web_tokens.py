"""Web identity tokens. Each attack on the signature is one of RFC 8725, section 2."""

import base64
import hashlib
import hmac
import json

import pytest

from jedlik.core.errors import Reject
from jedlik.features.identity.key_sets import key_set
from jedlik.features.identity.web_tokens import NOT_A_TOKEN, is_signed_by, read_token
from tests.features.identity.issuer import ec_key, jwk, jwks, pem, rsa_key, signed, written

PAYLOAD = {"sub": "anna"}
KEYS = jwks(jwk(rsa_key(), kid="one"), jwk(ec_key(), kid="two"))


def accepted(text: str, keys: bytes = KEYS) -> bool:
    """Returns whether a token is accepted with a key set."""
    token = read_token(text)
    return is_signed_by(token, key_set(keys).matching(token.algorithm, token.key_id))


def encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def test_each_algorithm() -> None:
    for algorithm in ("RS256", "RS384", "RS512"):
        assert accepted(signed(PAYLOAD, rsa_key(), algorithm))
    for curve, algorithm in (("P-256", "ES256"), ("P-384", "ES384"), ("P-521", "ES512")):
        keys = jwks(jwk(ec_key(curve), kid="one"))
        assert accepted(signed(PAYLOAD, ec_key(curve), algorithm), keys)
    assert read_token(signed(PAYLOAD, rsa_key())).claims == PAYLOAD
    assert accepted(signed(PAYLOAD, rsa_key(), kid=None))


def test_no_signature() -> None:
    for algorithm in ("none", "None", "NONE", "nOnE"):
        for kid in ({}, {"kid": "one"}):
            assert not accepted(written({"alg": algorithm, **kid}, PAYLOAD))
    assert not accepted(signed(PAYLOAD, rsa_key()).rpartition(".")[0] + ".")
    assert not accepted(written({"alg": "RS256", "kid": "one"}, PAYLOAD))


def test_the_public_key_as_a_secret() -> None:
    for secret in (pem(rsa_key()), pem(rsa_key()).strip(), KEYS, b""):
        for kid in ("one", "two"):
            head = encoded(json.dumps({"alg": "HS256", "kid": kid}).encode())
            text = f"{head}.{encoded(json.dumps(PAYLOAD).encode())}"
            mac = hmac.new(secret, text.encode(), hashlib.sha256).digest()
            assert not accepted(f"{text}.{encoded(mac)}")


def test_another_key() -> None:
    other = rsa_key(1)
    assert not accepted(signed(PAYLOAD, other))
    assert not accepted(signed(PAYLOAD, rsa_key(), kid="two"))  # the id of a key of another type
    assert not accepted(signed(PAYLOAD, rsa_key(), kid="../../one"))
    assert not accepted(signed(PAYLOAD, ec_key(), "ES256", kid="one"))
    # The key of the attacker in the header is not looked at.
    for name, value in (("jwk", jwk(other)), ("jku", "https://evil.example"), ("x5c", ["a"])):
        head = {"alg": "RS256", "kid": "one", name: value}
        text = f"{encoded(json.dumps(head).encode())}.{encoded(json.dumps(PAYLOAD).encode())}"
        assert not accepted(f"{text}.{signed(PAYLOAD, other).rpartition('.')[2]}")


def test_a_changed_token() -> None:
    head, _, signature = signed(PAYLOAD, rsa_key()).split(".")
    assert not accepted(f"{head}.{encoded(json.dumps({'sub': 'root'}).encode())}.{signature}")
    assert not accepted(signed(PAYLOAD, rsa_key())[:-6] + "AAAAAA")
    zero = encoded(bytes(64))  # r and s of 0
    assert not accepted(f"{signed(PAYLOAD, ec_key(), 'ES256', 'two').rpartition('.')[0]}.{zero}")


@pytest.mark.parametrize(
    "text",
    [
        *("", ".", "..", "a.b", "a.b.c", "a.b.c.d", "{}.{}.{}"),
        written([], {}),
        written({"alg": "RS256"}, []),
        written({}, {}),
        written({"alg": None}, {}),
        written({"alg": ["RS256"]}, {}),
        written({"alg": "RS256", "kid": 1}, {}),
        written({"alg": "RS256", "kid": ["one"]}, {}),
        written({"alg": "RS256", "crit": ["exp"], "exp": 1}, {}),
        written({"alg": "RS256", "b64": False, "crit": ["b64"]}, {}),
        written({"alg": "RS256"}, {"exp": float("inf")}),
        written({"alg": "RS256"}, {"exp": float("nan")}),
        f"{encoded(b'[' * 9_000)}.{encoded(b'{}')}.",
        f"{encoded(b'{}')}.{encoded(b'[' * 9_000)}.",
        f"{encoded(b'{}')}.{encoded(bytes(range(256)))}.",
        "\u0660." * 2 + "a",
        "a" * 20_000,
    ],
)
def test_what_is_no_token(text: str) -> None:
    with pytest.raises(Reject) as caught:
        read_token(text)
    assert caught.value.error is NOT_A_TOKEN


def test_a_deep_header_is_no_failure() -> None:
    deep = b'{"alg":"RS256","kid":"one","x":' + b"[" * 900 + b"]" * 900 + b"}"
    assert not accepted(f"{encoded(deep)}.{encoded(b'{}')}.{encoded(b'a')}")
