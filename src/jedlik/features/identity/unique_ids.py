"""Makes unique ids of entities and access key ids.

An id is a prefix for its kind, and base32 that contains the number of the account. So
GetAccessKeyInfo finds the account of any key without a look-up, of a deleted one too. Sources: IAM
User Guide, "Unique identifiers" (prefixes); the layout of the bits is public knowledge about the
ids that AWS has made since 2019.
"""

import base64
import binascii
from hashlib import blake2b
from typing import Final

from jedlik.engine.context import Ids

USER: Final = "AIDA"
GROUP: Final = "AGPA"
ROLE: Final = "AROA"
POLICY: Final = "ANPA"
INSTANCE_PROFILE: Final = "AIPA"
OPENID_PROVIDER: Final = "OIDC"  # ours: the service shows no id of a provider
LONG_TERM_KEY: Final = "AKIA"
TEMPORARY_KEY: Final = "ASIA"

_PREFIX_CHARACTERS: Final = 4
_KEY_CHARACTERS: Final = 16
_ENTITY_CHARACTERS: Final = 17
_ACCOUNT_BYTES: Final = 6
_ACCOUNT_SHIFT: Final = 7  # the number of the account ends here in the first 48 bits
_ACCOUNT_MASK: Final = (1 << 40) - 1
_FIRST_BIT: Final = 1 << 47


def unique_id(prefix: str, account_id: str, ids: Ids) -> str:
    """Returns a new unique id: the prefix and 17 characters."""
    return prefix + _coded(account_id, ids.uuid().encode())[:_ENTITY_CHARACTERS]


def access_key_id(prefix: str, account_id: str, seed: bytes) -> str:
    """Returns an access key id: the prefix and 16 characters that follow from `seed`."""
    return prefix + _coded(account_id, seed)[:_KEY_CHARACTERS]


def account_in(key_id: str) -> str | None:
    """Returns the account in an access key id, or None if the text is not of that form."""
    text = key_id[_PREFIX_CHARACTERS:]
    if len(text) != _KEY_CHARACTERS:
        return None
    try:
        decoded = base64.b32decode(text)
    except (binascii.Error, ValueError):
        return None
    number = int.from_bytes(decoded[:_ACCOUNT_BYTES], "big")
    if not number & _FIRST_BIT:
        return None
    return f"{number >> _ACCOUNT_SHIFT & _ACCOUNT_MASK:012}"


def _coded(account_id: str, seed: bytes) -> str:
    """Returns 24 characters: the account, and bits that follow from `seed`."""
    digest = blake2b(seed, digest_size=15).digest()
    low = digest[0] & ((1 << _ACCOUNT_SHIFT) - 1)
    number = _FIRST_BIT | int(account_id) << _ACCOUNT_SHIFT | low
    return base64.b32encode(number.to_bytes(_ACCOUNT_BYTES, "big") + digest[6:]).decode()
