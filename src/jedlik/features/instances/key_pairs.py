"""Key pairs. The private key of a new pair is in the answer and nowhere else.

Nothing can be opened with a key pair here, because an instance is no machine. But programs make
one, name it when they start an instance, and read its public key at the metadata endpoint.

Source of the fingerprints: EC2 User Guide, "Verify the fingerprints of your Amazon EC2 key pairs".
"""

import base64
import hashlib
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from jedlik.features.identity.transaction import Transaction
from jedlik.features.instances.records import (
    KeyPairRecord,
    KeyPairsRecord,
    Place,
    key_pairs_entry,
)
from jedlik.features.instances.refusals import invalid_value, no_key_pair, refusal
from jedlik.features.instances.rules import new_id

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

KeyType = Literal["rsa", "ed25519"]

# Ours: the service has 5,000.
KEY_PAIRS_MAX: Final = 500
_NAME_CHARACTERS: Final = 255
_PUBLIC_KEY_BYTES: Final = 16 * 1024
_RSA_BITS: Final = (1024, 2048, 4096)
_NEW_RSA_BITS: Final = 2048
_EXPONENT: Final = 65537
_COLON_EVERY: Final = 2


class NewKey(NamedTuple):
    """A key and its texts. private: the private key as PEM, empty for an imported key."""

    type: KeyType
    public: str
    fingerprint: str
    private: str


def new_key(kind: KeyType) -> NewKey:
    """Returns a new key. One of RSA takes about 0.1 s; do it outside the event loop."""
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  (60 ms to import)
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # noqa: PLC0415

    key: RSAPrivateKey | Ed25519PrivateKey
    if kind == "rsa":
        key = rsa.generate_private_key(_EXPONENT, _NEW_RSA_BITS)
        written_form = serialization.PrivateFormat.TraditionalOpenSSL
    else:
        key = ed25519.Ed25519PrivateKey.generate()
        written_form = serialization.PrivateFormat.OpenSSH
    no_password = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, written_form, no_password)
    public = key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    if kind == "rsa":
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, no_password
        )
        fingerprint = _colons(hashlib.sha1(der).hexdigest())  # noqa: S324  (as the service)
    else:
        fingerprint = _sha256(public)
    return NewKey(kind, public.decode(), fingerprint, private.decode())


def imported_key(material: bytes) -> NewKey:
    """Returns a public key that a client sends. Raises Reject with InvalidKey.Format.

    material: one line as in `authorized_keys`, or PEM, or DER in base64.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415  (as above)
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # noqa: PLC0415

    wrong = refusal("InvalidKey.Format", "Key is not in valid OpenSSH public key format")
    if len(material) > _PUBLIC_KEY_BYTES:
        raise wrong
    text = material.strip()
    try:
        if text.startswith(b"-----"):
            key = serialization.load_pem_public_key(text)
        elif text.startswith(b"ssh-"):
            key = serialization.load_ssh_public_key(text)
        else:
            key = serialization.load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        raise wrong from None
    if not isinstance(key, (rsa.RSAPublicKey, ed25519.Ed25519PublicKey)):
        raise wrong
    public = key.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    if isinstance(key, ed25519.Ed25519PublicKey):
        return NewKey("ed25519", public.decode(), _sha256(public), "")
    if key.key_size not in _RSA_BITS:
        raise wrong
    der = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    fingerprint = _colons(hashlib.md5(der).hexdigest())  # noqa: S324  (as the service)
    return NewKey("rsa", public.decode(), fingerprint, "")


async def key_pairs_of(transaction: Transaction, place: Place) -> KeyPairsRecord:
    """Returns the key pairs of a place."""
    found = await transaction.get(key_pairs_entry(place))
    return {"Pairs": {}} if found is None else found


async def key_pair_named(transaction: Transaction, place: Place, name: str) -> KeyPairRecord:
    """Returns a key pair. Raises Reject with InvalidKeyPair.NotFound."""
    found = (await key_pairs_of(transaction, place))["Pairs"].get(name)
    if found is None:
        raise no_key_pair(name)
    return found


async def add_key_pair(
    transaction: Transaction, place: Place, name: str, key: NewKey, tags: dict[str, str]
) -> KeyPairRecord:
    """Stores a key pair. Raises Reject: InvalidKeyPair.Duplicate, KeyPairLimitExceeded."""
    if not name or len(name) > _NAME_CHARACTERS:
        raise invalid_value(f"Invalid value '{name[:_NAME_CHARACTERS]}' for keyPairName.")
    pairs = await key_pairs_of(transaction, place)
    if name in pairs["Pairs"]:
        raise refusal("InvalidKeyPair.Duplicate", "The keypair already exists")
    if len(pairs["Pairs"]) >= KEY_PAIRS_MAX:
        raise refusal("KeyPairLimitExceeded", f"You can have {KEY_PAIRS_MAX} key pairs.")
    node = transaction.node
    record: KeyPairRecord = {
        "Id": new_id("key", node.ids.uuid()),
        "Name": name,
        "Type": key.type,
        "Fingerprint": key.fingerprint,
        "PublicKey": key.public,
        "CreatedMs": node.clock.now_ms(),
        "Tags": tags,
    }
    pairs["Pairs"][name] = record
    transaction.put(key_pairs_entry(place), pairs)
    return record


async def delete_key_pair(
    transaction: Transaction, place: Place, name: str | None, key_pair_id: str | None
) -> KeyPairRecord | None:
    """Deletes a key pair by its name or id. Returns it, or None if there was none."""
    pairs = await key_pairs_of(transaction, place)
    for record in pairs["Pairs"].values():
        if name in {None, record["Name"]} and key_pair_id in {None, record["Id"]}:
            del pairs["Pairs"][record["Name"]]
            transaction.put(key_pairs_entry(place), pairs)
            return record
    return None


def _colons(digits: str) -> str:
    pairs = (digits[at : at + _COLON_EVERY] for at in range(0, len(digits), _COLON_EVERY))
    return ":".join(pairs)


def _sha256(public: bytes) -> str:
    """Returns the fingerprint of OpenSSH: SHA-256 of the key inside the line, in base64."""
    blob = base64.b64decode(public.split()[1])
    return base64.b64encode(hashlib.sha256(blob).digest()).decode()
