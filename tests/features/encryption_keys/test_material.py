"""Key material: it is sealed, and only the server that sealed it opens it."""

from base64 import b64decode

import pytest

from jedlik.engine.sealing import KEY_MATERIAL, Sealing
from jedlik.features.encryption_keys.ciphertext import ciphertext_in, head_of
from jedlik.features.encryption_keys.keys import new_record
from jedlik.features.encryption_keys.material import (
    LostMaterialError,
    decrypt,
    encrypt,
    new_material,
)
from jedlik.features.encryption_keys.records import KeyRecord, Place

SEALING = Sealing(lambda: b"k" * 32)
KEY = "11111111-2222-3333-4444-555555555555"
OTHER = "22222222-2222-3333-4444-555555555555"
CONTEXT = {"a": "b"}


def record(key_id: str = KEY, materials: int = 1) -> KeyRecord:
    made = new_record(Place("us-east-1", "123456789012"), key_id, 0, "{}")
    made["Materials"] = [new_material(SEALING, key_id) for _ in range(materials)]
    return made


def opened(key: KeyRecord, blob: bytes) -> bytes | None:
    ciphertext = ciphertext_in(blob)
    assert ciphertext is not None
    return decrypt(SEALING, key, ciphertext, CONTEXT)


def test_material_is_random_and_sealed() -> None:
    made = [new_material(SEALING, KEY) for _ in range(2)]
    assert made[0]["Id"] != made[1]["Id"]
    belongs_to = f"{KEY}/{made[0]['Id']}".encode()
    plain = [
        SEALING.open(KEY_MATERIAL, b64decode(each["Sealed"]), f"{KEY}/{each['Id']}".encode())
        for each in made
    ]
    assert plain[0] != plain[1]
    assert {len(each or b"") for each in plain} == {32}
    assert SEALING.open(KEY_MATERIAL, b64decode(made[1]["Sealed"]), belongs_to) is None


def test_the_newest_material_encrypts_and_older_material_decrypts() -> None:
    key = record()
    old = encrypt(SEALING, key, b"old", CONTEXT)
    key["Materials"].append(new_material(SEALING, KEY))
    new = encrypt(SEALING, key, b"new", CONTEXT)
    parts = [ciphertext_in(each) for each in (old, new)]
    assert [each.material for each in parts if each is not None] == [0, 1]
    assert (opened(key, old), opened(key, new)) == (b"old", b"new")


def test_a_ciphertext_of_another_key_or_of_no_material_is_refused() -> None:
    key = record()
    blob = encrypt(SEALING, key, b"x", CONTEXT)
    assert opened(record(OTHER), blob) is None
    ciphertext = ciphertext_in(blob)
    assert ciphertext is not None
    later = ciphertext._replace(head=head_of(KEY, "123456789012", 7))
    assert decrypt(SEALING, key, later, CONTEXT) is None
    assert decrypt(SEALING, key, ciphertext, {}) is None


def test_material_that_was_moved_to_another_key_is_lost() -> None:
    stolen = record(OTHER)
    stolen["Materials"] = record()["Materials"]
    with pytest.raises(LostMaterialError):
        encrypt(SEALING, stolen, b"x", CONTEXT)


def test_another_server_opens_nothing() -> None:
    with pytest.raises(LostMaterialError) as failed:
        encrypt(Sealing(lambda: b"o" * 32), record(), b"x", CONTEXT)
    assert KEY in str(failed.value)
