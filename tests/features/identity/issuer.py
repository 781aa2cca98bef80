"""An issuer of web identities, with keys of its own."""

import base64
import json
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

URL = "issuer.example/realms/music"
CLIENT = "sts.amazonaws.com"
SUBJECT = "system:serviceaccount:music:player"

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(number: int = 0, bits: int = 2048) -> rsa.RSAPrivateKey:
    """Returns the RSA key of a number. Making one takes a while."""
    return rsa.generate_private_key(65537, bits)


@cache
def ec_key(curve: str = "P-256") -> ec.EllipticCurvePrivateKey:
    """Returns the key of a curve."""
    return ec.generate_private_key(
        {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}[curve]
    )


def jwk(key: PrivateKey, **members: Any) -> dict[str, Any]:
    """Returns the public half of a key as a JSON Web Key."""
    public = key.public_key()
    text = (
        RSAAlgorithm.to_jwk(public)
        if isinstance(public, rsa.RSAPublicKey)
        else ECAlgorithm.to_jwk(public)
    )
    made = json.loads(text)
    made.pop("key_ops", None)
    return {**made, **members}


def jwks(*keys: dict[str, Any]) -> bytes:
    """Returns a key set."""
    return json.dumps({"keys": keys}).encode()


def pem(key: PrivateKey) -> bytes:
    """Returns the public half of a key as text that an attacker may use as a secret."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def claims(now_s: int, **members: Any) -> dict[str, Any]:
    """Returns the claims of a token. A member that is None is left out."""
    made = {
        "iss": f"https://{URL}",
        "aud": CLIENT,
        "sub": SUBJECT,
        "iat": now_s - 60,
        "exp": now_s + 3600,
        **members,
    }
    return {name: each for name, each in made.items() if each is not None}


def signed(
    payload: dict[str, Any], key: PrivateKey, algorithm: str = "RS256", kid: str | None = "one"
) -> str:
    """Returns a token."""
    headers = {} if kid is None else {"kid": kid}
    return jwt.PyJWS().encode(json.dumps(payload).encode(), key, algorithm, headers)


def written(header: Any, payload: Any, signature: bytes = b"") -> str:
    """Returns a text in the form of a token."""
    parts = (json.dumps(header).encode(), json.dumps(payload).encode(), signature)
    return ".".join(base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in parts)
