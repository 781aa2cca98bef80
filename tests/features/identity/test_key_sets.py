"""Key sets of issuers."""

import json
from typing import Any

import pytest

from jedlik.features.identity.key_sets import KEY_SET_BYTES_MAX, KeySetError, key_set
from tests.features.identity.issuer import ec_key, jwk, jwks, rsa_key

RSA = jwk(rsa_key(), kid="rsa")
EC = jwk(ec_key(), kid="ec")


def kids(keys: bytes, algorithm: str, key_id: str | None) -> list[Any]:
    return [each.get("kid") for each in key_set(keys).matching(algorithm, key_id)]


def test_a_key_is_found_by_its_id_and_its_type() -> None:
    both = jwks(RSA, EC)
    for algorithm in ("RS256", "RS384", "RS512"):
        assert kids(both, algorithm, "rsa") == ["rsa"]
        assert kids(both, algorithm, "ec") == []
    assert kids(both, "ES256", "ec") == ["ec"]
    for algorithm in ("ES384", "ES512", "PS256", "HS256", "none", "EdDSA", ""):
        for key_id in ("rsa", "ec", None):
            assert kids(both, algorithm, key_id) == []


def test_a_key_says_for_what_it_is() -> None:
    assert kids(jwks({**RSA, "alg": "RS512", "use": "sig"}), "RS512", "rsa") == ["rsa"]
    assert kids(jwks({**RSA, "alg": "RS512"}), "RS256", "rsa") == []
    assert kids(jwks({**RSA, "use": "enc"}, EC), "RS256", "rsa") == []


def test_other_curves() -> None:
    for curve, algorithm in (("P-384", "ES384"), ("P-521", "ES512")):
        assert kids(jwks(jwk(ec_key(curve), kid="it")), algorithm, "it") == ["it"]


def test_a_token_without_a_key_id_needs_one_key_alone() -> None:
    assert kids(jwks(RSA, EC), "RS256", None) == ["rsa"]
    assert kids(jwks(RSA, {**RSA, "kid": "other"}), "RS256", None) == []
    assert kids(jwks({**RSA, "kid": None}), "RS256", "rsa") == []


def test_keys_of_other_types_are_ignored() -> None:
    other = {"kty": "OKP", "crv": "Ed25519", "x": "a", "kid": "rsa"}
    odd: list[dict[str, Any]] = [
        {"kty": 1},
        {"kty": "EC", "crv": []},
        {"kty": "EC", "crv": "secp256k1"},
        {},
    ]
    assert kids(jwks(other, *odd, RSA), "RS256", "rsa") == ["rsa"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"{", "is not JSON"),
        (b"[" * 5_000, "is not JSON"),
        (b"[]", "no JSON Web Key Set"),
        (b'{"keys": {}}', "no JSON Web Key Set"),
        (b'{"keys": ["a"]}', "no JSON Web Key Set"),
        (jwks(), "no key for RS256"),
        (jwks({"kty": "OKP", "crv": "Ed25519", "x": "a"}), "no key for RS256"),
        (jwks({**RSA, "d": "AQAB"}), "a private or a symmetric key"),
        (jwks({"kty": "oct", "k": "c2VjcmV0"}, RSA), "a private or a symmetric key"),
        (jwks({"kty": "RSA", "n": "AQAB"}), "cannot be read"),
        (jwks({"kty": "RSA", "n": 1, "e": "AQAB"}), "cannot be read"),
        (jwks({**EC, "x": EC["y"]}), "cannot be read"),
        (jwks(jwk(rsa_key(1, 1024))), "fewer than 2048 bits"),
        (jwks(*[RSA] * 101), "more than 100 RSA keys"),
        (b" " * (KEY_SET_BYTES_MAX + 1), "is larger than"),
    ],
)
def test_sets_that_are_refused(text: bytes, expected: str) -> None:
    with pytest.raises(KeySetError, match=expected):
        key_set(text)


def test_a_secret_is_in_no_message() -> None:
    private = {**RSA, "d": "c2VjcmV0"}
    with pytest.raises(KeySetError) as caught:
        key_set(json.dumps({"keys": [private]}).encode())
    assert "c2VjcmV0" not in str(caught.value)
