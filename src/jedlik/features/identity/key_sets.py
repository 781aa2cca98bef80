"""The public keys of an issuer of web identities: a JSON Web Key Set (RFC 7517).

The service accepts RSA and elliptic curve keys, at most 100 of each, and ignores other keys.
Source: IAM User Guide, "Create an OpenID Connect (OIDC) identity provider in IAM". A set with a
private or a symmetric key is refused as a whole: whoever wrote it mistook it for something else.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, final

import orjson

KEY_SET_BYTES_MAX: Final = 1 << 20
_KEYS_MAX: Final = 100  # of each type
_RSA_BITS_MIN: Final = 2_048
_CACHED_SETS: Final = 16
_SECRET_MEMBERS: Final = ("d", "k")  # of private and of symmetric keys
# The algorithms of tokens, by the type of the key and its curve. Source: as above.
_ALGORITHMS: Final[Mapping[tuple[str, str], Sequence[str]]] = {
    ("RSA", ""): ("RS256", "RS384", "RS512"),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("EC", "P-521"): ("ES512",),
}


class KeySetError(Exception):
    """A text is no key set that can be used. The message is the end of a sentence about it."""


@final
class KeySet:
    """The keys of one issuer that can verify signatures."""

    def __init__(self, keys: Sequence[Mapping[str, Any]]) -> None:
        """keys: checked JSON Web Keys."""
        self._keys = keys

    def matching(self, algorithm: str, key_id: str | None) -> list[Mapping[str, Any]]:
        """Returns the keys that may have signed a token.

        A token without a key id can only be verified if one key alone has its algorithm.
        """
        found = [
            each
            for each in self._keys
            if algorithm in _algorithms(each) and each.get("alg", algorithm) == algorithm
        ]
        if key_id is None:
            return found if len(found) == 1 else []
        return [each for each in found if each.get("kid") == key_id]


@lru_cache(_CACHED_SETS)
def key_set(text: bytes) -> KeySet:
    """Returns the keys in a JSON Web Key Set. Raises KeySetError."""
    if len(text) > KEY_SET_BYTES_MAX:
        raise KeySetError(f"is larger than {KEY_SET_BYTES_MAX} bytes")
    try:
        decoded = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise KeySetError("is not JSON") from None
    found = decoded.get("keys") if isinstance(decoded, dict) else None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise KeySetError('is no JSON Web Key Set: {"keys": [...]}')
    if any(member in each for each in found for member in _SECRET_MEMBERS):
        raise KeySetError("has a private or a symmetric key: only public keys belong there")
    keys = [each for each in found if _is_for_signatures(each)]
    if not keys:
        raise KeySetError("has no key for RS256, ES256 or their longer forms")
    for kty in ("RSA", "EC"):
        if sum(each["kty"] == kty for each in keys) > _KEYS_MAX:
            raise KeySetError(f"has more than {_KEYS_MAX} {kty} keys")
    for each in keys:
        _check(each)
    return KeySet(keys)


def _is_for_signatures(key: Mapping[str, Any]) -> bool:
    return bool(_algorithms(key)) and key.get("use", "sig") == "sig"


def _algorithms(key: Mapping[str, Any]) -> Sequence[str]:
    kty, curve = key.get("kty"), key.get("crv", "")
    if not isinstance(kty, str) or not isinstance(curve, str):
        return ()
    return _ALGORITHMS.get((kty, "" if kty == "RSA" else curve), ())


def _check(key: Mapping[str, Any]) -> None:
    """Raises KeySetError for a key that cannot be read, or is too short."""
    # Servers without web identities need neither; together they take 100 ms to import.
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415
    from jwt import PyJWK, PyJWTError  # noqa: PLC0415

    try:
        made = PyJWK(dict(key), _algorithms(key)[0]).key
    except (PyJWTError, ValueError, KeyError, TypeError, AttributeError):
        raise KeySetError(
            f"has a key that cannot be read, with the kid {key.get('kid')!r}"
        ) from None
    if isinstance(made, RSAPublicKey) and made.key_size < _RSA_BITS_MIN:
        raise KeySetError(f"has an RSA key of fewer than {_RSA_BITS_MIN} bits")
