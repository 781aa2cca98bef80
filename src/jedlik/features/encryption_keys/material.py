"""Makes, seals and uses key material. Material in the clear never leaves this module.

`cryptography` takes 60 ms to import, so it is loaded with the first use.
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from jedlik.engine.sealing import KEY_MATERIAL, Sealing
from jedlik.features.encryption_keys.ciphertext import (
    NONCE_BYTES,
    Ciphertext,
    associated_data,
    head_of,
)
from jedlik.features.encryption_keys.records import KeyRecord, MaterialRecord

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_MATERIAL_BYTES: Final = 32
_ID_BYTES: Final = 32


class LostMaterialError(Exception):
    """Material cannot be opened. The sealing key of the server is not the one that sealed it."""


def new_material(sealing: Sealing, key_id: str) -> MaterialRecord:
    """Returns new material for a key."""
    material_id = secrets.token_hex(_ID_BYTES)
    sealed = sealing.seal(
        KEY_MATERIAL, secrets.token_bytes(_MATERIAL_BYTES), _belongs_to(key_id, material_id)
    )
    return {"Id": material_id, "Sealed": b64encode(sealed).decode()}


def encrypt(
    sealing: Sealing, record: KeyRecord, plaintext: bytes, context: Mapping[str, str]
) -> bytes:
    """Returns the ciphertext of `plaintext` under the current material of a key."""
    number = len(record["Materials"]) - 1
    head = head_of(record["Id"], record["AccountId"], number)
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = _cipher(sealing, record, number)
    encrypted = cipher.encrypt(nonce, plaintext, associated_data(head, context))
    return Ciphertext(head, nonce, encrypted).blob


def decrypt(
    sealing: Sealing, record: KeyRecord, ciphertext: Ciphertext, context: Mapping[str, str]
) -> bytes | None:
    """Returns the plaintext, or None if the ciphertext was changed, or if it was made with another
    key or encryption context.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415  (see above)

    if ciphertext.key_id != record["Id"] or ciphertext.material >= len(record["Materials"]):
        return None
    cipher = _cipher(sealing, record, ciphertext.material)
    associated = associated_data(ciphertext.head, context)
    try:
        return cipher.decrypt(ciphertext.nonce, ciphertext.encrypted, associated)
    except InvalidTag:
        return None


def can_open(sealing: Sealing, record: KeyRecord) -> bool:
    """Returns whether all material of a key was sealed with this sealing key."""
    return all(
        sealing.open(KEY_MATERIAL, b64decode(each["Sealed"]), _belongs_to(record["Id"], each["Id"]))
        is not None
        for each in record["Materials"]
    )


def _cipher(sealing: Sealing, record: KeyRecord, number: int) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415  (see above)

    stored = record["Materials"][number]
    associated = _belongs_to(record["Id"], stored["Id"])
    material = sealing.open(KEY_MATERIAL, b64decode(stored["Sealed"]), associated)
    if material is None:
        raise LostMaterialError(f"the material of the key {record['Id']} cannot be opened")
    return AESGCM(material)


def _belongs_to(key_id: str, material_id: str) -> bytes:
    return f"{key_id}/{material_id}".encode()
